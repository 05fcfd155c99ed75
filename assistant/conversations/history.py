"""Messages of a conversation, and the idempotent record of a turn: what was said and what was replied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from sqlalchemy import CursorResult, case, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.conversations.clock import DAY, HOUR, Clock, iso
from assistant.conversations.database import Database
from assistant.conversations.ports import Json
from assistant.conversations.tables import ConversationRow, FeedbackRow, IdempotencyRow, MessageRow
from assistant.conversations.together import put
from assistant.settings import Settings


class Keeper(Protocol):
    """Keeps where replies come from (`assistant.archive`)."""

    def keep(self, session: Session, messages: Sequence[Json], origins: Sequence[Json | None], now: int) -> None:
        """Called with replies that are being stored, in the same transaction."""


class ConversationGone(LookupError):
    """The conversation was erased while the turn was under way."""


class KeyReused(ValueError):
    """The Idempotency-Key was used for another request."""


@dataclass(frozen=True)
class RequestKey:
    """A request with an Idempotency-Key, as keyed hashes of the key and of the request's body."""

    key_digest: str
    request_digest: str


@dataclass(frozen=True)
class Turn:
    """One exchange, ready to be stored: the user's message (masked) and the replies, all with ids.

    `origins` tell where each reply comes from (`actions.origin`).
    """

    user: Json
    replies: list[Json]
    key: RequestKey | None
    origins: Sequence[Json | None] = ()


class HistoryStore:
    """Stores turns and reads them back."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, archive: Keeper) -> None:
        self._database = database
        self._archive = archive
        self._lifetime = settings.conversation_hours * HOUR
        self._retention = settings.retention_days * DAY
        self._key_lifetime = settings.idempotency_hours * HOUR
        self._clock = clock

    async def begin(self, conversation_id: str, key: RequestKey | None) -> list[Json] | None:
        """Check, with the conversation's lock held, that a turn may start.

        Returns:
            The replies of the first request with this key, to be repeated; None when the turn is new.

        Raises:
            ConversationGone: The conversation no longer exists.
            KeyReused: The key belongs to another request.
        """

        def work(session: Session) -> list[Json] | None:
            if session.scalar(select(ConversationRow.id).where(ConversationRow.id == conversation_id)) is None:
                raise ConversationGone
            row = session.get(IdempotencyRow, (conversation_id, key.key_digest)) if key else None
            if key is None or row is None or row.created_at + self._key_lifetime <= self._clock():
                return None
            if row.request_digest != key.request_digest:
                raise KeyReused
            return row.messages

        return await self._database.read(work)

    async def record(self, conversation_id: str, turn: Turn) -> None:
        """Store a turn and move the conversation's expiry, all or nothing.

        Raises:
            ConversationGone: The conversation no longer exists.
        """
        now = int(self._clock())

        def work(session: Session) -> None:
            if not self._touch(session, conversation_id, now):
                raise ConversationGone
            add_messages(session, conversation_id, "user", [turn.user], now)
            add_messages(session, conversation_id, "assistant", turn.replies, now)
            self._archive.keep(session, turn.replies, turn.origins, now)
            if turn.key:
                _keep_key(session, conversation_id, turn, turn.key, now)

        try:
            await self._database.write(work)
        except IntegrityError:
            raise ConversationGone from None

    def _touch(self, session: Session, conversation_id: str, now: int) -> bool:
        """Move the expiry, never past the retention; False when there is no such conversation."""
        latest, wanted = ConversationRow.created_at + self._retention, now + self._lifetime
        change = update(ConversationRow).where(ConversationRow.id == conversation_id)
        expiry = case((latest < wanted, latest), else_=wanted)
        result = session.execute(change.values(expires_at=expiry), execution_options={"synchronize_session": False})
        return cast("CursorResult[Any]", result).rowcount == 1

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


def add_messages(session: Session, conversation_id: str, role: str, messages: list[Json], now: int) -> None:
    """Append messages to the history of a conversation, in their order."""
    owner = {"conversation_id": conversation_id, "role": role, "at": now}
    if messages:  # one INSERT: adding objects would read back each row's number, at twice the cost
        session.execute(insert(MessageRow), [{**owner, "id": each["id"], "body": each} for each in messages])


def _keep_key(session: Session, conversation_id: str, turn: Turn, key: RequestKey, now: int) -> None:
    put(
        session,
        IdempotencyRow,
        conversation_id=conversation_id,
        key_digest=key.key_digest,
        request_digest=key.request_digest,
        messages=turn.replies,
        created_at=now,
    )
