"""Deleting for good: a whole conversation on request, and everything past its time."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from assistant.archive.store import ArchiveStore
from assistant.conversations.clock import DAY, HOUR, Clock
from assistant.conversations.database import Database
from assistant.conversations.tables import (
    ChecklistRow,
    ConversationRow,
    FeedbackRow,
    IdempotencyRow,
    MessageRow,
    ResumeLinkRow,
    TickRow,
    TokenRow,
    TrackerRow,
)
from assistant.settings import Settings
from assistant.staff.pending import PENDING_SECONDS
from assistant.staff.sessions import is_over
from assistant.staff.tables import AuditRow, PendingRow, StaffSessionRow

_CONTENT = (IdempotencyRow, FeedbackRow, ResumeLinkRow, MessageRow)


class Eraser:
    """Deletes rows, and makes sure that the database file does not keep their bytes."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, archive: ArchiveStore) -> None:
        self._database = database
        self._archive = archive
        self._settings = settings
        self._retention = settings.retention_days * DAY
        self._key_lifetime = settings.idempotency_hours * HOUR
        self._clock = clock

    async def erase_content(self, conversation_id: str) -> None:
        """Delete all that was said in a conversation, but keep who may speak in it and its checklists.

        Its bytes leave the files soon after; `erase` and `purge_rest`, which follow, wait for that.
        """

        def work(session: Session) -> None:
            for table in _CONTENT:
                session.execute(delete(table).where(table.conversation_id == conversation_id))

        await self._database.write(work)
        self._database.scrub_soon()

    async def erase(self, conversation_id: str) -> None:
        """Delete every row of a conversation, its checklists included."""

        def work(session: Session) -> None:
            _delete_checklists(session, conversation_id)
            _delete_conversation(session, conversation_id)

        await self._database.write(work)
        await self._database.scrub()

    async def retire(self, conversation_id: str) -> None:
        """Delete a conversation past its retention; its checklists have a time of their own and stay."""

        def work(session: Session) -> None:
            owned = update(ChecklistRow).where(ChecklistRow.conversation_id == conversation_id)
            session.execute(owned.values(conversation_id=None))
            _delete_conversation(session, conversation_id)

        await self._database.write(work)

    async def due(self) -> list[str]:
        """The ids of the conversations that are past their retention."""
        limit = int(self._clock()) - self._retention
        query = select(ConversationRow.id).where(ConversationRow.created_at <= limit)
        return await self._database.read(lambda session: list(session.scalars(query)))

    async def purge_rest(self) -> None:
        """Delete replies kept for repeats, links, checklists, archived replies and the staff's rows past their time; scrub."""
        now = int(self._clock())

        def work(session: Session) -> None:
            session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at <= now - self._key_lifetime))
            session.execute(delete(ResumeLinkRow).where(ResumeLinkRow.expires_at <= now))
            old = select(ChecklistRow.id).where(ChecklistRow.expires_at <= now)
            session.execute(delete(TickRow).where(TickRow.checklist_id.in_(old)))
            session.execute(delete(ChecklistRow).where(ChecklistRow.expires_at <= now))
            _delete_staff_rows(session, self._settings, now)
            self._archive.purge(session, now)

        await self._database.write(work)
        await self._database.scrub(however_large=True)


def _delete_checklists(session: Session, conversation_id: str) -> None:
    owned = select(ChecklistRow.id).where(ChecklistRow.conversation_id == conversation_id)
    session.execute(delete(TickRow).where(TickRow.checklist_id.in_(owned)))
    session.execute(delete(ChecklistRow).where(ChecklistRow.conversation_id == conversation_id))


def _delete_conversation(session: Session, conversation_id: str) -> None:
    for table in (*_CONTENT, TokenRow):
        session.execute(delete(table).where(table.conversation_id == conversation_id))
    session.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))
    # Last: a turn of another process, stored until now, may have written it after the engine forgot; no more can be.
    session.execute(delete(TrackerRow).where(TrackerRow.conversation_id == conversation_id))


def _delete_staff_rows(session: Session, settings: Settings, now: int) -> None:
    session.execute(delete(StaffSessionRow).where(is_over(settings, now)))
    session.execute(delete(PendingRow).where(PendingRow.created_at <= now - PENDING_SECONDS))
    session.execute(delete(AuditRow).where(AuditRow.at <= now - settings.audit_days * DAY))
