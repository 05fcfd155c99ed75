"""When a person can be reached: opening hours by weekday, closed on Norway's public holidays."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import holidays

_OSLO = ZoneInfo("Europe/Oslo")
_EXAMPLE = "mon-thu 08:00-15:45; fri 08:00-15:00"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RANGE = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? (\d{2}):(\d{2})-(\d{2}):(\d{2})")


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
    """Opening hours, in Norway's time."""

    spans: tuple[Span, ...]

    @classmethod
    def parse(cls, text: str) -> OpeningHours:
        """Reads e.g. `mon-fri 08:00-15:30` or `mon-thu 08:00-15:45; fri 08:00-15:00`.

        Raises:
            HoursError: The text is not of that form, or a day or time does not exist.
        """
        return cls(tuple(_span(part.strip().lower()) for part in text.split(";") if part.strip()))

    def is_open(self, now: dt.datetime) -> bool:
        """Whether a person is there at a moment (with its time zone)."""
        local = now.astimezone(_OSLO)
        if local.date() in holidays.country_holidays("NO", years=local.year):
            return False
        return any(s.first <= local.weekday() <= s.last and s.opens <= local.time() < s.closes for s in self.spans)


def _span(text: str) -> Span:
    match = _RANGE.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        first, last, *clock = match.groups()
        hours = [int(part) for part in clock]
        span = Span(
            _DAYS.index(first), _DAYS.index(last or first), dt.time(hours[0], hours[1]), dt.time(hours[2], hours[3])
        )
    except ValueError:
        raise HoursError(f"opening hours are written like: {_EXAMPLE}") from None
    if span.first > span.last or span.opens >= span.closes:
        raise HoursError(f"opening hours run from an earlier day and time to a later one, like: {_EXAMPLE}")
    return span
