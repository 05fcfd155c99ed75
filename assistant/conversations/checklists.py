"""Checklists behind unguessable links: created by the engine's actions, ticked by whoever holds the link."""

from __future__ import annotations

import datetime as dt
import secrets
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.conversations.clock import DAY, Clock
from assistant.conversations.database import Database
from assistant.conversations.ports import Json
from assistant.conversations.tables import ChecklistRow, TickRow
from assistant.conversations.together import put
from assistant.settings import Settings


class Missing(StrEnum):
    """Why a checklist cannot be shown."""

    UNKNOWN = "unknown"
    GONE = "gone"


class UnknownItem(KeyError):
    """The checklist has no such item."""


class ChecklistStore:
    """Keeps checklists for `checklist_days`, independent of how long their conversation lasts."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._lifetime = settings.checklist_days * DAY
        self._clock = clock

    async def create(self, conversation_id: str | None, content: Json) -> str:
        """Store a checklist.

        Args:
            conversation_id: The conversation it came from; erasing that erases the checklist too.
            content: as `knowledge.checklist_document.compose` makes it.

        Returns:
            The id, 192 random bits: who has it may read, tick and revoke the checklist.
        """
        checklist_id = secrets.token_urlsafe(24)
        row = ChecklistRow(
            id=checklist_id,
            conversation_id=conversation_id,
            content=content,
            expires_at=int(self._clock()) + self._lifetime,
        )
        await self._database.write(lambda session: session.add(row))
        return checklist_id

    async def get(self, checklist_id: str) -> Json | Missing:
        """The content with its `id`, `done` as ticked and the date it `expires`; or why there is none."""
        return await self._database.read(lambda session: self._load(session, checklist_id))

    async def tick(self, checklist_id: str, ticks: dict[str, bool]) -> Json | Missing:
        """Set some items done or not done; returns the content as it is then.

        Raises:
            UnknownItem: One of the items does not exist; nothing is changed.
        """

        def work(session: Session) -> Json | Missing:
            content = self._load(session, checklist_id, change=True)
            if isinstance(content, Missing):
                return content
            if not ticks.keys() <= {item["id"] for item in content["items"]}:
                raise UnknownItem
            for item_id, done in ticks.items():
                put(session, TickRow, checklist_id=checklist_id, item_id=item_id, done=done)
            return self._load(session, checklist_id)

        return await self._database.write(work)

    async def revoke(self, checklist_id: str) -> Missing | None:
        """Delete the content and the ticks; what stays says only that the link was revoked."""

        def work(session: Session) -> Missing | None:
            content = self._load(session, checklist_id, change=True)
            if isinstance(content, Missing):
                return content
            session.execute(delete(TickRow).where(TickRow.checklist_id == checklist_id))
            row = session.get_one(ChecklistRow, checklist_id)
            row.content, row.conversation_id = None, None
            return None

        return await self._database.write(work)

    def _load(self, session: Session, checklist_id: str, *, change: bool = False) -> Json | Missing:
        row = session.get(ChecklistRow, checklist_id, with_for_update=change or None)
        if row is None:
            return Missing.UNKNOWN
        if row.content is None or row.expires_at <= self._clock():
            return Missing.GONE
        ticks = {
            tick.item_id: tick.done
            for tick in session.scalars(select(TickRow).where(TickRow.checklist_id == checklist_id))
        }
        items = [{**item, "done": ticks.get(item["id"], bool(item.get("done")))} for item in row.content["items"]]
        expires = dt.datetime.fromtimestamp(row.expires_at, dt.UTC).date().isoformat()
        return {**row.content, "id": checklist_id, "items": items, "expires": expires}
