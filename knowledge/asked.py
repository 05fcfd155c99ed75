"""What a stretch of a message asks of a scheme: its words, and the statements whose terms it uses."""

from collections.abc import Mapping
from dataclasses import replace

from knowledge.language.reader import Mention, Reading
from knowledge.ranking import Question

_PHRASE, _WORD, _PART_OF_A_WORD = 1.5, 1.0, 0.7  # what a term says for its statement
Stretch = tuple[int, int]


def asked_of(
    scheme: str,
    reading: Reading,
    topics: Mapping[str, float],
    *,
    said: Stretch | None = None,
    with_terms_of: Stretch | None = None,
) -> Question:
    """
    Args:
        topics: how likely each topic is.
        said: where the question stands in the text; all of it if not given.
        with_terms_of: where its terms are looked for, when that is more than the question itself.
    """
    first, last = said or (0, len(reading.text))
    begin, end = with_terms_of or (first, last)
    terms: dict[str, float] = {}
    for term in reading.terms:
        if term.scheme == scheme and begin <= term.start < end:
            terms[term.statement] = terms.get(term.statement, 0.0) + _points(term)
    question = Question.of(reading.text[first:last], topics, terms)
    return replace(question, text=_without_schemes(reading, first, last))


def _points(term: Mention) -> float:
    """A phrase says most, a part of a longer word least."""
    return _PHRASE if term.word_count > 1 else _WORD if term.exact else _PART_OF_A_WORD


def _without_schemes(reading: Reading, start: int, end: int) -> str:
    """A stretch of the text with the names of schemes, also misspelt ones, left out."""
    text, position = "", start
    for s, e, _ in sorted(reading.scheme_spans):
        if position <= s < end:
            text, position = f"{text}{reading.text[position:s]} ", e
    return text + reading.text[position:end]
