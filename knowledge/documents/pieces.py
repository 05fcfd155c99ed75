"""From what a reader finds, in order, to blocks that know which headings they stand under."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.documents.bounds import in_path
from knowledge.documents.model import Block, BlockKind
from knowledge.remarks import Remark

DEEPEST = 6  # levels of headings


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before its headings are known.

    Attributes:
        text: Its words, tidied. An empty heading closes the headings of its level and below.
        kind: What it is.
        level: A heading's level, 1 to 6; 0 for other blocks.
        page: The page it begins on, from 1; None without pages.
    """

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader of one format finds; `lines` are further lines that may tell dates."""

    blocks: tuple[Block, ...]
    title: str = ""
    language: str = ""
    published: dt.date | None = None
    updated: dt.date | None = None
    lines: Sequence[str] = ()
    warnings: tuple[Remark, ...] = ()


def close(level: int, page: int | None = None) -> Piece:
    """A piece that ends the headings of a level and below, so that what follows does not stand under them."""
    return Piece("", "heading", level, page)


def assemble(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """Blocks with the headings that each stands under; pieces without words are left out."""
    blocks: list[Block] = []
    open_headings: list[tuple[int, str]] = []
    path: tuple[str, ...] = ()  # one for all blocks under the same headings
    for piece in pieces:
        level = min(max(piece.level, 1), DEEPEST) if piece.kind == "heading" else 0
        if level:
            while open_headings and open_headings[-1][0] >= level:
                open_headings.pop()
            path = tuple(text for _, text in open_headings)
        if piece.text:
            blocks.append(Block(piece.text, piece.kind, level, piece.page, path))
        if level and piece.text:
            open_headings.append((level, in_path(piece.text)))
            path = (*path, open_headings[-1][1])
    return tuple(blocks)
