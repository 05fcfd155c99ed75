"""A question that no statement answers: the one passage of an ingested document that does, word for word; or those that
come nearest, said as that and no more."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.made import Made, join, quote
from actions.turn import Turn
from knowledge import answers
from knowledge.citations import Citation, cite
from knowledge.model import CitationRef, Scheme, Topic
from knowledge.search.verbatim import LEAST, VerbatimPassage
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

    Documents that the edition cites have been read by a person: where the person wrote that the sources do not say it,
    they do not count, and beside a statement that is offered they are not shown once more.
    """
    if found.known or turn.command or not turn.text:
        return _NOTHING
    edition = scheme.edition()
    cited = {citation.source for s in edition.statements for citation in s.citations}
    likely = turn.services.documents.likely(turn.reading.text, scheme, without=cited if found.fact_ids else ())
    likely = [each for each in likely if _is_a_statement(each.answer)]
    if likely and likely[0].likelihood >= LEAST:
        first = likely[0]
        said = word_for_word(scheme, edition, Topic(found.topic), turn.text_lang, first.answer, _place(first))
        return FromDocuments(instead=said)
    if found.choice and found.choice.nearest:
        likely = [each for each in likely if each.source not in cited]
    return _beside(turn, scheme, likely)


def _beside(turn: Turn, scheme: Scheme, near: Sequence[VerbatimPassage]) -> FromDocuments:
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
