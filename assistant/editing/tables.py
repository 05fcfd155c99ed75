"""What editors have made of the knowledge base. Times are whole seconds since 1970 (UTC). Versions are never changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.conversations.tables import Base

_SEQ = BigInteger().with_variant(Integer, "sqlite")


class VersionRow(Base):
    """A whole scheme as it was from one moment on: what an answer of that time was made of."""

    __tablename__ = "knowledge_versions"
    __table_args__ = (UniqueConstraint("scheme", "number"),)

    seq: Mapped[int] = mapped_column(_SEQ, primary_key=True)
    scheme: Mapped[str] = mapped_column(String(64), index=True)
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(12))  # see `versions.Kind`
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)  # the scheme file it was read from, or ""
    fingerprint: Mapped[str] = mapped_column(String(64))
    base: Mapped[int] = mapped_column(Integer)  # number of the version that it replaced, or 0
    subject: Mapped[str] = mapped_column(String(500))
    name: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[int] = mapped_column(BigInteger, index=True)


class LiveRow(Base):
    """Which version of a scheme answers now."""

    __tablename__ = "knowledge_live"

    scheme: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer)  # the order in which schemes are listed


class DraftRow(Base):
    """What a document was found to say, compared with what was live, and what an editor has decided so far."""

    __tablename__ = "knowledge_drafts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    scheme: Mapped[str] = mapped_column(String(64), index=True)  # "" for one that is not known yet
    edition: Mapped[str] = mapped_column(String(4))
    source: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    found: Mapped[dict[str, Any]] = mapped_column(JSON)  # the draft itself, so that it can be compared again
    base: Mapped[int] = mapped_column(Integer)  # number of the version that it was compared with
    proposals: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    decisions: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12), index=True)  # open, published, discarded
    by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[int] = mapped_column(BigInteger)
