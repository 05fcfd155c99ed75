"""Keeps Rasa's trackers in the conversation database: one row a conversation, of bounded size.

What is stored is what counts. Building a tracker from it takes longer than all else in a turn, so the latest ones are
kept as they were when they were stored, and used again as long as the row says the same
(docs/decisions/0023-shortcuts-in-the-engine.md).
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
from assistant.conversations.together import put

# The rules look at the latest turn and the slots; a few more turns are kept for those who debug a conversation.
KEPT_TURNS = 6
_KEPT_TRACKERS = 128


@dataclass(frozen=True, slots=True)
class _Kept:
    """A tracker as it is stored.

    Attributes:
        mark: What its row is known by (`_mark`); the row itself is fifty times as long as what anybody wrote.
        events: How many of the tracker's events are in the row: all, or none, where the row has others.
    """

    tracker: DialogueStateTracker
    mark: tuple[int, int]
    events: int


@dataclass(frozen=True, slots=True)
class _Lent:
    """A tracker that is being changed, and its row."""

    kept: _Kept
    row: str


class TurnInMemory:
    """A tracker while a turn is taken that the caller stores (`assistant.conversations.ports.TurnMemory`).

    Attributes:
        after: The row to be stored; None when nothing was saved.
        kept: The tracker that says the same.
    """

    def __init__(self, before: str | None) -> None:
        self._before = before
        self.after: str | None = None
        self.kept: _Kept | None = None
        self.is_stored = False

    @property
    def row(self) -> str | None:
        """The row as it would be read now."""
        return self._before if self.after is None else self.after

    def stored(self) -> None:
        self.is_stored = True


class DatabaseTrackerStore(TrackerStore):
    """Reads a tracker once a turn and writes it once, compacted, so that a long conversation costs what a short one does."""

    def __init__(self, domain: Domain | None, database: Database, *, most_kept: int = _KEPT_TRACKERS) -> None:
        """
        Args:
            most_kept: How many trackers are kept as they were stored.
        """
        super().__init__(domain)
        self._database = database
        self._most_kept = most_kept
        self._kept: OrderedDict[str, _Kept] = OrderedDict()  # the longest not used first
        self._lent: dict[str, _Lent] = {}
        self._turns: dict[str, TurnInMemory] = {}

    @contextmanager
    def remembering(self, sender_id: str, stored: str | None) -> Iterator[TurnInMemory]:
        """While the block runs, the row of a conversation is `stored`, and what is saved stays in memory."""
        turn = self._turns[sender_id] = TurnInMemory(stored)
        try:
            yield turn
        finally:
            del self._turns[sender_id]
            self._lent.pop(sender_id, None)
            if turn.is_stored and turn.kept is not None:
                self._keep(sender_id, turn.kept)
            elif turn.after is not None:
                self._kept.pop(sender_id, None)  # its tracker may be the one that was changed

    async def save(self, tracker: DialogueStateTracker) -> None:
        before = self._lent.pop(tracker.sender_id, None)
        kept = compact(tracker)
        whole = len(kept) == len(tracker.events)
        goes_on = whole and before is not None and before.kept.tracker is tracker
        stored = _row(kept, before if goes_on else None)
        saved = (
            _Kept(tracker, _mark(stored), len(kept)) if whole else None
        )  # else the next turn begins with what is left
        if turn := self._turns.get(tracker.sender_id):
            turn.after, turn.kept = stored, saved
            return

        def work(session: Session) -> None:
            put(session, TrackerRow, conversation_id=tracker.sender_id, at=int(time.time()), events=stored)

        await self._database.write(work)
        if saved:
            self._keep(tracker.sender_id, saved)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker, to be changed and saved; who fails to save it leaves what is stored."""
        found = await self._stored(sender_id)
        if found is None:
            return None
        self._kept.pop(sender_id, None)
        if turn := self._turns.get(sender_id):
            turn.kept = None  # until it is saved: a turn that fails leaves a tracker that says more than the row
        self._lent[sender_id] = found
        return found.kept.tracker

    async def look(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker, to be read only."""
        found = await self._stored(sender_id)
        if found is None:
            return None
        if turn := self._turns.get(sender_id):
            turn.kept = found.kept
        else:
            self._keep(sender_id, found.kept)
        return found.kept.tracker

    async def _stored(self, sender_id: str) -> _Lent | None:
        def work(session: Session) -> str | None:
            row = session.get(TrackerRow, sender_id)
            return row.events if row else None

        turn = self._turns.get(sender_id)
        stored = turn.row if turn else await self._database.read(work)
        self._lent.pop(sender_id, None)
        if stored is None:
            return None
        kept = (turn.kept if turn else None) or self._kept.get(sender_id)
        if kept is None or kept.mark != _mark(stored):
            kept = self._built(sender_id, stored)
        return _Lent(kept, stored)

    def _built(self, sender_id: str, stored: str) -> _Kept:
        tracker = self.init_tracker(sender_id)
        events = json.loads(stored)
        for event in deserialise_events(events):
            tracker.update(event)
        whole = len(tracker.events) == len(events)  # Rasa passes by what it cannot read
        return _Kept(tracker, _mark(stored), len(events) if whole else 0)

    def _keep(self, sender_id: str, kept: _Kept) -> None:
        self._kept[sender_id] = kept
        self._kept.move_to_end(sender_id)
        while len(self._kept) > self._most_kept:
            self._kept.popitem(last=False)

    async def forget(self, sender_id: str) -> None:
        def work(session: Session) -> Any:
            return session.execute(delete(TrackerRow).where(TrackerRow.conversation_id == sender_id))

        self._kept.pop(sender_id, None)
        self._lent.pop(sender_id, None)
        await self._database.write(work)


def _mark(row: str) -> tuple[int, int]:
    """What a row is told from another by, in this process: its length and a keyed 64-bit hash."""
    return len(row), hash(row)


def _row(events: Sequence[Event], before: _Lent | None) -> str:
    """The events as a row; those that stand in the row before are not written anew.

    Args:
        before: What begins with the same events.
    """
    known = before.kept.events if before else 0
    new = json.dumps([event.as_dict() for event in events[known:]], ensure_ascii=False)
    if before is None or not known:
        return new
    return before.row if known == len(events) else f"{before.row[:-1]}, {new[1:]}"


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
