"""The form of a case: every criterion's question, read from the address of the page and shown again as it was given.

Nothing is stored. The answers stand in the address, so a case can be bookmarked and the back button works.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from multidict import MultiMapping

from assistant.caseworker.demands import conditions
from assistant.caseworker.reading import Reading
from assistant.web.texts import say
from knowledge.answer_words import possible_in_words
from knowledge.eligibility import UNKNOWN, Answer, InvalidAnswer, check_answer
from knowledge.language.numbers import quantities
from knowledge.model import Criterion, Edition

PREFIX = "krav-"  # so that a criterion's id can never be another word of the address
NOT_KNOWN = "-ukjent"  # the tick «vet ikke» beside a number
LONGEST = 40  # characters of a number
_UNITS = {"kroner": {"kroner", "none", "calendar_year"}, "years": {"years", "none"}}


@dataclass(frozen=True)
class Field:
    """One question as it stands in the form.

    Attributes:
        name: The field's name in the address.
        options: (value, title) of each answer; «vet ikke» is the last. Empty for a number.
        given: The value as it was given, right or wrong.
        unknown: For a number: whether «vet ikke» is ticked.
        error: What is wrong with the value, or empty.
        hint: What to write, for a number.
    """

    name: str
    label: str
    question: str
    conditions: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    given: str
    unknown: bool
    error: str
    hint: str


@dataclass(frozen=True)
class Case:
    """A case as it was given. `dropped` is how many answers belong to no question of this edition."""

    fields: tuple[Field, ...]
    answers: Mapping[str, Answer]
    dropped: int

    @property
    def errors(self) -> tuple[Field, ...]:
        """The questions whose answers cannot be read."""
        return tuple(field for field in self.fields if field.error)


def read_case(reading: Reading, query: MultiMapping[str]) -> Case:
    """Reads the answers in an address; what cannot be read becomes an error at its question."""
    fields: list[Field] = []
    answers: dict[str, Answer] = {}
    for criterion in (c for c in reading.edition.criteria if c.question):
        given = list(dict.fromkeys(value.strip() for value in query.getall(PREFIX + criterion.id, []) if value.strip()))
        unknown = bool(query.get(PREFIX + criterion.id + NOT_KNOWN))
        answer, error = _read(criterion, given, unknown)
        if answer is not None:
            answers[criterion.id] = answer
        fields.append(_field(reading, criterion, given[0] if given else "", unknown, error))
    return Case(tuple(fields), answers, _dropped(reading.edition, query))


def _read(criterion: Criterion, given: list[str], unknown: bool) -> tuple[Answer | None, str]:
    """The answer and the key of what is wrong with it; None for a question left open."""
    if unknown and given:
        return None, "cw_error_both"
    if unknown:
        return UNKNOWN, ""
    if not given:
        return None, ""
    if len(given) > 1:
        return None, "cw_error_two"
    if criterion.type == "number" and given[0] != UNKNOWN:
        return _number(criterion, given[0])
    try:
        return check_answer(criterion, given[0]), ""
    except InvalidAnswer:
        return None, "cw_error_option"


def _number(criterion: Criterion, given: str) -> tuple[Answer | None, str]:
    found = quantities(given) if len(given) <= LONGEST else []
    if len(found) != 1 or found[0].unit not in _UNITS[criterion.unit or "kroner"]:
        return None, "cw_error_number"
    try:
        return check_answer(criterion, found[0].value), ""
    except InvalidAnswer:
        return None, "cw_error_small"


def _field(reading: Reading, criterion: Criterion, given: str, unknown: bool, error: str) -> Field:
    lang, number = reading.lang, criterion.type == "number"
    hint = {"kroner": "cw_hint_kroner", "years": "cw_hint_years"}.get(criterion.unit or "", "")
    least = f"{criterion.minimum:g}".replace(".", ",")
    return Field(
        PREFIX + criterion.id,
        reading.t(criterion.label),
        reading.t(criterion.question or criterion.label),
        conditions(reading, criterion.applies_when),
        () if number else tuple((str(value), title) for value, title in possible_in_words(criterion, lang)),
        "" if number and given == UNKNOWN else given,
        unknown or (number and given == UNKNOWN),
        say(error, lang, least=least) if error else "",
        say(hint, lang) if number and hint else "",
    )


def _dropped(edition: Edition, query: MultiMapping[str]) -> int:
    """How many answers ask of nothing here: from a bookmark of another edition, or made up."""
    known = {PREFIX + c.id for c in edition.criteria} | {PREFIX + c.id + NOT_KNOWN for c in edition.criteria}
    return sum(1 for name in set(query) if name.startswith(PREFIX) and name not in known and query[name].strip())
