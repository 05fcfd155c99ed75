"""Conversations and their tokens: who may speak in which conversation, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import ForUpdateArg

from assistant.conversations.clock import DAY, HOUR, Clock
from assistant.conversations.database import Database
from assistant.conversations.history import Keeper, Memory, Overtaken, add_messages, remember
from assistant.conversations.ports import Json
from assistant.conversations.secret import Keyring, new_token
from assistant.conversations.statements import ACCESS
from assistant.conversations.tables import ConversationRow, ResumeLinkRow, TokenRow
from assistant.settings import Settings

_MAX_TOKENS = 10
_NOT_ERASED = ForUpdateArg(read=True, key_share=True)  # by another process, before this is done


@dataclass(frozen=True)
class Conversation:
    """A conversation as read from the store; times in seconds since 1970."""

    id: str
    lang: str | None
    expires_at: int
    expired: bool


@dataclass(frozen=True)
class Access:
    """The answer to "may this token use this conversation?"; `conversation` is None when there is none."""

    conversation: Conversation | None
    granted: bool


class ConversationStore:
    """Creates, finds and changes conversations.

    A conversation expires `conversation_hours` after its latest message, yet never later than `retention_days` after
    its start. Its rows stay until then, so that a late visitor is told that it expired.
    """

    def __init__(self, database: Database, keyring: Keyring, settings: Settings, clock: Clock, archive: Keeper) -> None:
        self._database = database
        self._archive = archive
        self._keyring = keyring
        self._lifetime = settings.conversation_hours * HOUR
        self._retention = settings.retention_days * DAY
        self._resume = settings.resume_hours * HOUR
        self._clock = clock

    async def create(
        self,
        conversation_id: str,
        *,
        lang: str | None,
        greeting: list[Json],
        origins: Sequence[Json | None] = (),
        token: str | None = None,
        memory: Memory | None = None,
    ) -> tuple[Conversation, str]:
        """Store a new conversation with its greeting and where that comes from, under the given token or a new one.

        `memory` is what the engine remembers of it.

        Returns:
            The conversation and its bearer token, which is kept nowhere.
        """
        now, token = int(self._clock()), token or new_token()
        expires = self.expiry(created_at=now, now=now)

        def work(session: Session) -> Conversation:
            row = ConversationRow(id=conversation_id, lang=lang, created_at=now, expires_at=expires)
            session.add(row)
            session.flush()
            session.add(self._token_row(conversation_id, token, now))
            add_messages(session.connection(), conversation_id, [("assistant", each) for each in greeting], now)
            self._archive.keep(session.connection(), greeting, origins, now)
            if memory:
                remember(session.connection(), conversation_id, memory, now)
            return self.view(row)

        return await self._database.write(work), token

    async def access(self, conversation_id: str, token: str | None) -> Access:
        """Look a conversation up and check the token against it."""
        digest = self._keyring.digest("token", token) if token else ""
        given = {"given_id": conversation_id, "given_digest": digest}
        row = await self._database.find(ACCESS, given)
        if row is None:
            return Access(None, granted=False)
        lang, expires_at, found = row
        conversation = Conversation(conversation_id, lang, expires_at, expired=expires_at <= self._clock())
        return Access(conversation, granted=found is not None)

    async def set_language(self, conversation_id: str, lang: str | None, memory: Memory | None = None) -> None:
        """Store the user's language override; None lets the language follow the user again.

        `memory` is what the engine remembers of it.

        Raises:
            Overtaken: Another process has stored a turn since this one began; nothing is stored.
        """
        now = int(self._clock())
        chosen = update(ConversationRow).where(ConversationRow.id == conversation_id).values(lang=lang)

        def work(session: Session) -> None:
            session.execute(chosen)
            if memory:
                remember(session.connection(), conversation_id, memory, now)

        try:
            await self._database.write(work)
        except IntegrityError:
            raise Overtaken from None

    async def create_resume_link(self, conversation: Conversation) -> tuple[str, int]:
        """Make a one-time token that opens the conversation elsewhere; returns it and when it expires."""
        token = new_token()
        expires = min(int(self._clock()) + self._resume, conversation.expires_at)
        row = ResumeLinkRow(
            digest=self._keyring.digest("resume", token), conversation_id=conversation.id, expires_at=expires
        )
        await self._database.write(lambda session: session.add(row))
        return token, expires

    async def redeem(self, resume_token: str) -> tuple[Conversation, str] | None:
        """Exchange a resume token, once, for the conversation and a bearer token of its own.

        Returns:
            None when the token is unknown, used or too old.
        """
        now, token = int(self._clock()), new_token()
        digest = self._keyring.digest("resume", resume_token)

        def work(session: Session) -> tuple[Conversation, str] | None:
            link = session.get(ResumeLinkRow, digest, with_for_update=True)
            row = session.get(ConversationRow, link.conversation_id, with_for_update=_NOT_ERASED) if link else None
            if link is None or row is None:
                return None
            session.delete(link)
            if link.expires_at <= now:
                return None
            new = self._token_row(row.id, token, now)
            session.add(new)
            session.flush()
            _keep_newest_tokens(session, row.id, new.digest)
            return self.view(row), token

        return await self._database.write(work)

    def expiry(self, *, created_at: int, now: int) -> int:
        """When a conversation expires that began at `created_at` and was used at `now`."""
        return min(now + self._lifetime, created_at + self._retention)

    def view(self, row: ConversationRow) -> Conversation:
        """The row as others see it."""
        return Conversation(row.id, row.lang, row.expires_at, expired=row.expires_at <= self._clock())

    def _token_row(self, conversation_id: str, token: str, now: int) -> TokenRow:
        return TokenRow(digest=self._keyring.digest("token", token), conversation_id=conversation_id, created_at=now)


def _keep_newest_tokens(session: Session, conversation_id: str, newest: str) -> None:
    """The newest is told by its digest: of those made in one second the clock does not tell it."""
    others = select(TokenRow.digest).where(TokenRow.conversation_id == conversation_id, TokenRow.digest != newest)
    old = session.scalars(others.order_by(TokenRow.created_at.desc()).offset(_MAX_TOKENS - 1)).all()
    if old:
        session.execute(delete(TokenRow).where(TokenRow.digest.in_(old)))
