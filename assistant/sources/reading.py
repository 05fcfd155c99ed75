"""How bytes that were fetched or chosen become a document, and what has changed since the last time."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from assistant.sources.differences import SectionChange, compare
from assistant.sources.shelf import Shelf
from assistant.sources.versions import Origin, Version
from knowledge.documents import read_safely, sections
from knowledge.documents.model import Document

Read = Callable[[bytes, Origin], Document]
"""Bytes and where they come from in, a document out; DocumentError when they cannot be used."""


def read_document(data: bytes, origin: Origin) -> Document:
    """A document from outside, read in a process with bounds. It takes its time: call it in a thread.

    Raises:
        DocumentError: It cannot be used.
    """
    name = origin.name or urlsplit(origin.url).path.rpartition("/")[2]
    return read_safely(data, name=name, content_type=origin.media_type)


def changes_since(version: Version, document: Document, shelf: Shelf, read_bytes: Read) -> tuple[SectionChange, ...]:
    """What a document says otherwise than a version that is kept.

    The old one is read again from its original, so that a reader that has become better does not look like a change.

    Raises:
        ShelfError: The original is not kept any more.
        DocumentError: It cannot be read any more.
    """
    before = read_bytes(shelf.original(version), version.origin)
    return compare(sections(before), sections(document))
