"""The tables of the watch over sources. Times are whole seconds since 1970 (UTC)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from assistant.conversations.tables import Base

_URL = String(2000)


class SourceWatchRow(Base):
    """The last look at an address of a source.

    `sha256` is the version on the shelf that the next look is compared with, "" before the first; `last_status` is the
    HTTP status, 0 when there was no answer; `misses` counts the looks in a row that gave no document.
    """

    __tablename__ = "source_watch"

    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    url: Mapped[str] = mapped_column(_URL, primary_key=True)
    schemes: Mapped[list[str]] = mapped_column(JSON)
    etag: Mapped[str] = mapped_column(String(500), default="")
    last_modified: Mapped[str] = mapped_column(String(500), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    last_tried: Mapped[int] = mapped_column(BigInteger)
    last_read: Mapped[int | None] = mapped_column(BigInteger)
    last_changed: Mapped[int | None] = mapped_column(BigInteger)
    last_status: Mapped[int] = mapped_column(Integer, default=0)
    misses: Mapped[int] = mapped_column(Integer, default=0)


class SourceFindingRow(Base):
    """Something about a source that an editor must know; it stays when it is resolved."""

    __tablename__ = "source_finding"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    source: Mapped[str] = mapped_column(String(64), index=True)
    url: Mapped[str] = mapped_column(_URL)
    scheme: Mapped[str] = mapped_column(String(64), index=True)  # "" when it concerns several
    kind: Mapped[str] = mapped_column(String(16))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    seen_at: Mapped[int] = mapped_column(BigInteger)
    resolved_at: Mapped[int | None] = mapped_column(BigInteger, index=True)
    resolved_by: Mapped[str | None] = mapped_column(String(200))
