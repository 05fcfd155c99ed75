"""The tables of the staff's side. Times are whole seconds since 1970 (UTC)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.conversations.tables import Base


class StaffSessionRow(Base):
    """A signed-in browser; its token only as a keyed hash."""

    __tablename__ = "staff_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject: Mapped[str] = mapped_column(String(500))  # issuer and `sub`
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[int] = mapped_column(BigInteger)
    seen_at: Mapped[int] = mapped_column(BigInteger, index=True)


class PendingRow(Base):
    """A sign-in that has begun with a provider; `state` and the browser's cookie only as keyed hashes."""

    __tablename__ = "staff_pending"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    way_back: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[int] = mapped_column(BigInteger, index=True)


class AuditRow(Base):
    """What a member of staff did: never a user's words, only which thing was changed and how."""

    __tablename__ = "staff_audit"

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger, index=True)
    subject: Mapped[str] = mapped_column(String(500))  # issuer and `sub`
    name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(64))
    thing: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text)
