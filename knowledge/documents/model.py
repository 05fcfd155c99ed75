"""What a document is after it has been read: blocks in reading order, each with its place.

Readers for each format make it (`knowledge.documents.read`); passages, drafts and search are made from it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from knowledge.remarks import Remark, remark

Format = Literal["pdf", "docx", "html", "text"]
BlockKind = Literal["heading", "paragraph", "item", "row"]


class DocumentError(ValueError):
    """A document cannot be used. The message says what happened, why, and what to do, in English for commands and logs.

    Attributes:
        told: The same as a code with values, for a page that says it in its own language.
    """

    def __init__(self, message: str, code: str, **values: object) -> None:
        super().__init__(message)
        self.told: Remark = remark(code, **values)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row, word for word.

    Attributes:
        text: The words as they stand; runs of white space are one space, a table row's cells are joined by " | ".
        kind: What it is.
        level: A heading's level, 1 (outermost) to 6; 0 for other blocks.
        page: The page or slide it begins on, from 1; None where the format has none (HTML, DOCX, unpaged text).
        path: The headings that it stands under, outermost first, very long ones cut (`bounds.in_path`); a heading's own
            text is not in its path.
    """

    text: str
    kind: BlockKind
    level: int = 0
    page: int | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document that has been read.

    Attributes:
        title: As the document calls itself; empty when it does not.
        format: What it was read from.
        blocks: In reading order, without what stands on every page (headers, footers, menus).
        language: What it is written in: "nb", "nn", "en", "se" and so on; "mixed" for both målformer; "" unknown.
        published: The day it says it was first published, if it says so.
        updated: The day it says it was last changed, if it says so.
        sha256: Of the original bytes, in hexadecimal.
        warnings: What could not be read, or was left out.
    """

    title: str
    format: Format
    blocks: tuple[Block, ...]
    language: str
    published: dt.date | None
    updated: dt.date | None
    sha256: str
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks under one heading, or on one slide without headings: what a citation points to.

    Attributes:
        locator: «Heading», «Outer heading: heading» or «side 3» / «lysbilde 3»; unique in its document, and the same
            after the document has been read again unless its headings have changed. `Passages.find` finds it.
        text: The section's own words, the heading left out; blocks are separated by a blank line.
        first: Index in `Document.blocks` of its first block, the heading included.
        last: Index of its last block.
    """

    locator: str
    text: str
    first: int
    last: int
