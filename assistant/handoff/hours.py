"""When an office can be reached: its opening hours by weekday, closed on Norway's public holidays."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

_OSLO = ZoneInfo("Europe/Oslo")
_EXAMPLE = "TL mon-thu 08:00-15:45; TL fri 08:00-15:00"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RANGE = re.compile(r"([A-Z]{2,8}) ([a-z]{3})(?:-([a-z]{3}))? (\d{2}):(\d{2})-(\d{2}):(\d{2})")


class HoursError(ValueError):
    """The opening hours cannot be read; the message says how they are written."""


@dataclass(frozen=True)
class Span:
    """One run of weekdays (0 is Monday, both ends included) with the same hours."""

    first: int
    last: int
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True)
class OpeningHours:
    """Opening hours of one office, in Norway's time."""

    spans: tuple[Span, ...]

    def is_open(self, now: dt.datetime) -> bool:
        """Whether a person is there at a moment (with its time zone)."""
        import holidays  # large, and of use to those alone who have opening hours

        local = now.astimezone(_OSLO)
        if local.date() in holidays.country_holidays("NO", years=local.year):
            return False
        return any(s.first <= local.weekday() <= s.last and s.opens <= local.time() < s.closes for s in self.spans)


def parse(text: str) -> dict[str, OpeningHours]:
    """Reads the hours of offices by their code in `knowledge/offices/offices.csv`.

    >>> sorted(parse("TL mon-thu 08:00-15:45; TL fri 08:00-15:00; BUFDIR mon-fri 09:00-15:00"))
    ['BUFDIR', 'TL']

    Raises:
        HoursError: The text is not of that form, or a day or time does not exist.
    """
    spans: dict[str, list[Span]] = {}
    for part in (part.strip() for part in text.split(";") if part.strip()):
        office, span = _span(part)
        spans.setdefault(office, []).append(span)
    return {office: OpeningHours(tuple(of_office)) for office, of_office in spans.items()}


def _span(text: str) -> tuple[str, Span]:
    match = _RANGE.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        office, first, last, *clock = match.groups()
        hours = [int(part) for part in clock]
        opens, closes = dt.time(hours[0], hours[1]), dt.time(hours[2], hours[3])
        span = Span(_DAYS.index(first), _DAYS.index(last or first), opens, closes)
    except ValueError:
        raise HoursError(f"opening hours are written like: {_EXAMPLE}") from None
    if span.first > span.last or span.opens >= span.closes:
        raise HoursError(f"opening hours run from an earlier day and time to a later one, like: {_EXAMPLE}")
    return office, span
