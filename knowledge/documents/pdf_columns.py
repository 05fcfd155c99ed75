"""The order in which a page is read: column by column where there are columns, and which lines are rows of a table."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from knowledge.documents.pdf_lines import Run
from knowledge.documents.tidy import is_bullet_alone, is_numbered

_FEWEST_ROWS = 4  # lines of a column
_BESIDE = 3.0  # points; so far left of the second column its gutter is looked for
_ALIGNED = 15.0  # points that the lines of a column may begin apart, as items do
_NEW_PART = 0.8  # of the letter size
_A_WHILE = 3  # lines
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
        if crossing or not _are_columns(band, gutter):
            made += list(_flow(band, page)) if crossing else in_order(band, page)
            continue
        for side in (True, False):
            column = [[run for run in line if (run.x0 < gutter) is side] for line in band]
            made += in_order([line for line in column if line], page)
    return made


def _gutter(lines: Sequence[Sequence[Run]]) -> float | None:
    """Where a column of prose ends and the next begins; None where all lines belong together."""
    begins = Counter(round(run.x0) for line in lines for run in line)
    places = [float(x) - _BESIDE for x, number in begins.items() if number >= _FEWEST_ROWS]
    held = {
        at: sum(len(band) for cross, band in _bands(lines, at) if not cross and _are_columns(band, at)) for at in places
    }
    best = max(held, key=lambda at: held[at], default=None)
    return best if best is not None and held[best] else None


def _are_columns(band: Sequence[Sequence[Run]], gutter: float) -> bool:
    """Whether prose stands side by side on both sides of a gutter; cells of a table are shorter than prose."""
    left = [run for line in band for run in line if run.x1 <= gutter]
    right = [run for line in band for run in line if run.x0 >= gutter]
    if min(len(left), len(right)) < _FEWEST_ROWS:
        return False
    beside = [run for run in left if run.bottom > right[0].top and run.top < right[-1].bottom]
    aligned = sum(abs(run.x0 - median(run.x0 for run in right)) < _ALIGNED for run in right) >= 0.6 * len(right)
    return (
        len(beside) >= _FEWEST_ROWS - 1
        and aligned
        and all(median(len(run.text) for run in side) >= _PROSE for side in (left, right))
    )


def _bands(lines: Sequence[Sequence[Run]], gutter: float) -> Iterator[tuple[bool, list[Sequence[Run]]]]:
    """Lines that cross the gutter, and lines that do not, in turns; what comes after the columns is a band of its own."""
    band: list[Sequence[Run]] = []
    before = False
    for i, line in enumerate(lines):
        crossing = any(run.x0 < gutter < run.x1 for run in line)
        if band and (crossing is not before or (not crossing and _comes_after(band[-1], lines[i:], gutter))):
            yield before, band
            band = []
        band.append(line)
        before = crossing
    if band:
        yield before, band


def _comes_after(above: Sequence[Run], below: Sequence[Sequence[Run]], gutter: float) -> bool:
    """Whether a line on the left begins something new: after a space, and with nothing beside it for a while."""
    first = below[0][0]
    if len(below[0]) > 1 or first.x1 > gutter:
        return False
    space = first.top - max(run.bottom for run in above) > _NEW_PART * first.size
    return space and all(run.x1 <= gutter or run.x0 < gutter for line in below[:_A_WHILE] for run in line)


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
