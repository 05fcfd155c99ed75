"""The one way in: bytes of a document become a `Document`, or a `DocumentError` that says why not."""

import hashlib
from collections.abc import Sequence

from knowledge.documents.bounds import check_length
from knowledge.documents.dates import stated
from knowledge.documents.decoding import decode
from knowledge.documents.formats import format_of
from knowledge.documents.language import language_of
from knowledge.documents.marked import blocks_of, is_marked
from knowledge.documents.model import Block, Document, DocumentError
from knowledge.documents.pieces import Content, assemble

LARGEST = 20_000_000  # bytes
_FEWEST_LETTERS = 2
_NEAR_TOP = 3  # blocks
_LONGEST_TITLE = 200  # characters


def read(data: bytes, *, name: str = "", content_type: str = "", largest: int = LARGEST) -> Document:
    """Reads a document in this process; for documents from outside use `read_safely`, which sets bounds.

    What the document says is only ever text: nothing in it is carried out, and no address in it is fetched.

    Args:
        data: The bytes as they were fetched.
        name: The file's name or the page's address; helps where the bytes do not tell what they are.
        content_type: As its sender calls it, e.g. "text/html; charset=iso-8859-1".
        largest: The most bytes that are read.

    Raises:
        DocumentError: It cannot be used; the message says what it is, why, and what to do.
    """
    check_size(data, largest)
    kind = format_of(data, name, content_type)
    content = {"pdf": _pdf, "docx": _docx, "html": _html, "text": _text}[kind](data, content_type)
    check_length(content.blocks)
    if sum(char.isalpha() for block in content.blocks for char in block.text) < _FEWEST_LETTERS:
        raise DocumentError("The document holds no words. Check that the right file was chosen.", "no_words")
    published, updated = stated([*(block.text for block in content.blocks), *content.lines])
    return Document(
        title=content.title or _first_heading(content.blocks),
        format=kind,
        blocks=content.blocks,
        language=language_of(content.blocks, content.language),
        published=published or content.published,
        updated=updated or content.updated,
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=content.warnings,
    )


def check_size(data: bytes, largest: int) -> None:
    """Refuses a document that is larger than what is read, in bytes."""
    if len(data) > largest:
        raise DocumentError(
            f"The document is {len(data) / 1e6:.0f} MB; at most {largest / 1e6:g} MB is read. "
            "Use a smaller version, or only the part that announces the scheme.",
            "too_large",
            megabytes=f"{largest / 1e6:g}",
        )


def _first_heading(blocks: Sequence[Block]) -> str:
    """A heading near the top, or the only one that all others stand under; several schemes give no title."""
    roots = [i for i, block in enumerate(blocks) if block.kind == "heading" and not block.path]
    titled = bool(roots) and (len(roots) == 1 or roots[0] < _NEAR_TOP)
    return blocks[roots[0]].text[:_LONGEST_TITLE] if titled else ""


def _text(data: bytes, content_type: str) -> Content:
    from knowledge.documents.text import pieces_of

    text, warnings = decode(data, charset(content_type))
    blocks = blocks_of(text) if is_marked(text) else assemble(pieces_of(text))
    return Content(blocks, warnings=warnings)


def _html(data: bytes, content_type: str) -> Content:
    from knowledge.documents.html import content_of

    return content_of(data, charset(content_type))


def _pdf(data: bytes, _content_type: str) -> Content:
    from knowledge.documents.pdf import content_of

    return content_of(data)


def _docx(data: bytes, _content_type: str) -> Content:
    from knowledge.documents.docx import content_of

    return content_of(data)


def charset(content_type: str) -> str:
    """The encoding in a content type; empty when it names none."""
    _, _, after = content_type.lower().partition("charset=")
    return after.split(";")[0].strip(" \"'")
