"""Keeps Rasa's trackers in the conversation database: one row a conversation, of bounded size."""

from __future__ import annotations

import json
import time
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import delete
from sqlalchemy.orm import Session

from assistant.conversations.database import Database
from assistant.conversations.tables import TrackerRow

# The rules look at the latest turn and the slots; a few more turns are kept for those who debug a conversation.
KEPT_TURNS = 6


class DatabaseTrackerStore(TrackerStore):
    """Reads a tracker once a turn and writes it once, compacted, so that a long conversation costs what a short one does."""

    def __init__(self, domain: Domain | None, database: Database) -> None:
        super().__init__(domain)
        self._database = database

    async def save(self, tracker: DialogueStateTracker) -> None:
        events = json.dumps([e.as_dict() for e in compact(tracker)], ensure_ascii=False)
        row = TrackerRow(conversation_id=tracker.sender_id, at=int(time.time()), events=events)

        def work(session: Session) -> None:
            session.merge(row)

        await self._database.write(work)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        def work(session: Session) -> str | None:
            row = session.get(TrackerRow, sender_id)
            return row.events if row else None

        stored = await self._database.read(work)
        if stored is None:
            return None
        tracker = self.init_tracker(sender_id)
        for event in deserialise_events(json.loads(stored)):
            tracker.update(event)
        return tracker

    async def forget(self, sender_id: str) -> None:
        def work(session: Session) -> Any:
            return session.execute(delete(TrackerRow).where(TrackerRow.conversation_id == sender_id))

        await self._database.write(work)


def compact(tracker: DialogueStateTracker) -> list[Event]:
    """The events that matter from now on: every slot's value, and the last turns as they were.

    A tracker rebuilt from these predicts what one rebuilt from all events would: the rules see the slots and the
    latest turns only (tests/integration checks it on every conversation).
    """
    events = list(tracker.events)
    turns = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(turns) <= 2 * KEPT_TURNS:
        return events
    tail = events[turns[-KEPT_TURNS] :]
    before: dict[str, Event] = {e.key: e for e in events[: turns[-KEPT_TURNS]] if isinstance(e, SlotSet)}
    opening = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    return [*opening, *before.values(), ActionExecuted(ACTION_LISTEN_NAME), *tail]
