"""The order in which a page is read: column by column where there are columns, and which lines are rows of a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.documents.pdf_lines import Run
from knowledge.documents.tidy import is_bullet_alone, is_numbered

_FEWEST_ROWS = 4  # lines with text on both sides of a gutter
_PROSE = 18  # characters on a line of a column; cells of a table are shorter
_TABLE_STEP = 2.6  # line heights between two rows of one table


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column, or a row of a table.

    Attributes:
        cells: The words; more than one where it is a row of a table.
        x0, x1, top, bottom: Where it stands, in points.
        size: Of its letters, in points.
        bold: Whether all of it is bold.
        right: How far the lines of its column reach.
        page: Its page, from 1.
    """

    cells: tuple[str, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    right: float
    page: int

    @property
    def text(self) -> str:
        """The words of all cells."""
        return " ".join(self.cells)


def in_order(lines: Sequence[Sequence[Run]], page: int) -> list[Line]:
    """The lines of a page as they are read.

    Args:
        lines: The runs of each line, from top to bottom.
        page: Its number.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return list(_flow(lines, page))
    made: list[Line] = []
    for crossing, band in _bands(lines, gutter):
        if crossing:
            made += _flow(band, page)
            continue
        for side in (True, False):
            column = [[run for run in line if (run.x0 < gutter) is side] for line in band]
            made += in_order([line for line in column if line], page)
    return made


def _gutter(lines: Sequence[Sequence[Run]]) -> float | None:
    """Where a column of prose ends and the next begins; None where all lines belong together."""
    gaps = [(a.x1, b.x0) for line in lines for a, b in pairwise(line)]
    best, place = 0, None
    for at in {round((left + right) / 2) for left, right in gaps}:
        pairs = [p for line in lines if (p := _pair(line, at)) is not None]
        if len(pairs) > best and len(pairs) >= _FEWEST_ROWS and _are_prose(pairs):
            best, place = len(pairs), float(at)
    return place


def _pair(line: Sequence[Run], at: float) -> tuple[Run, Run] | None:
    """The runs on either side of a place; None when the line crosses it or has text on one side only."""
    before = [run for run in line if run.x1 <= at]
    after = [run for run in line if run.x0 >= at]
    return (before[-1], after[0]) if before and after and len(before) + len(after) == len(line) else None


def _are_prose(pairs: Sequence[tuple[Run, Run]]) -> bool:
    lengths = [[len(run.text) for run in side] for side in zip(*pairs, strict=True)]
    begins = [run.x0 for _, run in pairs]
    aligned = sum(abs(x - median(begins)) < 15 for x in begins) >= 0.6 * len(begins)
    return aligned and all(median(side) >= _PROSE for side in lengths)


def _bands(lines: Sequence[Sequence[Run]], gutter: float) -> Iterator[tuple[bool, list[Sequence[Run]]]]:
    """Lines that cross the gutter, and lines that do not, in turns."""
    band: list[Sequence[Run]] = []
    before = False
    for line in lines:
        crossing = any(run.x0 < gutter < run.x1 for run in line)
        if band and crossing is not before:
            yield before, band
            band = []
        band.append(line)
        before = crossing
    if band:
        yield before, band


def _flow(lines: Sequence[Sequence[Run]], page: int) -> Iterator[Line]:
    right = max((run.x1 for line in lines for run in line), default=0.0)
    for i, line in enumerate(lines):
        neighbours = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
        is_row = len(line) > 1 and not _is_marked(line) and any(_same_table(line, other) for other in neighbours)
        cells = tuple(run.text for run in line) if is_row else (" ".join(run.text for run in line),)
        yield _line(line, cells, right, page)


def _is_marked(line: Sequence[Run]) -> bool:
    """Whether the first run is only a bullet or a number, set apart from its item."""
    mark = line[0].text
    return len(line) == 2 and (is_bullet_alone(mark) or is_numbered(f"{mark} x"))


def _same_table(line: Sequence[Run], other: Sequence[Run]) -> bool:
    near = abs(line[0].top - other[0].top) < _TABLE_STEP * max(line[0].size, other[0].size)
    return (
        near
        and len(other) > 1
        and any(abs(a.x0 - b.x0) < 6 or abs(a.x1 - b.x1) < 6 for a in line[1:] for b in other[1:])
    )


def _line(runs: Sequence[Run], cells: tuple[str, ...], right: float, page: int) -> Line:
    longest = max(runs, key=lambda run: len(run.text))
    return Line(
        cells,
        runs[0].x0,
        runs[-1].x1,
        min(run.top for run in runs),
        max(run.bottom for run in runs),
        longest.size,
        all(run.bold for run in runs if any(c.isalnum() for c in run.text)),
        right,
        page,
    )
