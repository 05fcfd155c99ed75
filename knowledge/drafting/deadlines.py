"""Deadlines: a date counts only in words that state a deadline, never because a date stands near one.

A statement is a cue («søknadsfrist», «frist for å søke», a label or column so named) with nothing but known filler between
it and the date, or «søknaden må sendes innen …». Other words in between make it uncertain; words of another matter
(meetings, appeals, publishing, last year) end it.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.drafting import deadline_words as words
from knowledge.drafting.dates import Dated, dates
from knowledge.drafting.found import Doubts, clauses, finding
from knowledge.drafting.headings import topic_of
from knowledge.drafting.kinds import KIND
from knowledge.drafting.lines import Line
from knowledge.drafting.model import DateValue, Field, Finding, TextValue
from knowledge.remarks import Remark
from knowledge.values import is_possible

NO_YEAR = Remark("no_year")
_FIELDS: dict[str, tuple[Field, ...]] = {
    "application": ("deadline",),
    "reporting": ("reporting_deadline",),
    "both": ("deadline", "reporting_deadline"),
}
_LABEL_KINDS = {"deadline": "application", "reporting_deadline": "reporting", "both_deadlines": "both"}


@dataclass(frozen=True, slots=True)
class _Governed:
    """A date with the words that make it a deadline, and whether they do it beyond doubt."""

    date: Dated
    kind: str
    strict: bool
    between: str


def deadlines(lines: Sequence[Line], year: int | None) -> Iterator[Finding]:
    """The deadlines that lines state.

    Args:
        lines: Of one scheme.
        year: What a date without a year belongs to, when that is certain.
    """
    before = (-1, "")
    for line in lines:
        kind = _label_kind(line)
        if line.instructed and words.ORDER.search(line.plain):
            continue
        told = dates(line.plain)
        carried = before[1] if before[0] == line.block else ""
        for governed in _governed(line, told, kind, carried):
            before = (line.block, governed.kind)
            for field in _FIELDS[governed.kind]:
                yield _finding(field, line, governed, year)
        if not told:
            yield from _without_date(line, kind)


def _label_kind(line: Line) -> str:
    """What a date right under this label is: application, reporting, both or nothing."""
    kinds = [_LABEL_KINDS[t] for label in line.labels if (t := topic_of(label)) in _LABEL_KINDS]
    innermost = line.labels[-1].lower() if line.labels else ""
    if not kinds:
        return ""
    if kinds[-1] == "both" and line.labelled:
        return words.kind_of_part(innermost) or kinds[-1]
    return kinds[-1] if line.topic in _LABEL_KINDS else ""


def _governed(line: Line, told: Sequence[Dated], label: str, carried: str) -> Iterator[_Governed]:
    """The dates of a line that are deadlines."""
    text = line.plain
    cues = words.cues(text, label, carried)
    for number, date in enumerate(told):
        if words.HISTORY.search(_clause(text, date)):
            continue
        if words.OLD_DATE.search(text[: date.start]) and words.MOVED.search(text) and number + 1 < len(told):
            continue
        if _opens_a_range(text, told, number):
            continue
        found = _by_cue(text, date, told, cues, label) or _by_verb(text, date, told, label)
        if found and found.kind == "unknown" and not words.OTHER.search(text):
            found = replace(found, kind="application", strict=False)
        if found and found.kind in _FIELDS:
            yield found if words.is_wide(_label_of(line)) else replace(found, strict=False)


def _clause(text: str, date: Dated) -> str:
    """The part of a sentence that a date is in."""
    return next(text[start:end] for start, end in clauses(text) if date.start < end)


def _label_of(line: Line) -> str:
    """The label that tells a line's kind."""
    return next((label.lower() for label in reversed(line.labels) if topic_of(label) in _LABEL_KINDS), "")


def _opens_a_range(text: str, told: Sequence[Dated], number: int) -> bool:
    """The first date of «15. januar–1. mars» is when it opens."""
    if number + 1 >= len(told):
        return False
    return bool(words.RANGE.fullmatch(text[told[number].end : told[number + 1].start]))


