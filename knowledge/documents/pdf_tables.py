"""Tables with lines around their cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.page import Page

from knowledge.documents.pdf_lines import runs_of
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

    def holds(self, char: Mapping[str, Any]) -> bool:
        """Whether a letter stands in it."""
        return _within(char, (self.x0, self.top, self.x1, self.bottom))


def tables_of(page: Page, chars: Sequence[Mapping[str, Any]]) -> list[Table]:
    """The tables of a page that have lines around their cells, at least two rows and two columns with words."""
    if not _FEWEST_EDGES <= len(page.lines) + len(page.rects) <= _MOST_EDGES:
        return []
    made = []
    for found in page.find_tables():
        rows = []
        for row in found.rows:
            cells = [tuple(cell) for cell in row.cells if cell is not None]
            words = tuple(text for cell in cells if (text := _words(cell, chars)))
            if words:
                rows.append((float(row.bbox[1]), words))
        if sum(len(words) > 1 for _, words in rows) > 1 and sum(len(words) for _, words in rows) >= _FEWEST_CELLS:
            x0, top, x1, bottom = found.bbox
            made.append(Table(x0, x1, top, bottom, tuple(rows)))
    return made


def _words(cell: tuple[float, ...], chars: Sequence[Mapping[str, Any]]) -> str:
    inside = [char for char in chars if _within(char, cell)]
    return join_lines(" ".join(run.text for run in line) for line in runs_of(inside))


def _within(char: Mapping[str, Any], box: Sequence[float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])
