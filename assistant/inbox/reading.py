"""Reads the stored history, conversation by conversation, within a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.conversations.tables import FeedbackRow, MessageRow
from assistant.inbox.outcomes import Entry


def conversations(session: Session, only: str | None = None) -> Iterator[tuple[str, list[Entry]]]:
    """The stored conversations, or only one, each with its messages in order."""
    columns = (MessageRow.conversation_id, MessageRow.id, MessageRow.role, MessageRow.at, MessageRow.body)
    query = select(*columns).order_by(MessageRow.conversation_id, MessageRow.seq)
    query = query if only is None else query.where(MessageRow.conversation_id == only)
    rows = session.execute(query.execution_options(yield_per=500))
    for conversation, group in groupby(rows, key=lambda row: row[0]):
        yield conversation, [Entry(row[1], row[2], row[3], row[4]) for row in group]


def read_ratings(session: Session, only: str | None = None) -> dict[str, bool]:
    """Whether each rated reply helped, by message id."""
    query = select(FeedbackRow.message_id, FeedbackRow.helpful)
    query = query if only is None else query.where(FeedbackRow.conversation_id == only)
    return {row.message_id: row.helpful for row in session.execute(query)}
