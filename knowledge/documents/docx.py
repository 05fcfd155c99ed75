"""Reads Word documents: text, lists, tables and text boxes; headers, footers and deletions are left out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.documents import headings
from knowledge.documents.archive import Archive
from knowledge.documents.docx_styles import TITLE, W, styles_of, xml
from knowledge.documents.docx_text import Paragraph, Rows, flow
from knowledge.documents.model import DocumentError
from knowledge.documents.pieces import DEEPEST, Content, Piece, assemble
from knowledge.documents.tidy import bullet, is_numbered, tidy

_CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_LANGUAGE = re.compile(rb'<w:lang [^>]*w:val="([a-zA-Z-]+)"')


def content_of(data: bytes) -> Content:
    """What a Word document says.

    Raises:
        DocumentError: It is broken, protected, something else than DOCX, or grows out of bounds.
    """
    archive = Archive(data)
    body = xml(archive.read("word/document.xml")).find(f"{W}body")
    if body is None:
        raise DocumentError("The Word document has no body. Open it in Word, save it anew, and use that.", "broken")
    styling = archive.read("word/styles.xml")
    pieces = _pieces(_below_title(list(flow(body, styles_of(styling)))))
    titles = [piece.text for piece in pieces if piece.kind == "heading" and piece.level == 1]
    language = _LANGUAGE.search(styling)
    return Content(
        assemble(pieces),
        title=titles[0] if len(titles) == 1 else "" if titles else _core_title(archive.read("docProps/core.xml")),
        language=language[1].decode() if language else "",
    )


def _core_title(core: bytes) -> str:
    node = xml(core).find(_CORE_TITLE) if core else None
    return tidy(node.text or "") if node is not None else ""


def _below_title(found: Sequence[Paragraph | Rows]) -> list[Paragraph | Rows]:
    """Headings with the title's own style outermost, all others one level below it."""
    levels = [one.level for one in found if isinstance(one, Paragraph)]
    shift = TITLE in levels and any(0 < level < TITLE for level in levels)
    made: list[Paragraph | Rows] = []
    for one in found:
        if not isinstance(one, Paragraph) or not one.level:
            made.append(one)
        else:
            made.append(replace(one, level=1 if one.level == TITLE else min(one.level + shift, DEEPEST)))
    return made


def _pieces(found: Sequence[Paragraph | Rows]) -> list[Piece]:
    """Pieces in order; a heading that only stands out is placed below the last one that its style makes one."""
    usual = _usual_size(found)
    sizes = sorted({one.size for one in found if isinstance(one, Paragraph) and not one.level and one.size > usual > 0})
    pieces: list[Piece] = []
    level = 0
    for one in found:
        if isinstance(one, Rows):
            pieces += [Piece(" | ".join(cells), "row") for cells in one.rows]
            continue
        text = tidy(one.text)
        level = one.level or level
        if one.level:
            pieces.append(Piece(text, "heading", one.level))
        elif _stands_out(one, text, usual):
            larger = sum(size > one.size for size in sizes) if one.size > usual else len(sizes)
            pieces.append(Piece(text, "heading", min(level + 1 + larger, DEEPEST)))
        else:
            pieces += _plain(one)
    return pieces


def _usual_size(found: Sequence[Paragraph | Rows]) -> int:
    sizes: Counter[int] = Counter()
    for one in found:
        if isinstance(one, Paragraph):
            sizes[one.size] += len(one.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _stands_out(one: Paragraph, text: str, usual: int) -> bool:
    """A short paragraph that is bold or larger throughout stands for a heading."""
    return (
        (one.bold or one.size > usual > 0) and not one.listed and (headings.may_be(text) or headings.stands_out(text))
    )


def _plain(one: Paragraph) -> Iterator[Piece]:
    """A paragraph or an item; lines with bullets typed by hand are items each."""
    by_hand = any(bullet(line) is not None for line in one.text.split("\n"))
    for line in one.text.split("\n") if by_hand else [one.text]:
        words = bullet(tidy(line))
        kind = "item" if one.listed or words or is_numbered(line) else "paragraph"
        yield Piece(words or tidy(line), "item" if kind == "item" else "paragraph")
