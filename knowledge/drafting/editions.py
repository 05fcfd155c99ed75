"""Which edition a stretch speaks of: the grant year, from the heading, the words, the deadline and the day of publishing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.documents.model import Document
from knowledge.drafting.deadlines import NO_YEAR
from knowledge.drafting.lines import Line
from knowledge.drafting.model import DateValue, Finding
from knowledge.drafting.words import plain
from knowledge.remarks import Remark, remark

_YEAR = re.compile(r"(?<![\d./-])(20\d\d)(?![\d./-]*\d)")
_FOR_YEAR = re.compile(
    r"\b(?:tilskudd\w*|tilskot\w*|midle\w*|midla\w*|midlar|støtte|utlysning\w*|utlysing\w*|søknadsrunde\w*|kunngj\w+|budsjettåret|budsjettår|tilskuddsåret|tilskotsåret|søknader|søknad|ordning\w*)\s+(?:for|i|til)?\s*(?:budsjettåret\s+|året\s+|år\s+)?(?P<year>20\d\d)\b"
    r"|\bfor\s+(?:året\s+|budsjettåret\s+|tilskuddsåret\s+)?(?P<only>20\d\d)\s+(?:kan|lyses|er|lyser|skal|har)\b"
)
_PAST = re.compile(
    r"\bi\s+fjor\b|\bforrige\b|\bførre\b|\btidlig?ere\b|\btidlegare\b|\bble\b|\bvart\b|\bvar\b|\bfikk\b|\bfekk\b|\brapport\w*|\bforskrift\w*|\blov\b|\bstrateg\w*|\bplan\b|\bperioden\b"
)
NO_EDITION = Remark("no_edition")
_AUTUMN = 9  # from September on, grants of the next year are announced too


@dataclass(frozen=True, slots=True)
class EditionFound:
    """The grant year, or None; `doubts` is empty when it is certain."""

    year: str | None
    doubts: tuple[Remark, ...] = ()


def told_year(document: Document, heading: str, lines: Sequence[Line]) -> int | None:
    """The grant year that title, heading or words give, when they agree; for dates without a year."""
    years = _by_title(document, heading) | _by_words(lines)
    return years.pop() if len(years) == 1 else None


def edition(document: Document, heading: str, lines: Sequence[Line], findings: Sequence[Finding]) -> EditionFound:
    """Weighs what tells the year; two that disagree, or the day of publishing alone, leave it uncertain."""
    said = _by_title(document, heading) | _by_words(lines)
    dated = [f for f in findings if f.field == "deadline" and isinstance(f.value, DateValue) and f.doubts != (NO_YEAR,)]
    due = {f.value.date for f in dated if f.certain and isinstance(f.value, DateValue)}
    guessed = {f.value.date.year for f in dated if isinstance(f.value, DateValue)}
    published = max((d for d in (document.published, document.updated) if d), default=None)
    if len(said) > 1:
        return EditionFound(None, (remark("several_years", years=", ".join(map(str, sorted(said)))),))
    if said:
        year = next(iter(said))
        off = [d for d in due if d.year != year and not (d.year == year - 1 and d.month >= _AUTUMN)]
        late = published is not None and published.year > year
        return _found(year, "deadline_other_year" if off else "changed_later" if late else "")
    years = {d.year for d in due}
    if len(years) == 1:
        year = years.pop()
        if any(d.month >= _AUTUMN for d in due):
            return _found(year, "deadline_in_autumn")
        other = published is not None and published.year not in (year, year - 1)
        return _found(year, "published_other_year" if other else "")
    if years:
        return _found(None, "deadlines_several_years")
    if len(guessed) == 1:
        return _found(guessed.pop(), "year_from_unsure_deadline")
    if published:
        return _found(published.year, "year_from_publishing")
    return _found(None, NO_EDITION.code)


def _found(year: int | None, doubt: str) -> EditionFound:
    """The year with a doubt without values; "" for none."""
    return EditionFound(None if year is None else str(year), (Remark(doubt),) if doubt else ())


def _by_title(document: Document, heading: str) -> set[int]:
    return {int(year) for text in (heading, document.title) for year in _YEAR.findall(plain(text or ""))}


def _by_words(lines: Sequence[Line]) -> set[int]:
    found = set()
    for line in lines:
        if _PAST.search(line.plain) or line.instructed:
            continue
        found |= {int(m["year"] or m["only"]) for m in _FOR_YEAR.finditer(line.plain)}
    return found
