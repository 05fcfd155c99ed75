"""The audit log: who changed what, and when. Rows are added with the change itself, so that neither stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assistant.conversations.clock import Clock
from assistant.conversations.database import Database
from assistant.staff.identity import Member
from assistant.staff.tables import AuditRow

PAGE_ROWS = 50
MAX_ROWS = 100_000


def add_entry(session: Session, member: Member, action: str, thing: str, *, now: int, detail: str = "") -> None:
    """Write down, in the transaction of the change, that a member did something.

    Args:
        session: The transaction that makes the change.
        member: Who did it.
        action: What was done, a short English word pair such as `inbox.status`.
        thing: Which thing, by id.
        now: When, in seconds since 1970.
        detail: What it became; never a user's words.
    """
    row = AuditRow(at=now, subject=member.subject, name=member.name, action=action, thing=thing[:200], detail=detail)
    session.add(row)


class AuditLog:
    """Writes down what changes nothing: what a member read, took out or handed in. A change writes its own entry."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note(self, member: Member, action: str, thing: str, detail: str = "") -> None:
        """Write down that a member did something; the arguments are those of `add_entry`.

        Raises:
            StoreUnavailable: The database failed.
        """
        now = int(self._clock())
        await self._database.write(lambda session: add_entry(session, member, action, thing, now=now, detail=detail))


@dataclass(frozen=True)
class Wanted:
    """Which entries to show; "" means every person or action, 0 begins with the newest."""

    name: str = ""
    action: str = ""
    before: int = 0

    def conditions(self) -> list[ColumnElement[bool]]:
        """What holds for the wanted entries, wherever the reading begins."""
        chosen = [AuditRow.name == self.name] if self.name else []
        return [*chosen, AuditRow.action == self.action] if self.action else chosen


@dataclass(frozen=True)
class Found:
    """One page of entries, newest first, and what can be filtered by.

    Attributes:
        rows: The entries.
        total: How many there are in all, for this filter.
        older: Where the next page begins, or 0 when this is the last.
    """

    rows: Sequence[AuditRow]
    total: int
    older: int
    names: Sequence[str]
    actions: Sequence[str]


def read_page(session: Session, wanted: Wanted) -> Found:
    """A page of the audit log."""
    rows = read_rows(session, wanted, PAGE_ROWS + 1)
    total = session.scalar(select(func.count()).select_from(AuditRow).where(*wanted.conditions())) or 0
    return Found(
        rows=rows[:PAGE_ROWS],
        total=total,
        older=rows[PAGE_ROWS - 1].seq if len(rows) > PAGE_ROWS else 0,
        names=list(session.scalars(select(AuditRow.name).distinct().order_by(AuditRow.name))),
        actions=list(session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action))),
    )


def read_rows(session: Session, wanted: Wanted, limit: int = MAX_ROWS) -> Sequence[AuditRow]:
    """The wanted entries, newest first."""
    query = select(AuditRow).where(*wanted.conditions()).order_by(AuditRow.seq.desc()).limit(limit)
    return list(session.scalars(query.where(AuditRow.seq < wanted.before) if wanted.before else query))
