"""From the letters of a PDF page to runs of text on lines, with what can be seen of them: place, size, weight."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from knowledge.documents.pdf_objects import Drawn

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|fett", re.IGNORECASE)
_SPACE = 0.22  # of the letter size: a wider gap parts two words
_RUN_GAP = 0.9  # of the letter size: a wider gap parts two runs, as between columns or cells
_SAME_PLACE = 0.1  # of the letter size
_SMALLEST = 3.0  # points; smaller letters cannot be read
_RAISED = 0.8  # of the line's size: a smaller digit is the mark of a footnote


@dataclass(frozen=True, slots=True)
class Run:
    """Words on one line without a wide gap. Coordinates are points from the page's upper left corner.

    Attributes:
        text: The words.
        x0, x1, top, bottom: Where they stand.
        size: Of most of the letters, in points.
        bold: Whether all of them are bold.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """The letters of a page that can be seen, and whether white ones without anything behind them were left out."""

    chars: list[Drawn]
    white: bool
    rotated: bool


def visible(chars: Sequence[Drawn], width: float, height: float, behind: Sequence[Drawn]) -> Seen:
    """Letters inside the page, large enough, not white on white, each once.

    Args:
        chars: What the page draws.
        width: Of the page, in points.
        height: Of the page.
        behind: Filled areas and images, which may put a colour behind white letters.
    """
    upright = [char for char in chars if char.get("upright", True)]
    rotated = len(upright) * 2 < len(chars)
    turned = [_turned(char, width, height) for char in chars if not char.get("upright", True)] if rotated else upright
    coloured = [area for area in behind if not _is_white(area.get("non_stroking_color"))]
    kept: list[Drawn] = []
    white = False
    seen: dict[tuple[str, int, int], float] = {}
    for char in turned:
        if char["size"] < _SMALLEST or not (rotated or _inside(char, width, height)) or _is_again(char, seen):
            continue
        if _is_white(char.get("non_stroking_color")) and not any(_covers(area, char) for area in coloured):
            white = white or char["text"].isalnum()
            continue
        kept.append(char)
    return Seen(kept, white, len(upright) < len(chars))


def _is_again(char: Drawn, seen: dict[tuple[str, int, int], float]) -> bool:
    """Whether a letter was drawn on top of itself, as some programs do for boldness; remembers it otherwise."""
    top, column = round(char["top"]), int(char["x0"])
    near = (seen.get((char["text"], top, column + step)) for step in (-1, 0, 1))
    if any(x0 is not None and abs(x0 - char["x0"]) < _SAME_PLACE * char["size"] for x0 in near):
        return True
    seen[char["text"], top, column] = char["x0"]
    return False


def _turned(char: Drawn, width: float, height: float) -> dict[str, Any]:
    """A letter of a page whose text runs along its long side, as if the page were turned."""
    up = (char.get("matrix") or (0, 1, 0, 0, 0, 0))[1] > 0
    if up:
        x0, x1, top, bottom = height - char["bottom"], height - char["top"], char["x0"], char["x1"]
    else:
        x0, x1, top, bottom = char["top"], char["bottom"], width - char["x1"], width - char["x0"]
    return {**char, "x0": x0, "x1": x1, "top": top, "bottom": bottom, "size": bottom - top}


def _inside(char: Drawn, width: float, height: float) -> bool:
    return bool(-2 <= char["x0"] <= width + 2 and -2 <= char["top"] <= height + 2)


def _is_white(colour: Any) -> bool:
    if not isinstance(colour, list | tuple) or not colour or not all(isinstance(part, int | float) for part in colour):
        return False
    return all(part <= 0.03 for part in colour) if len(colour) == 4 else all(part >= 0.97 for part in colour)


def _covers(area: Drawn, char: Drawn) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(area["x0"] <= x <= area["x1"] and area["top"] <= y <= area["bottom"])


