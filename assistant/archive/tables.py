"""The tables of the archive. None of them holds a word of a user, or tells which conversation a reply belonged to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.conversations.tables import Base


class OriginRow(Base):
    """Where a message of the history comes from (`actions.origin`). Erased with the message."""

    __tablename__ = "message_origins"

    message_id: Mapped[str] = mapped_column(String(64), ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    origin: Mapped[dict[str, Any]] = mapped_column(JSON)


class ReleaseRow(Base):
    """The fixed texts and the rules of a release, as they were when it first ran. Times are seconds since 1970 (UTC)."""

    __tablename__ = "archive_release"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[str] = mapped_column(String(40))
    at: Mapped[int] = mapped_column(BigInteger)
    files: Mapped[bytes] = mapped_column(LargeBinary)  # JSON by path, zlib


class ReplyRow(Base):
    """A reply as it was said, on a day.

    Only the day is kept, and rows stand in the order of their random ids: neither a time nor the place in the table
    tells which replies belong together.
    """

    __tablename__ = "archive_reply"
    __table_args__ = ({"sqlite_with_rowid": False},)

    message_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    lang: Mapped[str] = mapped_column(String(8))
    scheme: Mapped[str | None] = mapped_column(String(64), index=True)
    topic: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)  # "" where it was left out, and `left_out` says why
    left_out: Mapped[str] = mapped_column(String(16))
    citations: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    origin: Mapped[dict[str, Any]] = mapped_column(JSON)
