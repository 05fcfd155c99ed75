"""Keeps what was said, and finds it again. Written in the transaction that stores the reply itself: both or neither."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Select, Table, delete, func, insert, or_, select
from sqlalchemy.orm import Session, defer

from assistant.archive.kept import what_to_keep
from assistant.archive.releases import Release, pack, unpack
from assistant.archive.tables import OriginRow, ReleaseRow, ReplyRow
from assistant.conversations.clock import DAY, Clock
from assistant.conversations.database import Database
from assistant.conversations.ports import Json
from assistant.conversations.tables import MessageRow
from assistant.conversations.together import put_if_missing
from assistant.settings import Settings

MOST_LISTED = 10_000
_ADD_ORIGINS, _ADD_REPLIES = (insert(cast(Table, row.__table__)) for row in (OriginRow, ReplyRow))


@dataclass(frozen=True)
class Reply:
    """A reply as it was said.

    Attributes:
        day: ISO date of the day it was said.
        text: Word for word; "" where it was left out.
        left_out: Why it was: see `assistant.archive.kept`; else "".
        citations: As in the HTTP contract.
        origin: `today`, `lang`, `versions`, `statements`, `made` (see `actions.origin`), `release` and `model`.
    """

    message_id: str
    day: str
    kind: str
    lang: str
    scheme: str | None
    topic: str | None
    text: str
    left_out: str
    citations: tuple[Json, ...]
    origin: Json

    @property
    def versions(self) -> dict[str, int]:
        """The number of the version of each scheme that the reply speaks of."""
        return dict(self.origin.get("versions") or {})


@dataclass(frozen=True)
class Wanted:
    """Which replies are asked for; what is empty does not narrow.

    Attributes:
        first: The first day.
        last: The last day.
        id: Of a message, or of a conversation that is not erased yet.
    """

    scheme: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    id: str = ""


class UnknownReply(LookupError):
    """No reply with this id is kept."""


class UnknownRelease(LookupError):
    """The texts and rules of this release are not kept."""


class ArchiveStore:
    """The archive of one database. `begin` tells it what runs; before that, replies name no release."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._on = settings.archive == "replies"
        self._lifetime = settings.archive_days * DAY
        self._today = settings.today
        self._clock = clock
        self._running: Json = {"release": "", "model": ""}

    def begin(self, release: Release, model: str) -> None:
        """Keeps the texts and rules that run from now on, if they are new, and the fingerprint of the model."""

        def work(session: Session) -> None:
            if session.get(ReleaseRow, release.digest, options=[defer(ReleaseRow.files)]) is None:
                values = {"version": release.version, "at": int(self._clock()), "files": pack(release.files)}
                put_if_missing(session, ReleaseRow, digest=release.digest, **values)

        self._database.write_now(work)
        self._running = {"release": release.digest, "model": model}

    def keep(self, connection: Connection, messages: Sequence[Json], origins: Sequence[Json | None], now: int) -> None:
        """Keeps the origins of replies that are being stored, and the replies themselves where the archive is on.

        Args:
            origins: one for each message; fewer or None where a message came from elsewhere.
        """
        day = _day(now)
        given = [*origins, *[None] * (len(messages) - len(origins))]
        today = self._today.isoformat() if self._today else day
        full = [
            {"today": today, "lang": m["lang"], "made": None, **(o or {}), **self._running}
            for m, o in zip(messages, given, strict=True)
        ]
        if messages:
            rows = [{"message_id": m["id"], "origin": o} for m, o in zip(messages, full, strict=True)]
            connection.execute(_ADD_ORIGINS, rows)
        if messages and self._on:
            kept = [_row(m, o, day) for m, o in zip(messages, full, strict=True)]
            connection.execute(_ADD_REPLIES, kept)

    def purge(self, session: Session, now: int) -> None:
        """Deletes the replies that are past their time."""
        session.execute(delete(ReplyRow).where(ReplyRow.day <= _day(now - self._lifetime)))

    async def find(self, message_id: str) -> Reply:
        """A reply by its id: from the archive, or from a conversation that is still stored.

        Raises:
            UnknownReply: Neither has it.
        """

        def work(session: Session) -> Reply | None:
            row = session.get(ReplyRow, message_id)
            return _reply(row) if row is not None else _in_history(session, message_id)

        found = await self._database.read(work)
        if found is None:
            raise UnknownReply(
                f"no reply {message_id} is kept. It is past its time, was never given here, or was given while the "
                "archive was off and its conversation is erased. `veileder archive list` shows what is kept"
            )
        return found

    async def list(
        self,
        *,
        scheme: str = "",
        first: dt.date | None = None,
        last: dt.date | None = None,
        limit: int = MOST_LISTED,
    ) -> Sequence[Reply]:
        """The replies kept, the newest day first; of one scheme, and from and to a day (both included), if given."""
        query = _newest_first(Wanted(scheme, first, last)).limit(limit)
        return await self._database.read(lambda session: [_reply(row) for row in session.scalars(query)])

    async def page(self, wanted: Wanted, number: int, per_page: int) -> tuple[Sequence[Reply], int]:
        """One page of the replies kept, the newest day first, and how many there are on all pages.

        Args:
            number: From 1; beyond the last page there is nothing.
        """
        query = _newest_first(wanted)

        def work(session: Session) -> tuple[Sequence[Reply], int]:
            total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
            rows = session.scalars(query.offset((number - 1) * per_page).limit(per_page))
            return [_reply(row) for row in rows], total

        return await self._database.read(work)

    async def kept(self, message_id: str) -> Reply:
        """A reply as the archive has it; never out of a conversation, whose texts may hold words of the user.

        Raises:
            UnknownReply: It is not in the archive.
        """
        row = await self._database.read(lambda session: session.get(ReplyRow, message_id))
        if row is None:
            raise UnknownReply(f"no reply {message_id} is in the archive")
        return _reply(row)

    async def release(self, digest: str) -> tuple[Release, int]:
        """The texts and rules of a release, and when it first ran (seconds since 1970).

        Raises:
            UnknownRelease: They are not kept.
        """

        def work(session: Session) -> tuple[Release, int] | None:
            row = session.get(ReleaseRow, digest)
            return None if row is None else (Release(row.digest, row.version, unpack(row.files)), row.at)

        found = await self._database.read(work)
        if found is None:
            raise UnknownRelease(f"the texts and rules of release '{digest}' are not kept")
        return found


