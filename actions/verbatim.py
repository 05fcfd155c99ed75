"""A question that no statement answers: the one passage of an ingested document that does, word for word; or those that
come nearest, said as that and no more."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.made import Made, join, quote
from actions.turn import Turn
from knowledge import answers
from knowledge.citations import Citation, cite
from knowledge.model import CitationRef, Scheme, Topic
from knowledge.search.verbatim import VerbatimPassage
from knowledge.word_for_word import word_for_word

_LONGEST = 600  # characters; a longer passage is no answer in a conversation
_FEWEST = 5  # words; fewer are a heading


@dataclass(frozen=True, slots=True)
class FromDocuments:
    """What is said in the place of a silence, or after it.

    Attributes:
        instead: The passage that answers.
        beside: What comes nearest, as a text; with its citations.
    """

    instead: answers.Answer | None = None
    beside: Made | None = None
    citations: tuple[Citation, ...] = ()


_NOTHING = FromDocuments()


def from_documents(turn: Turn, scheme: Scheme, found: answers.Answer) -> FromDocuments:
    """What documents of the scheme say word for word on what `found` is silent on.

    Where a person wrote that a document does not say it, that document does not count; and a passage that the statement
    cites which is offered beside the silence is not shown once more.
    """
    if found.known or turn.command or not turn.text:
        return _NOTHING
    edition = scheme.edition()
    read = {c.source for s in edition.statements if s.id in found.fact_ids for c in s.citations}
    likely = turn.services.documents.likely(turn.reading.text, scheme, without=read)
    likely = [each for each in likely if _is_a_statement(each.answer)]
    if likely and likely[0].is_answer:
        first = likely[0]
        said = word_for_word(scheme, edition, Topic(found.topic), turn.text_lang, first.answer, _place(first))
        return FromDocuments(instead=said)
    nearest = found.choice.nearest if found.choice else ""
    shown = {(c.source, c.locator) for s in edition.statements if s.id == nearest for c in s.citations}
    return beside(turn, scheme, [each for each in likely if (each.source, each.locator) not in shown])


def beside(turn: Turn, scheme: Scheme, near: Sequence[VerbatimPassage]) -> FromDocuments:
    """What comes nearest, each passage word for word with its place."""
    if not near:
        return _NOTHING
    quotes = [turn.t("near_passage", passage=quote(_plain(each)), place=quote(each.locator)) for each in near]
    citations = dict.fromkeys(cite(scheme, scheme.edition().id, _place(each)) for each in near)
    return FromDocuments(None, join([turn.t("near_passages"), *quotes]), tuple(citations))


def _place(passage: VerbatimPassage) -> CitationRef:
    return CitationRef(source=passage.source, locator=passage.locator)


def _plain(passage: VerbatimPassage) -> str:
    return passage.answer.strip().strip("«»")


def _is_a_statement(passage: str) -> bool:
    said = passage.strip()
    return len(said) <= _LONGEST and len(said.split()) >= _FEWEST and not said.endswith(("?", ":"))
