"""Tables with lines around their cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from pdfplumber.page import Page

from knowledge.documents.pdf_lines import runs_of
from knowledge.documents.pdf_objects import Drawn
from knowledge.documents.tidy import join_lines

_FEWEST_EDGES = 6
_MOST_EDGES = 3000  # more is a drawing
_FEWEST_CELLS = 4


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a page, in points from the upper left corner; `rows` holds each row's top and the words of its cells."""

    x0: float
    x1: float
    top: float
    bottom: float
    rows: tuple[tuple[float, tuple[str, ...]], ...]

    def holds(self, char: Drawn) -> bool:
        """Whether a letter stands in it."""
        return _within(char, (self.x0, self.top, self.x1, self.bottom))


def tables_of(page: Page, chars: Sequence[Drawn], edges: int) -> list[Table]:
    """The tables of a page that have lines around their cells, at least two rows and two columns with words.

    Args:
        page: The page.
        chars: The letters that can be seen on it.
        edges: How many lines and rectangles it draws.
    """
    if not _FEWEST_EDGES <= edges <= _MOST_EDGES:
        return []
    left, above = float(page.mediabox[0]), float(page.mediabox[1])  # pdfplumber counts from the paper's corner
    made = []
    for found in page.find_tables():
        rows = []
        for row in found.rows:
            cells = [_moved(cell, left, above) for cell in row.cells if cell is not None]
            words = tuple(text for cell in cells if (text := _words(cell, chars)))
            if words:
                rows.append((float(row.bbox[1]) - above, words))
        if sum(len(words) > 1 for _, words in rows) > 1 and sum(len(words) for _, words in rows) >= _FEWEST_CELLS:
            x0, top, x1, bottom = _moved(found.bbox, left, above)
            made.append(Table(x0, x1, top, bottom, tuple(rows)))
    return made


def _moved(box: Sequence[float], left: float, above: float) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box
    return x0 - left, top - above, x1 - left, bottom - above


def _words(cell: tuple[float, ...], chars: Sequence[Drawn]) -> str:
    inside = [char for char in chars if _within(char, cell)]
    return join_lines(" ".join(run.text for run in line) for line in runs_of(inside))


def _within(char: Drawn, box: Sequence[float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])
