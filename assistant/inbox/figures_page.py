"""What the page of figures shows: tables with their charts, in the page's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from markupsafe import Markup

from assistant.inbox.charts import Bar, Part, bar_chart, swatch
from assistant.inbox.daily import Count
from assistant.inbox.figures import COLUMNS, HIDDEN, SMALL, Cell, Row, breakdown, totals, week_of
from assistant.inbox.outcomes import ASKED, RATED
from assistant.inbox.targets import topic_title
from assistant.inbox.views import scheme_namer
from assistant.web.services import services
from assistant.web.texts import page_language, say

WEEKS = (4, 12, 26, 52)
_DEFAULT_WEEKS = 12
_OSLO = ZoneInfo("Europe/Oslo")
Said = Callable[..., str]
_HIDES = {SMALL: "inbox_small", HIDDEN: "inbox_hidden"}


@dataclass(frozen=True)
class Breakdown:
    """One way to divide the figures: its name, its lines with what they are called, and its chart."""

    name: str
    rows: list[tuple[str, Row]]
    chart: Markup


def weeks(text: str) -> int:
    """The number of weeks that an address asks for; twelve for what is no choice."""
    return int(text) if text in {str(each) for each in WEEKS} else _DEFAULT_WEEKS


def today(now: float) -> dt.date:
    """The day in Norway."""
    return dt.datetime.fromtimestamp(now, _OSLO).date()


def first_day(now: float, number: int) -> dt.date:
    """The Monday with which the latest `number` weeks begin, this one included."""
    day = today(now)
    return day - dt.timedelta(days=day.weekday(), weeks=number - 1)


def values(request: web.Request, counts: Sequence[Count], number: int, day: dt.date) -> dict[str, Any]:
    """The values of the template."""
    lang = page_language(request)

    def said(key: str, **more: Any) -> str:
        return say(key, lang, **more)

    sums = totals(counts)
    return {
        "sums": sums,
        "asked": ASKED,
        "columns": COLUMNS,
        "weeks": number,
        "week_choices": WEEKS,
        "overview": _overview(sums, said),
        "rated": sum(sums[outcome] for outcome in RATED),
        "breakdowns": _breakdowns(request, counts, number, day, said),
        "legend": [(outcome, swatch("legend", outcome)) for outcome in (*ASKED, HIDDEN)],
        "percent": percent,
        "shown": lambda cell: _shown(cell, said),
    }


def percent(part: int, whole: int) -> str:
    """A share in whole per cent; a dash of nothing, and never 0 or 100 for what is not quite that."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if 0 < share < 1:
        return "< 1 %"
    return "> 99 %" if 99 < share < 100 else f"{share:.0f} %"


def _overview(sums: dict[str, int], said: Said) -> Markup:
    bars = [
        Bar(
            said(f"inbox_outcome_{outcome}"),
            f"{sums[outcome]} ({percent(sums[outcome], sums['asked'])})",
            (Part(outcome, sums[outcome] / max(1, sums["asked"])),),
        )
        for outcome in ASKED
    ]
    words = "; ".join(f"{bar.label}: {bar.value}" for bar in bars)
    description = said("inbox_chart_overview_text", asked=sums["asked"], words=words)
    return bar_chart("overview", said("inbox_chart_overview"), description, bars)


def _breakdowns(
    request: web.Request, counts: Sequence[Count], number: int, day: dt.date, said: Said
) -> list[Breakdown]:
    library, lang = services(request).library, page_language(request)
    monday = day - dt.timedelta(days=day.weekday())
    mondays = [(monday - dt.timedelta(weeks=back)).isoformat() for back in reversed(range(number))]
    first = next((n for n, key in enumerate(mondays) if any(week_of(c) <= key for c in counts)), 0)
    scheme = scheme_namer(library, lang)
    schemes = [*(each.id for each in library.schemes), ""]
    none = said("inbox_none")
    return [
        _breakdown("week", breakdown(counts, week_of, mondays[first:]), lambda key: week_name(key, said), said),
        _breakdown("scheme", breakdown(counts, lambda c: c.scheme, schemes), lambda key: scheme(key) or none, said),
        _breakdown(
            "topic", breakdown(counts, lambda c: c.topic), lambda key: _capital(topic_title(key, lang)) or none, said
        ),
        _breakdown("malform", breakdown(counts, _language), lambda key: said(f"inbox_lang_{key}"), said),
    ]


def week_name(monday: str, said: Said) -> str:
    """A week by its number and the day it begins: Uke 47 (fra 16.11.2026)."""
    day = dt.date.fromisoformat(monday)
    return said("inbox_week", week=day.isocalendar().week, day=day.strftime("%d.%m.%Y"))


def _language(count: Count) -> str:
    return count.lang if count.lang in ("nb", "nn", "en") else "other"


def _breakdown(name: str, rows: Iterable[Row], called: Callable[[str], str], said: Said) -> Breakdown:
    named = [(called(row.key), row) for row in rows]
    most = max((row.asked.count for _, row in named if not row.asked.hides), default=0) or 1
    bars = [Bar(label, _shown(row.asked, said), _parts(row, most)) for label, row in named]
    title = said(f"inbox_chart_{name}")
    words = "; ".join(f"{bar.label}: {bar.value}" for bar in bars)
    return Breakdown(name, named, bar_chart(name, title, said("inbox_chart_text", words=words), bars))


def _parts(row: Row, most: int) -> tuple[Part, ...]:
    """The outcomes one after the other; those that are hidden as one piece at the end, of which only the sum is seen."""
    if row.asked.hides:
        return ()
    shown = [(outcome, row.cells[outcome].count) for outcome in ASKED if not row.cells[outcome].hides]
    rest = row.asked.count - sum(count for _, count in shown)
    return tuple(Part(outcome, count / most) for outcome, count in [*shown, (HIDDEN, rest)] if count)


def _shown(cell: Cell, said: Said) -> str:
    return said(_HIDES[cell.hides]) if cell.hides else str(cell.count)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
