"""Which sources are watched: those that scheme files give an address for, and those that were ingested from one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.sources.shelf import Shelf
from knowledge.deadlines import is_past
from knowledge.model import Deadline, Scheme


@dataclass(frozen=True)
class WatchedSource:
    """An address of a source. One source can have several, when scheme files give it different ones.

    Attributes:
        id: Id of the source.
        url: Where it is published; "" for a document that came as a file, which can expire but not be read again.
        schemes: Ids of the schemes that cite it.
        deadlines: For each scheme whose newest edition has its deadline from this source: its id, the edition's id,
            and the deadline.
    """

    id: str
    url: str
    schemes: tuple[str, ...]
    deadlines: tuple[tuple[str, str, Deadline], ...] = ()

    def expired(self, today: dt.date) -> Iterator[tuple[str, str, Deadline]]:
        """The deadlines that are past, though there is nothing newer."""
        return (entry for entry in self.deadlines if is_past(entry[2], today))


def watched_sources(schemes: Sequence[Scheme], shelf: Shelf) -> list[WatchedSource]:
    """Every source of the schemes, once for each address that is known of it.

    Raises:
        ShelfError: What is kept of a source is damaged.
    """
    urls: dict[str, dict[str, set[str]]] = {}
    for scheme in schemes:
        for source in scheme.sources:
            known = urls.setdefault(source.id, {})
            known.setdefault(source.url or "", set()).add(scheme.id)
    return [
        WatchedSource(source, url, tuple(sorted(ids)), _deadlines(schemes, source) if number == 0 else ())
        for source, known in sorted(urls.items())
        for number, (url, ids) in enumerate(sorted(_addresses(source, known, shelf).items()))
    ]


def _addresses(source: str, known: dict[str, set[str]], shelf: Shelf) -> dict[str, set[str]]:
    """Addresses with the schemes that cite them. Where the current text was fetched, all schemes cite that address."""
    current = shelf.current(source)
    everybody = set[str]().union(*known.values())
    addresses = {url: ids for url, ids in known.items() if url}
    if current and current.origin.url:
        addresses[current.origin.url] = everybody
    return addresses or {"": everybody}


def _deadlines(schemes: Sequence[Scheme], source: str) -> tuple[tuple[str, str, Deadline], ...]:
    """The deadlines that can expire; of an edition that is closed on purpose, none can."""
    newest = [(scheme.id, scheme.edition()) for scheme in schemes]
    return tuple(
        (scheme, edition.id, edition.deadlines.application)
        for scheme, edition in newest
        if edition.deadlines.application.citation.source == source and edition.status != "closed"
    )