def _newest_first(wanted: Wanted) -> Select[tuple[ReplyRow]]:
    query = select(ReplyRow)
    if wanted.scheme:
        query = query.where(ReplyRow.scheme == wanted.scheme)
    if wanted.first:
        query = query.where(ReplyRow.day >= wanted.first.isoformat())
    if wanted.last:
        query = query.where(ReplyRow.day <= wanted.last.isoformat())
    if wanted.id:  # the archive does not know conversations: one that is erased can no longer be asked for
        in_it = select(MessageRow.id).where(MessageRow.conversation_id == wanted.id)
        query = query.where(or_(ReplyRow.message_id == wanted.id, ReplyRow.message_id.in_(in_it)))
    return query.order_by(ReplyRow.day.desc(), ReplyRow.message_id)


def _day(seconds: float) -> str:
    """The day as this machine has it, as the dates in a reply are judged."""
    return dt.datetime.fromtimestamp(seconds).date().isoformat()


def _row(message: Json, origin: Json, day: str) -> dict[str, Any]:
    kept = what_to_keep(message, origin)
    return {
        "message_id": message["id"],
        "day": day,
        "kind": message["kind"],
        "lang": message["lang"],
        "scheme": message["scheme"],
        "topic": message["topic"],
        "text": kept.text,
        "left_out": kept.left_out,
        "citations": message["citations"],
        "origin": kept.origin,
    }


def _reply(row: ReplyRow) -> Reply:
    return Reply(
        row.message_id,
        row.day,
        row.kind,
        row.lang,
        row.scheme,
        row.topic,
        row.text,
        row.left_out,
        tuple(row.citations),
        row.origin,
    )


def _in_history(session: Session, message_id: str) -> Reply | None:
    query = (
        select(MessageRow, OriginRow.origin)
        .join(OriginRow, OriginRow.message_id == MessageRow.id)
        .where(MessageRow.id == message_id)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    row, origin = found
    body = row.body
    return Reply(
        message_id,
        _day(row.at),
        body["kind"],
        body["lang"],
        body["scheme"],
        body["topic"],
        str(origin.get("shown", body["text"])),
        "",
        tuple(body["citations"]),
        origin,
    )
