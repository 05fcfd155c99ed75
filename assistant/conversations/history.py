"""Messages of a conversation, and the idempotent record of a turn: what was said and what was replied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.conversations.clock import DAY, HOUR, Clock, iso
from assistant.conversations.database import Database
from assistant.conversations.ports import Json
from assistant.conversations.statements import (
    ADD_KEY,
    ADD_MEMORY,
    ADD_MESSAGES,
    BEFORE_TURN,
    CHANGE_MEMORY,
    FORGET_OLD_KEY,
    MOVE_EXPIRY,
)
from assistant.conversations.tables import FeedbackRow, MessageRow
from assistant.conversations.together import put
from assistant.settings import Settings


class Keeper(Protocol):
    """Keeps where replies come from (`assistant.archive`)."""

    def keep(self, connection: Connection, messages: Sequence[Json], origins: Sequence[Json | None], now: int) -> None:
        """Called with replies that are being stored, in the same transaction."""


class ConversationGone(LookupError):
    """The conversation was erased while the turn was under way."""


class Overtaken(RuntimeError):
    """Another process has stored a turn of the conversation since this one began: it must be taken anew."""


class KeyReused(ValueError):
    """The Idempotency-Key was used for another request."""


@dataclass(frozen=True)
class RequestKey:
    """A request with an Idempotency-Key, as keyed hashes of the key and of the request's body."""

    key_digest: str
    request_digest: str


@dataclass(frozen=True)
class Before:
    """What is stored before a turn.

    Attributes:
        replies: Those of the first request with the same key, to be repeated; None when the turn is new.
        memory: What the engine remembers of the conversation, as it wrote it; None when nothing.
    """

    replies: list[Json] | None
    memory: str | None


@dataclass(frozen=True)
class Memory:
    """What the engine remembers before and after a turn, as it writes it; None before the first."""

    before: str | None
    after: str


@dataclass(frozen=True)
class Turn:
    """One exchange, ready to be stored: the user's message (masked) and the replies, all with ids.

    `origins` tell where each reply comes from (`actions.origin`). `memory` is None where the engine had no part, or
    failed: then it remembers what it did.
    """

    user: Json
    replies: list[Json]
    key: RequestKey | None
    origins: Sequence[Json | None] = ()
    memory: Memory | None = None


