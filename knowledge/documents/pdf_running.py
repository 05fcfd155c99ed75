"""What stands on every page of a PDF: headers, footers and page numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from knowledge.documents.pdf_lines import Run

Row = Sequence[Run]  # the runs of one line, from left to right

_EDGE = 3  # lines from the top and the bottom of a page that may be running ones
_MARGIN = 0.13  # of the page's height, at the top and at the bottom
_SHARE = 0.5  # of the pages that a running line stands on at least
_NUMBER = re.compile(
    r"^[-–—\s]*(?:(?:side|page|lysbilde|s\.)\s*)?\d{1,4}(?:\s*(?:av|of|/|\|)\s*\d{1,4})?[-–—\s]*$", re.IGNORECASE
)


def without_running(
    pages: Sequence[Sequence[Row]], heights: Sequence[float], body: float
) -> tuple[list[list[Row]], list[str]]:
    """The lines of each page without those that are repeated at its edge, and the words of those left out.

    Args:
        pages: The lines of each page.
        heights: Of the pages, in points.
        body: The size of most of the letters; larger lines are titles, and stay.
    """
    edges = [_edges(lines, height, body) for lines, height in zip(pages, heights, strict=True)]
    counts = Counter(mark for lines in edges for mark in {_mark(line) for line in lines})
    filled = sum(bool(lines) for lines in pages)
    least = max(2, _SHARE * filled if filled > 3 else 2)
    alternating = _alternating(edges, filled)
    kept: list[list[Row]] = []
    removed: dict[str, None] = {}
    for lines, edge in zip(pages, edges, strict=True):
        out = {id(x) for x in edge if filled > 1 and (counts[_mark(x)] >= least or _mark(x) in alternating)}
        out |= {id(line) for line in edge if _NUMBER.match(_text(line)) and line in (lines[0], lines[-1])}
        removed.update((_text(line), None) for line in lines if id(line) in out)
        kept.append([line for line in lines if id(line) not in out])
    return kept, list(removed)


def _edges(lines: Sequence[Row], height: float, body: float) -> list[Row]:
    in_order = sorted(lines, key=_top)
    top = [line for line in in_order[:_EDGE] if max(run.bottom for run in line) < height * _MARGIN]
    bottom = [line for line in in_order[-_EDGE:] if _top(line) > height * (1 - _MARGIN)]
    return [line for line in (*top, *bottom) if max(run.size for run in line) <= body * 1.1]


def _text(line: Row) -> str:
    return " ".join(run.text for run in line)


def _top(line: Row) -> float:
    return min(run.top for run in line)


def _mark(line: Row) -> tuple[str, int]:
    """What a line says with its numbers left open, and about where it stands."""
    return re.sub(r"\d+", "#", " ".join(_text(line).lower().split())), round(_top(line) / 12)


def _alternating(edges: Sequence[Sequence[Row]], filled: int) -> set[tuple[str, int]]:
    """Lines of every other page, as in a bound book."""
    seen: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for number, lines in enumerate(edges):
        for line in lines:
            seen[_mark(line)].append(number)
    return {
        mark
        for mark, numbers in seen.items()
        if filled >= 6 and len(numbers) >= filled * 0.4 and len({number % 2 for number in numbers}) == 1
    }
