"""Slides: each stands for itself, under the scheme that the slides before it are about."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.documents.headings import names_scheme
from knowledge.documents.pieces import Piece, close


def as_slides(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of a slide show: schemes outermost, and no slide under the heading of the slide before.

    Where the titles of schemes look like the other titles, the others are put one level below them.
    """
    nested = _nested(pieces)
    schemes = [piece.level for piece in nested if piece.kind == "heading" and names_scheme(piece.text)]
    inner = min(schemes) + 1 if schemes else 1
    made: list[Piece] = []
    page = None
    for piece in nested:
        if piece.page != page and page is not None and piece.kind != "heading":
            made.append(close(inner, piece.page))
        made.append(piece)
        page = piece.page
    return made


def _nested(pieces: Sequence[Piece]) -> list[Piece]:
    levels = [p.level for p in pieces if p.kind == "heading" and names_scheme(p.text)]
    if not levels:
        return list(pieces)
    level = min(levels)
    shared = any(p.kind == "heading" and p.level == level and not names_scheme(p.text) for p in pieces)
    return [
        replace(p, level=p.level + 1)
        if shared and p.kind == "heading" and p.level >= level and not (p.level == level and names_scheme(p.text))
        else p
        for p in pieces
    ]