class HistoryStore:
    """Stores turns and reads them back."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, archive: Keeper) -> None:
        self._database = database
        self._archive = archive
        self._lifetime = settings.conversation_hours * HOUR
        self._retention = settings.retention_days * DAY
        self._key_lifetime = settings.idempotency_hours * HOUR
        self._clock = clock

    async def begin(self, conversation_id: str, key: RequestKey | None) -> Before:
        """Check, with the conversation's lock held, that a turn may start; in one query.

        Raises:
            ConversationGone: The conversation no longer exists.
            KeyReused: The key belongs to another request.
        """
        given = {"given_id": conversation_id, "given_key": key.key_digest if key else ""}
        row = await self._database.find(BEFORE_TURN, given)
        if row is None:
            raise ConversationGone
        memory, request, replies, created_at = row
        if key is None or request is None or created_at + self._key_lifetime <= self._clock():
            return Before(None, memory)
        if request != key.request_digest:
            raise KeyReused
        return Before(replies, memory)

    async def record(self, conversation_id: str, turn: Turn) -> None:
        """Store a turn with what the engine remembers of it, and move the conversation's expiry: all or nothing.

        Raises:
            ConversationGone: The conversation no longer exists.
            Overtaken: Another process has stored a turn since this one began, or the same request; nothing is stored.
        """
        now = int(self._clock())

        def work(connection: Connection) -> None:
            if not self._touch(connection, conversation_id, now):
                raise ConversationGone
            said = [("user", turn.user), *(("assistant", reply) for reply in turn.replies)]
            add_messages(connection, conversation_id, said, now)
            self._archive.keep(connection, turn.replies, turn.origins, now)
            if turn.memory:
                remember(connection, conversation_id, turn.memory, now)
            if turn.key:
                self._keep_key(connection, conversation_id, turn, turn.key, now)

        try:
            await self._database.change(work)
        except IntegrityError:
            raise Overtaken from None

    def _keep_key(self, connection: Connection, conversation_id: str, turn: Turn, key: RequestKey, now: int) -> None:
        """Store the replies under the request's key, in place of a key that is past its time."""
        latest = now - self._key_lifetime
        old = {"given_id": conversation_id, "given_key": key.key_digest, "given_latest": latest}
        connection.execute(FORGET_OLD_KEY, old)
        connection.execute(ADD_KEY, _idempotency_row(conversation_id, turn, key, now))

    def _touch(self, connection: Connection, conversation_id: str, now: int) -> bool:
        """Move the expiry, never past the retention; False when there is no such conversation."""
        given = {
            "given_id": conversation_id,
            "given_retention": self._retention,
            "given_expiry": now + self._lifetime,
        }
        return connection.execute(MOVE_EXPIRY, given).rowcount == 1

    async def read(self, conversation_id: str) -> list[Json]:
        """All messages in order, each with `role` and `at`."""
        query = select(MessageRow).where(MessageRow.conversation_id == conversation_id).order_by(MessageRow.seq)

        def work(session: Session) -> list[Json]:
            return [{**row.body, "role": row.role, "at": iso(row.at)} for row in session.scalars(query)]

        return await self._database.read(work)

    async def rate(self, conversation_id: str, message_id: str, *, helpful: bool) -> bool:
        """Store whether a reply helped; False when the conversation has no such reply."""
        now = int(self._clock())
        query = select(MessageRow.seq).where(
            MessageRow.id == message_id, MessageRow.conversation_id == conversation_id, MessageRow.role == "assistant"
        )
        query = query.with_for_update(read=True, key_share=True)  # not erased before this is stored

        def work(session: Session) -> bool:
            if session.scalar(query) is None:
                return False
            values = {"message_id": message_id, "conversation_id": conversation_id, "helpful": helpful, "at": now}
            put(session, FeedbackRow, **values)
            return True

        return await self._database.write(work)

    async def ratings(self, conversation_id: str) -> dict[str, bool]:
        """Whether replies helped, by the id of the reply; those that nobody has rated are not in it."""
        query = select(FeedbackRow).where(FeedbackRow.conversation_id == conversation_id)
        return await self._database.read(lambda session: {r.message_id: r.helpful for r in session.scalars(query)})


def add_messages(connection: Connection, conversation_id: str, said: Sequence[tuple[str, Json]], now: int) -> None:
    """Append messages to the history of a conversation, in their order, each with its role."""
    owner = {"conversation_id": conversation_id, "at": now}
    rows = [{**owner, "role": role, "id": message["id"], "body": message} for role, message in said]
    if rows:
        connection.execute(ADD_MESSAGES, rows)


def remember(connection: Connection, conversation_id: str, memory: Memory, now: int) -> None:
    """Store what the engine remembers, unless another process has stored something else meanwhile.

    Raises:
        Overtaken: It has.
        IntegrityError: It has, where nothing was stored before.
    """
    if memory.before is None:
        connection.execute(ADD_MEMORY, {"conversation_id": conversation_id, "at": now, "events": memory.after})
        return
    change = {"given_before": memory.before, "given_after": memory.after, "given_at": now}
    if connection.execute(CHANGE_MEMORY, {"given_id": conversation_id, **change}).rowcount != 1:
        raise Overtaken


def _idempotency_row(conversation_id: str, turn: Turn, key: RequestKey, now: int) -> Json:
    return {
        "conversation_id": conversation_id,
        "key_digest": key.key_digest,
        "request_digest": key.request_digest,
        "messages": turn.replies,
        "created_at": now,
    }
