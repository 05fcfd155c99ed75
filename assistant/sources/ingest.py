"""Takes in a document, from a file or from a publisher's page: keeps it, and opens citations word for word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.sources.fetch import fetch
from assistant.sources.policy import Policy
from assistant.sources.reading import Read, read_document
from assistant.sources.shelf import Shelf, check_id
from assistant.sources.versions import Origin, ShelfError, Version
from knowledge.documents import as_text
from knowledge.documents.model import Document, DocumentError
from knowledge.model import Scheme
from knowledge.passages import Passages

_WEB = ("https://", "http://")


@dataclass(frozen=True)
class Taken:
    """Bytes of a document, and where they come from."""

    data: bytes
    origin: Origin


@dataclass(frozen=True)
class Ingested:
    """A document that has been taken in.

    Attributes:
        version: What is known of it.
        document: What was read.
        text: The file that citations open; None when the document waits for an editor.
        unseen: Locators of citations that do not stand in the text word for word.
    """

    version: Version
    document: Document
    text: Path | None
    unseen: tuple[str, ...] = ()


async def take(place: str, policy: Policy) -> Taken:
    """The bytes at a place.

    Args:
        place: The path of a file, or an https address.
        policy: What may be fetched, and how much.

    Raises:
        FetchRefused: The address may not be fetched.
        FetchFailed: It could not be.
        DocumentError: The file cannot be read, or is too large.
    """
    if place.lower().startswith(_WEB):
        got = await fetch(place, policy)
        return Taken(got.data, Origin(url=got.final_url, media_type=got.content_type))
    return _from_file(Path(place), policy.max_bytes)


def ingest(
    taken: Taken,
    source: str | None,
    schemes: Sequence[Scheme],
    shelf: Shelf,
    *,
    read_at: int,
    read: Read = read_document,
) -> Ingested:
    """Keep a document. As the document of a source that schemes cite, it becomes what citations open; else it waits.

    Args:
        taken: The document.
        source: Id of the source that it is; without one it is the source that has it already, or a new one that is
            named by the document's title.
        schemes: All schemes.
        shelf: Where documents are kept.
        read_at: Now, in seconds since 1970.
        read: How bytes become a document.

    Raises:
        DocumentError: It cannot be used.
        ShelfError: Nobody has a source of that id, or what is kept of it is damaged.
        OSError: It cannot be kept.
    """
    cited = {one.id for scheme in schemes for one in scheme.sources}
    if source is not None:
        _check_known(source, cited, shelf)
    document = read(taken.data, taken.origin)
    name = source or shelf.owner(document.sha256) or shelf.id_for(document.title, taken.origin, cited)
    version = shelf.put(name, taken.data, document, taken.origin, read_at=read_at)
    if source is None or source not in cited:
        return Ingested(version, document, None)
    text = as_text(document)
    return Ingested(version, document, shelf.adopt(version, text), tuple(unseen_locators(source, text, schemes)))


def unseen_locators(source: str, text: str, schemes: Sequence[Scheme]) -> list[str]:
    """Locators of a source's citations that do not stand in a text of it word for word."""
    passages = Passages({source: text})
    citations = [ref for scheme in schemes for edition in scheme.editions for _, ref in edition.citations()]
    locators = sorted({ref.locator for ref in citations if ref.source == source})
    found = {locator: passages.find(source, locator) for locator in locators}
    return [at for at in locators if not found[at] or not all(passage.exact for passage in found[at])]


def _from_file(path: Path, max_bytes: int) -> Taken:
    try:
        if not path.is_file():
            raise DocumentError(
                f"there is no file {path}. Give the path of a document, or an address with https://.", "no_file"
            )
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise DocumentError(
            f"{path} cannot be read: {error.strerror}. Check the path and who may read it.", "no_file"
        ) from None
    if len(data) > max_bytes:
        raise DocumentError(
            f"{path} is larger than {max_bytes / 1e6:g} MB. No announcement is that large.",
            "too_large",
            megabytes=f"{max_bytes / 1e6:g}",
        )
    return Taken(data, Origin(name=path.name.encode("utf-8", "replace").decode()))


def _check_known(source: str, cited: set[str], shelf: Shelf) -> None:
    check_id(source)
    known = cited | set(shelf.sources())
    if source not in known:
        raise ShelfError(
            f"no scheme has a source '{source}'. Known: {', '.join(sorted(known))}. "
            "Leave out --source for a document that no scheme cites yet."
        )
