"""When a document says that it was published and last changed."""

import datetime as dt
import re
from collections.abc import Iterable

_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_ENGLISH = {"may": 5, "oct": 10, "dec": 12}
_DATE = (
    r"(?:(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"|(?P<day2>\d{1,2})[./]\s?(?P<month2>\d{1,2})[./]\s?(?P<year2>\d{4})"
    r"|(?P<day3>\d{1,2})\.?\s(?P<name>[a-zA-Z]{3,9})\.?\s(?P<year3>\d{4}))"
)
_FIRST_OUT = r"først publisert|fyrst publisert|først lagt ut|publisert(?:\s+dato)?|publiseringsdato|published"
_CHANGED = (
    r"(?:sist(?:e)?\s+)?(?:faglig\s+|fagleg\s+)?(?:oppdatert|oppdatering|endret|endra|revidert|ajourført)"
    r"|oppdateringsdato|(?:last\s+)?(?:updated|modified|changed)"
)
_GAP = r"\b[^\d\n]{0,20}?"
_PUBLISHED = re.compile(rf"\b(?P<lead>{_FIRST_OUT}){_GAP}{_DATE}", re.IGNORECASE)
_UPDATED = re.compile(rf"\b(?P<lead>{_CHANGED}){_GAP}{_DATE}", re.IGNORECASE)
_LEADS_FIRST = re.compile(r"^(?:først|fyrst)", re.IGNORECASE)
_LONGEST_LINE = 300  # characters; a longer one is a sentence that happens to mention the word


def stated(lines: Iterable[str]) -> tuple[dt.date | None, dt.date | None]:
    """The days that lines such as «Først publisert: 09.05.2022 Sist faglig oppdatert: 19.01.2023» give.

    Returns:
        Published and updated. «Først publisert» goes before «publisert»; of several changes the latest counts.
    """
    first: dt.date | None = None
    published: dt.date | None = None
    updates: list[dt.date] = []
    for line in lines:
        if len(line) > _LONGEST_LINE:
            continue
        for match in _PUBLISHED.finditer(line):
            day = _day(match)
            if _LEADS_FIRST.match(match["lead"]):
                first = first or day
            published = published or day
        updates += [day for match in _UPDATED.finditer(line) if (day := _day(match))]
    return first or published, max(updates, default=None)


def iso(text: str) -> dt.date | None:
    """The day at the beginning of a timestamp such as «2024-03-01T08:00»; None when there is none."""
    match = re.match(r"\s*(\d{4})-(\d{2})-(\d{2})", text)
    return _made(*map(int, match.groups())) if match else None


def _day(match: re.Match[str]) -> dt.date | None:
    if match["year"]:
        return _made(int(match["year"]), int(match["month"]), int(match["day"]))
    if match["year2"]:
        return _made(int(match["year2"]), int(match["month2"]), int(match["day2"]))
    name = match["name"][:3].lower()
    month = _MONTHS.index(name) + 1 if name in _MONTHS else _ENGLISH.get(name, 0)
    return _made(int(match["year3"]), month, int(match["day3"]))


def _made(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None  # «31.02.2024» is no day
