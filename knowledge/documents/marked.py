"""A read document as one plain text, and back: the form in which it is kept beside the original.

Blocks are separated by blank lines; each page ends with a form feed. A heading begins with one # for each level, an
item with a bullet, a table row with a bar. A run of # alone ends the headings of that level and below; a document begins with one when its first block
stands under no heading. That way a short paragraph is never taken for a heading.
"""

import re
from collections.abc import Iterator

from knowledge.documents.model import Block, Document
from knowledge.documents.pieces import Piece, assemble, close

_MARK = re.compile(r"^(#{1,6})(?: (.*))?$", re.DOTALL)
_ITEM = "• "
_ROW = "| "
_BLANK = re.compile(r"\n[ \t]*\n")
_ESCAPED = re.compile(r"^\\(?=\\*[#•|])")
_NEEDS_ESCAPE = re.compile(r"^\\*[#•|]")


def as_text(document: Document) -> str:
    """The document's words as plain text with its headings, items and pages marked (see the module)."""
    pages: dict[int, list[str]] = {}
    for page, line in _lines(document.blocks):
        pages.setdefault(page, []).append(line)
    written = ["\n\n".join(pages.get(page, ())) + "\n" for page in range(1, max(pages, default=0) + 1)]
    paged = any(block.page is not None for block in document.blocks)
    return "".join(f"{page}\f\n" for page in written) if paged else "".join(written)


def is_marked(text: str) -> bool:
    """Whether a text has the form that `as_text` gives: its first block is a heading or a mark."""
    return bool(re.match(r"\s*#{1,6}(?: |\r?\n|$)", text))


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks that `as_text` made a text of: the same words, kinds, levels, pages and paths."""
    pages = text.split("\f")
    return assemble(
        _piece(part.strip(), number if len(pages) > 1 else None)
        for number, page in enumerate(pages, 1)
        for part in _BLANK.split(page)
        if part.strip()
    )


def shown(block: Block) -> str:
    """A block as a reader sees it: an item with its bullet, all else as its words stand."""
    return _ITEM + block.text if block.kind == "item" else block.text


def _lines(blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """Each block as it is written, with its page; before a block that stands under fewer headings, what ends them."""
    page, standing = 1, [0]  # levels of the headings that are open; 0 is the document
    for index, block in enumerate(blocks):
        page = max(page, block.page or 1)
        if block.kind == "heading":
            while standing[-1] >= block.level:
                standing.pop()
        if len(block.path) < len(standing) - 1:
            yield page, "#" * standing[len(block.path) + 1]
            del standing[len(block.path) + 1 :]
        elif index == 0 and block.kind != "heading":
            yield page, "#"
        yield page, _written(block)
        if block.kind == "heading":
            standing.append(block.level)


def _written(block: Block) -> str:
    if block.kind == "heading":
        return f"{'#' * block.level} {block.text}"
    if block.kind in ("item", "row"):
        return (_ITEM if block.kind == "item" else _ROW) + block.text
    return f"\\{block.text}" if _NEEDS_ESCAPE.match(block.text) else block.text


def _piece(part: str, page: int | None) -> Piece:
    if mark := _MARK.match(part):
        level, text = len(mark[1]), " ".join((mark[2] or "").split())
        return Piece(text, "heading", level, page) if text else close(level, page)
    if part.startswith(_ITEM):
        return Piece(part.removeprefix(_ITEM), "item", page=page)
    if part.startswith(_ROW):
        return Piece(part.removeprefix(_ROW), "row", page=page)
    return Piece(_ESCAPED.sub("", part), page=page)
