"""What a PDF page draws, with only what reading needs of it; pdfplumber's own objects hold more and take twice as long."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pdfminer.layout import LTChar, LTComponent, LTContainer, LTCurve, LTImage
from pdfplumber.page import Page

Drawn = Mapping[str, Any]  # places in points from the page's upper left corner, and what can be seen


@dataclass(frozen=True, slots=True)
class Objects:
    """What a page draws.

    Attributes:
        chars: Letters: text, x0, x1, top, bottom, size, upright, matrix, fontname, non_stroking_color.
        areas: Filled shapes and images, which may stand behind letters: x0, x1, top, bottom, non_stroking_color.
        edges: How many lines and rectangles there are.
    """

    chars: list[Drawn]
    areas: list[Drawn]
    edges: int


def objects_of(page: Page) -> Objects:
    """The letters and areas of a page, those of forms inside it too."""
    height = float(page.height)
    chars: list[Drawn] = []
    areas: list[Drawn] = []
    edges = 0
    stack: list[Any] = list(reversed(list(page.layout)))
    while stack:
        item = stack.pop()
        if isinstance(item, LTChar):
            chars.append(_char(item, height))
        elif isinstance(item, LTContainer):
            stack.extend(reversed(list(item)))
        elif isinstance(item, LTCurve | LTImage):
            edges += isinstance(item, LTCurve)
            if isinstance(item, LTImage) or item.fill:
                colour = _colour(item.non_stroking_color) if isinstance(item, LTCurve) else None
                areas.append({**_place(item, height), "non_stroking_color": colour})
    return Objects(chars, areas, edges)


def _place(item: LTComponent, height: float) -> dict[str, Any]:
    return {"x0": item.x0, "x1": item.x1, "top": height - item.y1, "bottom": height - item.y0}


def _char(item: LTChar, height: float) -> Drawn:
    return {
        **_place(item, height),
        "text": item.get_text(),
        "size": item.size,
        "upright": item.upright,
        "matrix": item.matrix,
        "fontname": item.fontname if isinstance(item.fontname, str) else "",
        "non_stroking_color": _colour(item.graphicstate.ncolor),
    }


def _colour(colour: Any) -> tuple[Any, ...] | None:
    return tuple(colour) if isinstance(colour, list | tuple) else None if colour is None else (colour,)
