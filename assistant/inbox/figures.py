"""Figures from the daily counts: each outcome apart, with its denominator, and small numbers hidden. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.inbox.daily import Count
from assistant.inbox.outcomes import ASKED, RATED, WALKED

LEAST = 5
"""A smaller number in a breakdown could point at one municipality, and is shown as «< 5»."""
COLUMNS = (*ASKED, *RATED, *WALKED)
SMALL, HIDDEN = "small", "hidden"
Values = dict[str, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a breakdown. `hides`: SMALL when it is under 5, HIDDEN when it would give away a small one, or ""."""

    count: int
    hides: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a breakdown: a week, a scheme, a topic or a language. `asked` is the number of questions."""

    key: str
    cells: dict[str, Cell]
    asked: Cell

    def share(self, outcome: str) -> float | None:
        """The share of the questions that came to this, 0 to 1; None when a number of it is hidden or there are none."""
        cell = self.cells[outcome]
        if cell.hides or self.asked.hides or not self.asked.count:
            return None
        return cell.count / self.asked.count


def totals(counts: Sequence[Count]) -> Values:
    """All outcomes together, and `asked`, the number of questions."""
    found = Counter[str]()
    for count in counts:
        found[count.outcome] += count.count
    values = {outcome: found[outcome] for outcome in COLUMNS}
    return {**values, "asked": sum(values[outcome] for outcome in ASKED)}


def week_of(count: Count) -> str:
    """The Monday of a count's week, as 2026-11-16."""
    return (count.day - dt.timedelta(days=count.day.weekday())).isoformat()


def breakdown(counts: Sequence[Count], by: Callable[[Count], str], keys: Sequence[str] = ()) -> list[Row]:
    """The outcomes by week, scheme, topic or language, small numbers hidden.

    Args:
        counts: Of the period.
        by: Which line a count belongs to.
        keys: Lines that are there even when nothing was counted for them; they also say the order. Without them the
            line with the most questions comes first.
    """
    found: dict[str, Counter[str]] = {key: Counter() for key in keys}
    for count in counts:
        found.setdefault(by(count), Counter())[count.outcome] += count.count
    lines = sorted(found) if not keys else list(found)
    asked = {key: sum(found[key][outcome] for outcome in ASKED) for key in lines}
    if not keys:
        lines.sort(key=lambda key: -asked[key])
    table = [[found[key][outcome] for outcome in COLUMNS] for key in lines]
    hides = _hidden(table)
    asked_hides = _hidden_sums([asked[key] for key in lines])
    return [
        Row(
            key,
            {outcome: Cell(table[i][j], hides[i][j]) for j, outcome in enumerate(COLUMNS)},
            Cell(asked[key], asked_hides[i]),
        )
        for i, key in enumerate(lines)
    ]


def _hidden_sums(sums: Sequence[int]) -> list[str]:
    """What to hide of the lines' sums: the sum of all is shown, so one small number alone would be what is missing."""
    hides = [SMALL if 0 < count < LEAST else "" for count in sums]
    if hides.count(SMALL) == 1 and len(sums) > 1:
        place = _companion([(0, j) for j, hide in enumerate(hides) if not hide], [sums])
        hides[place[1]] = HIDDEN
    return hides


def _hidden(table: Sequence[Sequence[int]]) -> list[list[str]]:
    """What to hide in each cell.

    Small numbers are hidden, and where only one number of a line or column is hidden, another one with it: the sums
    are shown, and the one hidden number would be what is missing from the sum.
    """
    hides = [[SMALL if 0 < value < LEAST else "" for value in line] for line in table]
    rows = [[(i, j) for j in range(len(ASKED))] for i in range(len(table))]
    columns = [[(i, j) for i in range(len(table))] for j in range(len(COLUMNS))]
    changed = True
    while changed:
        changed = False
        for places in [*rows, *columns]:
            hidden = [place for place in places if hides[place[0]][place[1]]]
            shown = [place for place in places if not hides[place[0]][place[1]]]
            if len(hidden) == 1 and shown:
                i, j = _companion(shown, table)
                hides[i][j], changed = SMALL if table[i][j] < LEAST else HIDDEN, True
    return hides


def _companion(shown: Sequence[tuple[int, int]], table: Sequence[Sequence[int]]) -> tuple[int, int]:
    """The number to hide beside a small one: with less than this the sum would leave only one way to share it out."""
    by_count = sorted(shown, key=lambda place: table[place[0]][place[1]])
    return next((place for place in by_count if table[place[0]][place[1]] >= LEAST + 3), by_count[-1])
