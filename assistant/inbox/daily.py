"""Counts of each day, without any text: recomputed while the day's messages are stored, and frozen after."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from assistant.conversations.clock import Clock
from assistant.conversations.database import Database, StoreUnavailable
from assistant.conversations.together import take_turns
from assistant.inbox.outcomes import ASKED, STEP, counts
from assistant.inbox.reading import conversations, read_ratings
from assistant.inbox.tables import DailyRow

log = logging.getLogger(__name__)
INTERVAL_SECONDS = 600.0
_FRESH_SECONDS = 60.0
_TURNS = (*ASKED, STEP)  # each turn is counted as just one of these, so a day's sum only grows while nothing is erased
Cell = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Count:
    """How often an outcome came on a day. `scheme`, `topic` and `lang` are empty where nothing is known."""

    day: dt.date
    scheme: str
    topic: str
    lang: str
    outcome: str
    count: int


class DailyStore:
    """Counts the days and reads the counts."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._counted_at = float("-inf")

    async def refresh(self) -> None:
        """Count unless that was done within the last minute, so that who looks sees what is."""
        if self._clock() >= self._counted_at + _FRESH_SECONDS:
            await self.count()

    async def count(self) -> int:
        """Count every day of which messages are stored; running it again changes nothing.

        A day that now has fewer turns than were counted has lost conversations to erasure. It is left as it was
        counted, or the figures would shrink with time.

        Returns:
            How many days were written.
        """
        self._counted_at = self._clock()
        return await self._database.write(self._count)

    async def read(self, since: dt.date) -> list[Count]:
        """The counts from a day on."""
        query = select(DailyRow).where(DailyRow.day >= since.isoformat()).order_by(DailyRow.day)

        def work(session: Session) -> list[Count]:
            return [
                Count(dt.date.fromisoformat(row.day), row.scheme, row.topic, row.lang, row.outcome, row.count)
                for row in session.scalars(query)
            ]

        return await self._database.read(work)

    def _count(self, session: Session) -> int:
        take_turns(session, "daily")
        fresh = self._fresh(session)
        total = (
            select(DailyRow.day, func.sum(DailyRow.count)).where(DailyRow.outcome.in_(_TURNS)).group_by(DailyRow.day)
        )
        before = {day: int(count) for day, count in session.execute(total)}
        whole = {day: cells for day, cells in fresh.items() if _total(cells) >= before.get(day, 0)}
        for day, cells in whole.items():
            session.execute(delete(DailyRow).where(DailyRow.day == day))
            session.execute(insert(DailyRow), [_values(day, cell, count) for cell, count in cells.items()])
        return len(whole)

    def _fresh(self, session: Session) -> dict[str, Counter[Cell]]:
        """The counts of what is stored now, by day."""
        ratings, fresh = read_ratings(session), dict[str, Counter[Cell]]()
        for _, entries in conversations(session):
            for (day, *cell), count in counts(entries, ratings, self._clock()).items():
                fresh.setdefault(day, Counter())[(cell[0], cell[1], cell[2], cell[3])] += count
        return fresh


async def count_forever(daily: DailyStore, *, interval_seconds: float = INTERVAL_SECONDS) -> None:
    """Count after every interval, until cancelled."""
    while True:
        await asyncio.sleep(interval_seconds)
        await count_once(daily)


async def count_once(daily: DailyStore) -> None:
    """Count; a database that fails is logged, and counted from the next time."""
    try:
        log.info("inbox: counted %d days", await daily.count())
    except StoreUnavailable as error:
        log.error("inbox: not counted, next try in ten minutes error=%s", error)
    except Exception as error:  # noqa: BLE001  a message that cannot be counted must not end the counting of all others
        log.error("inbox: not counted, next try in ten minutes error=%s", type(error).__name__)


def _total(cells: Counter[Cell]) -> int:
    return sum(count for cell, count in cells.items() if cell[3] in _TURNS)


def _values(day: str, cell: Cell, count: int) -> dict[str, str | int]:
    scheme, topic, lang, outcome = cell
    return {"day": day, "scheme": scheme, "topic": topic, "lang": lang, "outcome": outcome, "count": count}
