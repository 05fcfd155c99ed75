"""What the watch knows of each source, and what it has found that an editor must see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.conversations.database import Database
from assistant.conversations.together import take_turns
from assistant.sources.tables import SourceFindingRow, SourceWatchRow

WATCH = "watch"
"""Who resolves what has passed by itself."""
PASSING = frozenset({"gone", "unreachable", "unreadable"})
"""Kinds of findings that are over as soon as the source has been read again."""
FADING = PASSING | {"moved", "expired"}
"""Kinds of findings that concern nobody when the source is not watched any more."""


@dataclass(frozen=True)
class Look:
    """What one look at an address gave: the new values of its row; None leaves the old one.

    Attributes:
        source: Id of the source.
        url: The address that was looked at.
        schemes: Ids of the schemes that cite it.
        status: HTTP status; 0 when there was no answer.
        read: Whether there was a document, new or unchanged.
        changed: Whether it says something else than before.
        etag: For the next look.
        last_modified: For the next look.
        sha256: The version on the shelf to compare with next time.
    """

    source: str
    url: str
    schemes: tuple[str, ...]
    status: int
    read: bool
    changed: bool = False
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Found:
    """Something to tell an editor.

    Attributes:
        source: Id of the source.
        url: Its address; "" when it does not matter.
        scheme: Id of the scheme that it concerns; "" when there are several.
        kind: What it is.
        detail: What an editor needs to know of it.
        again: When it is told again: `always`; `once`, not while `detail` stays the same; `after_reading`, not before
            the source has been read in between.
    """

    source: str
    url: str
    scheme: str
    kind: str
    detail: dict[str, Any] = field(default_factory=dict)
    again: Literal["always", "once", "after_reading"] = "once"


@dataclass(frozen=True)
class Passed:
    """Kinds of findings about a source, or a scheme, that hold no more; "" means any."""

    source: str
    url: str
    kinds: frozenset[str]
    scheme: str = ""


@dataclass(frozen=True)
class Noted:
    """What a run wants written down, all at once."""

    looks: Sequence[Look] = ()
    found: Sequence[Found] = ()
    passed: Sequence[Passed] = ()


class Register:
    """The watch's part of the database."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    async def row(self, source: str, url: str) -> SourceWatchRow | None:
        """The last look at an address of a source.

        Raises:
            StoreUnavailable: The database failed.
        """
        return await self._database.read(lambda session: session.get(SourceWatchRow, (source, url)))

    async def rows(self) -> list[SourceWatchRow]:
        """The last look at every address.

        Raises:
            StoreUnavailable: The database failed.
        """
        query = select(SourceWatchRow).order_by(SourceWatchRow.source, SourceWatchRow.url)
        return await self._database.read(lambda session: list(session.scalars(query)))

    async def note(self, noted: Noted) -> None:
        """Write down looks and findings; all of it, or nothing.

        Raises:
            StoreUnavailable: The database failed.
        """
        now = int(self._clock())
        await self._database.write(lambda session: _note(session, noted, now))

    async def retire(self, watched: Iterable[tuple[str, str]]) -> None:
        """Forget addresses that are not watched any more, and resolve what was found about them but for changes.

        Args:
            watched: Source ids and addresses that still are.

        Raises:
            StoreUnavailable: The database failed.
        """
        now, kept = int(self._clock()), set(watched)
        await self._database.write(lambda session: _retire(session, kept, now))

    async def findings(self, *, resolved: bool = False, limit: int = 500) -> list[SourceFindingRow]:
        """What editors must see, newest first; with `resolved`, what they have dealt with.

        Raises:
            StoreUnavailable: The database failed.
        """
        return await self._database.read(lambda session: read_findings(session, resolved=resolved, limit=limit))

    async def resolve(self, finding: int, by: str) -> bool:
        """Mark a finding as dealt with; False when it is already, or is not there.

        Raises:
            StoreUnavailable: The database failed.
        """
        now = int(self._clock())
        return await self._database.write(lambda session: resolve_finding(session, finding, by=by, now=now))


def read_findings(session: Session, *, resolved: bool = False, limit: int = 500) -> list[SourceFindingRow]:
    """Findings, newest first."""
    query = select(SourceFindingRow).order_by(SourceFindingRow.seen_at.desc(), SourceFindingRow.id.desc()).limit(limit)
    done = SourceFindingRow.resolved_at
    return list(session.scalars(query.where(done.is_not(None) if resolved else done.is_(None))))


def resolve_finding(session: Session, finding: int, *, by: str, now: int) -> bool:
    """Mark a finding as dealt with, in a transaction of the caller, who may write to the audit log in the same one."""
    row = session.get(SourceFindingRow, finding, with_for_update=True)
    if row is None or row.resolved_at is not None:
        return False
    row.resolved_at, row.resolved_by = now, by[:200]
    return True


def add_finding(session: Session, found: Found, *, now: int) -> bool:
    """Add a finding, unless it has been told before and need not be told again; says whether it was added."""
    if found.again != "always" and _is_told(session, found):
        return False
    row = SourceFindingRow(
        source=found.source, url=found.url, scheme=found.scheme, kind=found.kind, detail=found.detail, seen_at=now
    )
    session.add(row)
    session.flush()
    return True


def _is_told(session: Session, found: Found) -> bool:
    told = _about(session, found.source, found.url, found.scheme, {found.kind})
    if found.again == "once":
        return any(row.detail == found.detail and row.resolved_by != WATCH for row in told)
    look = session.get(SourceWatchRow, (found.source, found.url))
    read = (look.last_read if look else None) or 0
    return any(row.resolved_at is None or row.seen_at > read for row in told)


def _retire(session: Session, watched: set[tuple[str, str]], now: int) -> None:
    for look in session.scalars(select(SourceWatchRow)):
        if (look.source, look.url) not in watched:
            session.delete(look)
    addresses = watched | {(source, "") for source, _ in watched}
    done = SourceFindingRow.resolved_at
    for row in session.scalars(select(SourceFindingRow).where(done.is_(None), SourceFindingRow.kind.in_(FADING))):
        if (row.source, row.url) not in addresses:
            row.resolved_at, row.resolved_by = now, WATCH


def _note(session: Session, noted: Noted, now: int) -> None:
    take_turns(session, "sources")
    for look in noted.looks:
        _look(session, look, now)
    for passed in noted.passed:
        for row in _about(session, passed.source, passed.url, passed.scheme or None, passed.kinds):
            if row.resolved_at is None:
                row.resolved_at, row.resolved_by = now, WATCH
    for found in noted.found:
        add_finding(session, found, now=now)


def _about(
    session: Session, source: str, url: str, scheme: str | None, kinds: Iterable[str]
) -> Sequence[SourceFindingRow]:
    query = select(SourceFindingRow).where(
        SourceFindingRow.source == source, SourceFindingRow.url == url, SourceFindingRow.kind.in_(sorted(kinds))
    )
    return list(session.scalars(query if scheme is None else query.where(SourceFindingRow.scheme == scheme)))


def _look(session: Session, look: Look, now: int) -> None:
    row = session.get(SourceWatchRow, (look.source, look.url))
    if row is None:
        row = SourceWatchRow(source=look.source, url=look.url, misses=0, etag="", last_modified="", sha256="")
        session.add(row)
    row.schemes, row.last_tried, row.last_status = list(look.schemes), now, look.status
    row.misses = 0 if look.read else row.misses + 1
    row.last_read = now if look.read else row.last_read
    row.last_changed = now if look.changed else row.last_changed
    for name in ("etag", "last_modified", "sha256"):
        if (value := getattr(look, name)) is not None:
            setattr(row, name, value)
