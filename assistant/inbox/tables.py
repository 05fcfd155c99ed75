"""The tables of the inbox. Times are whole seconds since 1970 (UTC).

What a user wrote is kept in none of them: `staff_inbox_marks` only points to a message, and goes with it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.conversations.tables import Base

NEW, IN_PROGRESS, DONE, NOT_OURS = "new", "in_progress", "done", "not_ours"
STATUSES = (NEW, IN_PROGRESS, DONE, NOT_OURS)


class MarkRow(Base):
    """How far the staff have come with something in the inbox; without a row it is new. Erased with the message.

    `change` names the change that made the row what it is, and the `was_` columns are how to take that change back.
    """

    __tablename__ = "staff_inbox_marks"

    message_id: Mapped[str] = mapped_column(String(64), ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    owner: Mapped[str] = mapped_column(String(300))
    owner_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[int] = mapped_column(BigInteger)
    change: Mapped[str] = mapped_column(String(64), index=True)
    was_status: Mapped[str] = mapped_column(String(16))
    was_owner: Mapped[str] = mapped_column(String(300))
    was_owner_name: Mapped[str] = mapped_column(String(200))


class AcceptedRow(Base):
    """A training example or a draft that an editor has written or accepted, masked once more.

    It outlives the conversation and does not say which one gave the idea. `form` is `question` (an example for a
    statement, `target` its id), `intent` (an example for an intent, `target` its name) or `draft` (a fact to write,
    `target` its topic).
    """

    __tablename__ = "staff_inbox_accepted"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    form: Mapped[str] = mapped_column(String(16))
    scheme: Mapped[str] = mapped_column(String(100))
    target: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[int] = mapped_column(BigInteger, index=True)
    change: Mapped[str] = mapped_column(String(64), index=True)


class DailyRow(Base):
    """How often what happened on a day in Norway. Without any text, so it outlives the conversations."""

    __tablename__ = "staff_inbox_daily"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    scheme: Mapped[str] = mapped_column(String(100), primary_key=True)
    topic: Mapped[str] = mapped_column(String(100), primary_key=True)
    lang: Mapped[str] = mapped_column(String(8), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
