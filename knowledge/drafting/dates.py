"""Dates in running Norwegian, with their places: «1. mars 2026», «15.04.26», «onsdag 4. mars», «april 2025»."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
_SHORT = {"jan": 1, "feb": 2, "febr": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "des": 12}  # fmt: skip
_WEEKDAYS = (
    ("mandag", "måndag"), ("tirsdag", "tysdag"), ("onsdag",), ("torsdag",), ("fredag",), ("lørdag", "laurdag"), ("søndag", "sundag"),
)  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:{'|'.join(sorted(_SHORT, key=len, reverse=True))})\b\.?)"
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(name for names in _WEEKDAYS for name in names)}),?\s+(?:den\s+)?)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d.]*\d)"
_YEAR_AFTER = r"(?:i\s+)?(?:19|20)\d\d"
_DAY = r"(?<![\d.,])(?P<day>\d{1,2})"
_WRITTEN = re.compile(rf"\b{_WEEKDAY}{_DAY}\.?\s*{_MONTH}(?:\s*,?\s*(?:i\s+)?{_YEAR})?(?!\w)")
_FIGURES = re.compile(
    rf"{_WEEKDAY}{_DAY}(?P<mark>[./])\s?(?P<month>\d{{1,2}})(?:(?P=mark)|\s?-\s?|\s)\s?(?P<year>(?:20)?\d\d)(?![\d.]*\d)(?!\s?[.:]\d\d)"
)
_SHORT_FIGURES = re.compile(
    rf"(?<!kl )(?<!kl\. )(?<!kl)(?<!kl\.)(?<!kap )(?<!kap\. )(?<!kapittel )(?<!punkt )(?<!pkt )(?<!pkt\. )(?<!§ ){_WEEKDAY}{_DAY}(?P<mark>[./])(?P<month>\d{{1,2}})\.?(?![\d.,/]*\d)(?!\s?(?:mill|kr|prosent|%))"
)
_ISO = re.compile(r"(?<!\d)(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_MONTH_ALONE = re.compile(rf"\b(?P<month>{'|'.join(_MONTHS)})\s*,?\s*{_YEAR}(?!\w)|\b(?:i|til|innen) (?P<bare>{'|'.join(_MONTHS)})\b(?!\s*,?\s*{_YEAR_AFTER})")  # fmt: skip
_FIRST_OF_RANGE = re.compile(
    rf"(?<![\d.,])(?P<day>\d{{1,2}})\.(?=\s*(?:-|–|og|eller|til)\s*\d{{1,2}}\.\s*(?:{'|'.join(_MONTHS)}))"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as it stands. `year` and `day` are None where they are not told; `weekday` is 0 (Monday) to 6.

    `start` and `end` are offsets in the text that was read.
    """

    start: int
    end: int
    month: int
    day: int | None = None
    year: int | None = None
    weekday: int | None = None

    def date(self, year: int | None = None) -> dt.date | None:
        """As a date, with this year where none is told; None when there is no such day, or no year at all."""
        year = self.year or year
        try:
            return dt.date(year, self.month, self.day or 1) if year else None
        except ValueError:
            return None

    def contradicted(self, year: int | None = None) -> bool:
        """Whether the weekday that is told is another than the date's."""
        date = self.date(year)
        return self.weekday is not None and date is not None and date.weekday() != self.weekday

    def impossible(self) -> bool:
        """Whether no year has such a day: «31. februar»."""
        return self.day is not None and not 1 <= self.day <= calendar.monthrange(self.year or 2024, self.month)[1]


def dates(text: str) -> list[Dated]:
    """The dates of a text in lower case (`words.plain`), in order; a year said last counts for those joined before it.

    >>> [(d.day, d.month, d.year) for d in dates("1. mars og 1. september 2026")]
    [(1, 3, 2026), (1, 9, 2026)]
    """
    found: list[Dated] = []
    for one in _all(text):
        if all(one.end <= held.start or held.end <= one.start for held in found):
            found.append(one)
    return _with_shared_parts(text, sorted(found, key=lambda d: d.start))


def _all(text: str) -> Iterator[Dated]:
    for pattern in (_ISO, _WRITTEN, _FIGURES, _SHORT_FIGURES):
        for match in pattern.finditer(text):
            made = _dated(match)
            if made:
                yield made
    for match in _MONTH_ALONE.finditer(text):
        name = "month" if match["month"] else "bare"
        year = int(match["year"]) if match["year"] else None
        yield Dated(match.start(name), match.end(), _MONTHS.index(match[name]) + 1, year=year)
    for match in _FIRST_OF_RANGE.finditer(text):
        yield Dated(match.start(), match.end(), 0, int(match["day"]))


def _dated(match: re.Match[str]) -> Dated | None:
    parts = match.groupdict()
    month, year = parts["month"].rstrip("."), parts.get("year")
    number = int(month) if month.isdigit() else _SHORT.get(month) or _MONTHS.index(month) + 1
    if not 1 <= number <= 12 or not 1 <= int(parts["day"]) <= 31:
        return None
    weekday = next((i for i, names in enumerate(_WEEKDAYS) if parts.get("weekday") in names), None)
    full_year = int(year) + (2000 if len(year) == 2 else 0) if year else None
    return Dated(match.start(), match.end(), number, int(parts["day"]), full_year, weekday)


_JOINED = re.compile(r"\s*(?:,|og|eller|-|–|til|til og med|og til|t\.o\.m\.)\s*(?:den\s+)?")


def _with_shared_parts(text: str, found: list[Dated]) -> list[Dated]:
    """Gives «1. mars og 1. september 2026» one year, «15.–20. mars» one month."""
    shared: list[Dated] = []
    for one in reversed(found):
        after = shared[-1] if shared else None
        if after and _JOINED.fullmatch(text[one.end : after.start]):
            crosses = one.month > after.month > 0
            year = one.year or (after.year if not crosses else None)
            one = replace(one, month=one.month or after.month, year=year)
        if one.month:
            shared.append(one)
    return shared[::-1]