def drawn_bullets(areas: Iterable[Drawn], chars: Sequence[Drawn]) -> list[dict[str, Any]]:
    """Bullets that are drawn as small filled shapes instead of letters, as browsers do, as letters."""
    starts = sorted({(round(char["top"]), char["bottom"], char["size"]) for char in chars if char["text"].strip()})
    tops = [top for top, _, _ in starts]
    made = []
    for area in areas:
        width, height = area["x1"] - area["x0"], area["bottom"] - area["top"]
        if not 1.5 <= width <= 8 or not 0.7 <= width / max(height, 0.1) <= 1.4:
            continue
        middle = (area["top"] + area["bottom"]) / 2
        near = starts[bisect_left(tops, middle - 30) : bisect_left(tops, middle)]
        line = next(((top, bottom, size) for top, bottom, size in near if bottom > middle and size > height), None)
        if line:
            made.append({**area, "text": "•", "top": line[0], "bottom": line[1], "size": line[2], "fontname": ""})
    return made


def runs_of(chars: Iterable[Drawn]) -> list[list[Run]]:
    """The lines of a page from top to bottom, each with its runs from left to right."""
    return [runs for line in _lines(chars) if (runs := _runs(line))]


def _lines(chars: Iterable[Drawn]) -> list[list[Drawn]]:
    """Letters that stand on one line: their middles are close, and what is smaller stands within what is larger."""
    lines: list[list[Drawn]] = []
    middle = size = 0.0
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        here = (char["top"] + char["bottom"]) / 2
        if lines and abs(here - middle) < 0.4 * max(size, char["size"]):
            lines[-1].append(char)
            if char["size"] > size * 1.05:
                middle, size = here, char["size"]
        else:
            lines.append([char])
            middle, size = here, char["size"]
    return lines


def _runs(line: Sequence[Drawn]) -> list[Run]:
    size = Counter(round(char["size"], 1) for char in line if char["text"].strip()).most_common(1)
    if not size:
        return []
    usual = size[0][0]
    runs: list[list[Drawn]] = [[]]
    for char in sorted(line, key=lambda c: c["x0"]):
        if _is_note_mark(char, usual, line):
            continue
        if runs[-1] and char["text"].strip() and char["x0"] - _right(runs[-1]) > _RUN_GAP * usual:
            runs.append([])
        runs[-1].append(char)
    return [run for chars in runs if (run := _run(chars)) is not None]


def _right(chars: Sequence[Drawn]) -> float:
    """Where the last letter of a run ends; spaces at the end do not count."""
    return float(next((char["x1"] for char in reversed(chars) if char["text"].strip()), chars[0]["x0"]))


def _is_note_mark(char: Drawn, usual: float, line: Sequence[Drawn]) -> bool:
    """A small raised digit after larger letters: «2025¹» must not become «20251»."""
    if not (char["text"].isdigit() or char["text"] in "*†‡") or char["size"] > usual * _RAISED:
        return False
    return bool(
        char["bottom"] < median(other["bottom"] for other in line if other["size"] > usual * _RAISED) - usual * 0.1
    )


def _run(chars: Sequence[Drawn]) -> Run | None:
    words, last = "", None
    for char in chars:
        gap = char["x0"] - last["x1"] if last is not None else 0.0
        letter = char["text"]
        if letter.startswith("(cid:"):  # a glyph without a character; first on a line it is nearly always a bullet
            letter = "\ufffd" if words else "• "
        words += (" " if gap > _SPACE * char["size"] and not words.endswith(" ") else "") + letter
        last = char
    inked = [char for char in chars if char["text"].strip()]
    if not inked:
        return None
    size = Counter(round(char["size"] * 2) / 2 for char in inked).most_common(1)[0][0]
    return Run(
        words.strip(),
        inked[0]["x0"],
        max(char["x1"] for char in inked),
        min(char["top"] for char in inked),
        max(char["bottom"] for char in inked),
        size,
        all(_BOLD.search(char.get("fontname", "")) for char in inked if char["text"].isalnum()),
    )
