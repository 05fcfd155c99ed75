"""The tables of the conversations. Times are whole seconds since 1970 (UTC)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_ID = String(64)
_OWNED = "conversations.id"


class Base(DeclarativeBase):
    """The one base of all tables of the web layer."""


class ConversationRow(Base):
    """A conversation; `lang` is the user's override, NULL while the language follows the user."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    lang: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[int] = mapped_column(BigInteger, index=True)
    expires_at: Mapped[int] = mapped_column(BigInteger)


class TokenRow(Base):
    """A bearer token of a conversation, as a keyed hash; a resumed conversation has several."""

    __tablename__ = "tokens"

    digest: Mapped[str] = mapped_column(_ID, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(_ID, ForeignKey(_OWNED, ondelete="CASCADE"), index=True)
    created_at: Mapped[int] = mapped_column(BigInteger)


class MessageRow(Base):
    """A message of the history; `body` is the Message of the HTTP contract, the user's text masked."""

    __tablename__ = "messages"

    # SQLite numbers rows by itself only in a column that is INTEGER, not BIGINT.
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    id: Mapped[str] = mapped_column(_ID, unique=True)
    conversation_id: Mapped[str] = mapped_column(_ID, ForeignKey(_OWNED, ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    at: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class IdempotencyRow(Base):
    """The reply to a request with an Idempotency-Key; key and request only as keyed hashes."""

    __tablename__ = "idempotency"

    conversation_id: Mapped[str] = mapped_column(_ID, ForeignKey(_OWNED, ondelete="CASCADE"), primary_key=True)
    key_digest: Mapped[str] = mapped_column(_ID, primary_key=True)
    request_digest: Mapped[str] = mapped_column(_ID)
    messages: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[int] = mapped_column(BigInteger, index=True)


class FeedbackRow(Base):
    """Whether a reply helped; the latest answer counts."""

    __tablename__ = "feedback"

    message_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(_ID, ForeignKey(_OWNED, ondelete="CASCADE"), index=True)
    helpful: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[int] = mapped_column(BigInteger)


class ResumeLinkRow(Base):
    """A link that opens the conversation in another browser, once; its token only as a keyed hash."""

    __tablename__ = "resume_links"

    digest: Mapped[str] = mapped_column(_ID, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(_ID, ForeignKey(_OWNED, ondelete="CASCADE"), index=True)
    expires_at: Mapped[int] = mapped_column(BigInteger, index=True)


class ChecklistRow(Base):
    """A checklist. It may outlive its conversation, so there is no foreign key; `content` is NULL once revoked."""

    __tablename__ = "checklists"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(_ID, index=True)
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    expires_at: Mapped[int] = mapped_column(BigInteger, index=True)


class TickRow(Base):
    """Whether an item of a checklist is done."""

    __tablename__ = "checklist_ticks"

    checklist_id: Mapped[str] = mapped_column(_ID, ForeignKey("checklists.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    done: Mapped[bool] = mapped_column(Boolean)


class TrackerRow(Base):
    """A conversation as Rasa sees it (`assistant.engine.tracker_store`). The user's text is masked before Rasa gets it.

    There is no foreign key: `veileder chat` and the evaluation talk to the engine without a web conversation.
    """

    __tablename__ = "trackers"

    conversation_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger, index=True)
    events: Mapped[str] = mapped_column(Text)
