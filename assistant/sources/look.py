"""One look at one address of a source."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from assistant.sources.differences import SectionChange
from assistant.sources.failures import FetchFailed, FetchRefused
from assistant.sources.fetch import Fetched, Validators
from assistant.sources.observations import Kind, Observation, change_detail
from assistant.sources.reading import Read, changes_since
from assistant.sources.register import Look
from assistant.sources.shelf import Shelf
from assistant.sources.tables import SourceWatchRow
from assistant.sources.versions import Origin, ShelfError, Version
from assistant.sources.watched import WatchedSource
from knowledge.documents.model import Document, DocumentError
from knowledge.remarks import Remark

Fetch = Callable[[str, Validators], Awaitable[Fetched]]
_GONE = frozenset({404, 410})


@dataclass(frozen=True)
class Seen:
    """What a look gave.

    Attributes:
        look: What to write down of it.
        observations: What has become of the source.
        document: What it says, when that was read for the first time or has changed.
    """

    look: Look
    observations: tuple[Observation, ...]
    document: Document | None = None


@dataclass(frozen=True)
class Looker:
    """Looks at addresses.

    Attributes:
        fetch: Fetches an address.
        shelf: Where what is read is kept.
        read: How bytes become a document.
        clock: Seconds since 1970.
    """

    fetch: Fetch
    shelf: Shelf
    read: Read
    clock: Callable[[], float]

    async def look(self, source: WatchedSource, before: SourceWatchRow | None, today: dt.date) -> Seen:
        """Fetch an address and compare it with what was there.

        Args:
            source: What to look at.
            before: What the last look gave, if there was one.
            today: The day on which a source that is gone is said to be.

        Raises:
            OSError: What was read cannot be kept.
        """
        try:
            return await self._look(source, before, today)
        except ShelfError as error:
            return _missed(source, "unreadable", 0, why=str(error))

    async def _look(self, source: WatchedSource, before: SourceWatchRow | None, today: dt.date) -> Seen:
        kept = await asyncio.to_thread(self._kept, source, before)
        known = Validators(before.etag, before.last_modified) if before and kept else Validators()
        try:
            got = await self.fetch(source.url, known)
        except FetchRefused as refused:
            return _missed(source, "unreachable", 0, why=str(refused), told=_plain(refused.told), refused=True)
        except FetchFailed as failed:
            return await self._failed(source, before, failed, today)
        await asyncio.to_thread(self.shelf.mark_gone, source.id, source.url, None)
        seen = await asyncio.to_thread(self._compare, source, kept, got)
        moved = _observation(source, "moved", to=got.moved_to)
        return replace(seen, observations=(*seen.observations, moved)) if got.moved_to else seen

    def _kept(self, source: WatchedSource, before: SourceWatchRow | None) -> Version | None:
        return self.shelf.version(source.id, before.sha256) if before and before.sha256 else None

    async def _failed(
        self, source: WatchedSource, before: SourceWatchRow | None, failed: FetchFailed, today: dt.date
    ) -> Seen:
        """Gone, if the last look said so too; otherwise only out of reach."""
        status = failed.status or 0
        if status in _GONE and before is not None and before.last_status in _GONE:
            if source.url not in await asyncio.to_thread(self.shelf.gone, source.id):
                await asyncio.to_thread(self.shelf.mark_gone, source.id, source.url, today)
            return _missed(source, "gone", status)
        return _missed(source, "unreachable", status, why=str(failed), told=_plain(failed.told))

    def _compare(self, source: WatchedSource, kept: Version | None, got: Fetched) -> Seen:
        """What an answer says, beside the version from the last time. Runs in a thread."""
        if got.status == 304 or (kept and hashlib.sha256(got.data).hexdigest() == kept.sha256):
            return _unchanged(source, got)
        origin = Origin(url=got.final_url, media_type=got.content_type)
        try:
            document = self.read(got.data, origin)
        except DocumentError as error:
            return _missed(source, "unreadable", got.status, why=str(error), told=_plain([error.told]))
        changes = self._changes(kept, document)
        if changes == ():
            return _unchanged(source, got)
        version = self.shelf.put(source.id, got.data, document, origin, read_at=int(self.clock()))
        look = replace(_answered(source, got), changed=changes is not None, sha256=version.sha256)
        if kept is None or changes is None:
            return Seen(look, (_observation(source, "first"),), document)
        detail = change_detail(changes, kept.sha256, version.sha256)
        return Seen(look, (_observation(source, "changed", **detail),), document)

    def _changes(self, kept: Version | None, document: Document) -> tuple[SectionChange, ...] | None:
        """None when there is nothing to compare with: no version, or one that is lost or cannot be read any more."""
        if kept is None:
            return None
        try:
            return changes_since(kept, document, self.shelf, self.read)
        except (ShelfError, DocumentError):
            return None


def _plain(told: Iterable[Remark]) -> list[dict[str, Any]]:
    """Codes and values as they are kept in a finding, so that a page says them in its own language."""
    return [asdict(each) for each in told]


def _observation(source: WatchedSource, kind: Kind, **detail: Any) -> Observation:
    return Observation(source.id, source.url, source.schemes, kind, detail)


def _missed(source: WatchedSource, kind: Kind, status: int, **detail: Any) -> Seen:
    look = Look(source.id, source.url, source.schemes, status, read=False)
    return Seen(look, (_observation(source, kind, status=status, **detail),))


def _unchanged(source: WatchedSource, got: Fetched) -> Seen:
    return Seen(_answered(source, got), (_observation(source, "unchanged"),))


def _answered(source: WatchedSource, got: Fetched) -> Look:
    """A look that gave a document; an answer without validators keeps the old ones only when nothing was sent."""
    keep = got.status == 304
    return Look(
        source=source.id,
        url=source.url,
        schemes=source.schemes,
        status=got.status,
        read=True,
        etag=(got.etag or None) if keep else got.etag,
        last_modified=(got.last_modified or None) if keep else got.last_modified,
    )
