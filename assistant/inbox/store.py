"""The inbox as stored: what needs a look, who looks at it, and changes that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.conversations.clock import Clock
from assistant.conversations.database import Database
from assistant.conversations.secret import new_id
from assistant.conversations.tables import MessageRow
from assistant.inbox.accepted import AcceptedStore, Draft, detail
from assistant.inbox.daily import DailyStore
from assistant.inbox.grouping import Grouper
from assistant.inbox.model import Change, Marked, Talk
from assistant.inbox.outcomes import Item, items
from assistant.inbox.reading import conversations, read_ratings
from assistant.inbox.tables import DONE, IN_PROGRESS, NEW, AcceptedRow, MarkRow
from assistant.staff.audit import add_entry
from assistant.staff.identity import Member
from assistant.staff.tables import AuditRow

_MOST_CHANGES = 50


class InboxStore:
    """Reads the inbox from the history, and keeps what the staff make of it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.accepted = AcceptedStore(database, clock)
        self.daily = DailyStore(database, clock)
        self.grouper = Grouper()

    async def read(self) -> list[Marked]:
        """All that needs a look, the newest first."""

        def work(session: Session) -> list[Marked]:
            ratings = read_ratings(session)
            marks = {row.message_id: row for row in session.scalars(select(MarkRow))}
            found = [
                _marked(item, marks.get(item.id))
                for conversation, entries in conversations(session)
                for item in items(conversation, entries, ratings, self._clock())
            ]
            return sorted(found, key=lambda marked: (-marked.item.at, marked.item.id))

        return await self._database.read(work)

    async def talk(self, conversation: str) -> Talk:
        """One conversation, as it is stored."""

        def work(session: Session) -> Talk:
            entries = next((entries for _, entries in conversations(session, conversation)), [])
            return Talk(entries, read_ratings(session, conversation))

        return await self._database.read(work)

    async def history(self, message_id: str) -> list[Change]:
        """What the staff have done with one thing in the inbox, the latest first."""
        query = select(AuditRow).where(AuditRow.thing == message_id, AuditRow.action == "inbox.status")
        query = query.order_by(AuditRow.seq.desc()).limit(_MOST_CHANGES)

        def work(session: Session) -> list[Change]:
            return [Change(row.at, row.name, row.detail) for row in session.scalars(query)]

        return await self._database.read(work)

    async def mark(self, member: Member, ids: Sequence[str], status: str) -> tuple[str, int]:
        """Give a status to things in the inbox; whoever begins on them owns them.

        Returns:
            The name of the change, by which it can be taken back, and how many things it changed.
        """
        change = new_id()
        changed = await self._database.write(lambda session: self._mark(session, member, ids, status, change))
        return change, changed

    async def accept(self, member: Member, ids: Sequence[str], drafts: Sequence[Draft]) -> tuple[str, int]:
        """Keep what an editor has accepted; a draft leaves the rest to be done, an example settles it.

        Returns:
            The name of the change, and how many of the drafts were new.
        """
        change = new_id()

        def work(session: Session) -> int:
            added = sum(self.accepted.add(session, member, draft, change) for draft in drafts)
            unfinished = any(draft.form == "draft" for draft in drafts)
            self._mark(session, member, ids, IN_PROGRESS if unfinished else DONE, change)
            return added

        return change, await self._database.write(work)

    async def undo(self, member: Member, change: str) -> int:
        """Take a change back, as far as nothing has changed since; returns how many things it gave back."""
        now = int(self._clock())

        def work(session: Session) -> int:
            rows = list(session.scalars(select(MarkRow).where(MarkRow.change == change)))
            for row in rows:
                add_entry(session, member, "inbox.status", row.message_id, now=now, detail=row.was_status)
                if row.was_status == NEW:
                    session.delete(row)
                    continue
                row.status, row.owner, row.owner_name = row.was_status, row.was_owner, row.was_owner_name
                row.change, row.at = new_id(), now
            for kept in session.scalars(select(AcceptedRow).where(AcceptedRow.change == change)):
                add_entry(session, member, "inbox.delete", kept.id, now=now, detail=detail(kept))
                session.delete(kept)
            return len(rows)

        return await self._database.write(work)

    def _mark(self, session: Session, member: Member, ids: Sequence[str], status: str, change: str) -> int:
        now, there = int(self._clock()), _existing(session, ids)
        rows = {row.message_id: row for row in session.scalars(select(MarkRow).where(MarkRow.message_id.in_(there)))}
        changed = [one for one in there if not (one in rows and _is_so(rows[one], status, member))]
        for message_id in changed:
            row = rows.get(message_id) or MarkRow(message_id=message_id, status=NEW, owner="", owner_name="")
            row.was_status, row.was_owner, row.was_owner_name = row.status, row.owner, row.owner_name
            if status in (NEW, IN_PROGRESS) or not row.owner:  # whoever began keeps it when it is settled
                row.owner, row.owner_name = (member.subject, member.name) if status != NEW else ("", "")
            row.status, row.at, row.change = status, now, change
            session.add(row)
            add_entry(session, member, "inbox.status", message_id, now=now, detail=status)
        return len(changed)


def _existing(session: Session, ids: Sequence[str]) -> list[str]:
    """Those that still exist: an erased conversation may be on a page that is still open. Nobody else marks them now."""
    there = select(MessageRow.id).where(MessageRow.id.in_(ids)).order_by(MessageRow.seq)
    return list(session.scalars(there.with_for_update(key_share=True)))


def _is_so(row: MarkRow, status: str, member: Member) -> bool:
    """Whether the change would change nothing; beginning on what somebody else has begun on takes it over."""
    return row.status == status and (status != IN_PROGRESS or row.owner == member.subject)


def _marked(item: Item, mark: MarkRow | None) -> Marked:
    return Marked(item, mark.status, mark.owner, mark.owner_name) if mark else Marked(item, NEW, "", "")