def _by_cue(text: str, date: Dated, told: Sequence[Dated], cues: Sequence[words.Cue], label: str) -> _Governed | None:
    before = [cue for cue in cues if cue.end <= date.start]
    if before:
        cue = before[-1]
        between = words.with_dates_taken_out(text, cue.end, date.start, told)
        lead = words.with_dates_taken_out(text, 0, cue.start, told)
        strict = bool(words.FILLER.fullmatch(between)) and _clear_before(lead)
        return _Governed(date, cue.kind, strict, text[: date.start]) if not words.TO_DATE.fullmatch(between) else None
    after = next((cue for cue in cues if cue.start >= date.end), None)
    if after and words.IS.fullmatch(text[date.end : after.start]):
        return _Governed(date, after.kind, bool(words.LEFT.fullmatch(text[: date.start])), text[: date.start])
    if label and not words.OTHER.search(text):
        rest = words.with_dates_taken_out(text, 0, len(text), told)
        return _Governed(date, label, bool(words.ALONE.fullmatch(rest)), text[: date.start])
    return None


def _clear_before(text: str) -> bool:
    """Whether nothing before the cue narrows it: «Kommunalt rusarbeid: …» does not, «Fylkeskommuner: …» does."""
    if words.LEFT.fullmatch(text):
        return True
    return bool(words.LEFT_LABEL.fullmatch(text)) and not KIND.search(text) and not words.OTHER.search(text)


def _by_verb(text: str, date: Dated, told: Sequence[Dated], label: str) -> _Governed | None:
    """«Søknaden må være sendt innen …», «Søk innen …»."""
    before = words.with_dates_taken_out(text, 0, date.start, told)
    after = text[date.end :]
    if words.UNTIL.search(before) and words.VERBS[1][2].search(before) and not words.OTHER.search(text):
        return _Governed(date, "application", False, before)
    if not words.INNEN.search(before):
        return None
    if words.INNEN.fullmatch(before.lstrip()) and words.VERB_AFTER.match(after):
        return _Governed(date, "application", True, before)
    for kind, strict, loose in words.VERBS:
        if strict.fullmatch(before):
            return _Governed(date, kind, True, before)
        if loose.search(text) and not words.OTHER.search(text):
            return _Governed(date, kind, False, before)
    return None


def _finding(field: Field, line: Line, governed: _Governed, year: int | None) -> Finding:
    text, date = line.plain, governed.date
    own_year = date.year is None and year is not None and _same_year(date)
    doubts = (
        Doubts()
        .add(not governed.strict, "more_than_deadline")
        .add(bool(words.CONDITION.search(text)), "condition")
        .add(bool(words.PAST.search(governed.between)), "deadline_in_past")
        .add(bool(words.BEFORE.search(governed.between)), "before_a_date")
        .add(bool(words.PART.search(text)), "deadline_part")
        .add(words.MANY.search(text) is not None, "several_deadlines")
        .add(date.year is None and not own_year, NO_YEAR)
        .add(date.impossible(), "no_such_date")
    )
    when = date.date(year)
    if when is None or (date.year is None and year is None):
        return finding(field, line, TextValue(), doubts.add(when is None and date.year is not None, "no_such_date"))
    if not is_possible(when):  # «1. mars 1950»: no scheme can hold it, so it is told in the document's words
        return finding(field, line, TextValue(), doubts.add(True, "deadline_in_past"))
    return finding(field, line, *_value(text, governed, when, doubts, year))


def _value(text: str, governed: _Governed, when: dt.date, doubts: Doubts, year: int | None) -> tuple[DateValue, Doubts]:
    assumed = bool(words.ASSUMED.search(text))
    month = governed.date.day is None
    doubts = (
        doubts.add(governed.date.contradicted(year), "weekday")
        .add(month and not assumed, "month_only")
        .add(month and bool(words.PART_OF_MONTH.search(text)), "no_day")
    )
    return DateValue(when, "month" if month else "day", "assumed" if assumed else "fixed"), doubts


def _same_year(date: Dated) -> bool:
    """In autumn the grants of the next year are announced, so a day then may belong to either year."""
    return date.month <= 8


def _without_date(line: Line, label: str) -> Iterator[Finding]:
    """«Løpende», «utgangen av uke 14»: a deadline of which no date can be made."""
    cue = bool(words.cues(line.plain, label)) or bool(label)
    if cue and words.ROLLING.search(line.plain):
        yield finding("deadline", line, TextValue(), Doubts((Remark("rolling"),)))
    elif label in _FIELDS and line.labelled and words.VAGUE.search(line.plain):
        for field in _FIELDS[label]:
            yield finding(field, line, TextValue(), Doubts((Remark("deadline_without_date"),)))
