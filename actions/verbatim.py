"""A question that no statement answers, answered by the one passage of an ingested document that does, word for word."""

from actions.turn import Turn
from knowledge import answers
from knowledge.model import CitationRef, Scheme, Topic
from knowledge.word_for_word import word_for_word

_LONGEST = 600  # characters; a longer passage is no answer in a conversation
_FEWEST = 5  # words; fewer are a heading


def passage_instead(turn: Turn, scheme: Scheme, found: answers.Answer) -> answers.Answer | None:
    """What a document of the scheme says word for word, in the place of a silence; None when nothing does.

    Where a person wrote that the sources do not say it, only documents count that the edition does not cite: they have
    come later.
    """
    if found.known or turn.command or not turn.text:
        return None
    edition = scheme.edition()
    read = {citation.source for s in edition.statements for citation in s.citations} if found.fact_ids else set()
    passage = turn.services.documents.answer(turn.reading.text, scheme, without=read)
    if passage is None or not _is_a_statement(passage.answer):
        return None
    place = CitationRef(source=passage.source, locator=passage.locator)
    return word_for_word(scheme, edition, Topic(found.topic), turn.text_lang, passage.answer, place)


def _is_a_statement(passage: str) -> bool:
    said = passage.strip()
    return len(said) <= _LONGEST and len(said.split()) >= _FEWEST and not said.endswith(("?", ":"))
