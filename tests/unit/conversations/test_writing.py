"""Writers of one process wait for each other in a row; what waits is stored together, and fails alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError

from assistant.conversations.database import Database, StoreUnavailable


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'a.db'}")
    opened.write_now(lambda session: session.execute(text("CREATE TABLE said (number INTEGER PRIMARY KEY)")))
    yield opened
    opened.close()


def put(number: int) -> Callable[[Connection], int]:
    def work(connection: Connection) -> int:
        connection.execute(text("INSERT INTO said VALUES (:n)"), {"n": number})
        return number

    return work


def stored(database: Database) -> list[int]:
    return list(database.read_now(lambda session: session.execute(text("SELECT number FROM said")).scalars()))


@pytest.fixture
def commits(database: Database) -> list[str]:
    """Grows with each transaction that is committed."""
    seen: list[str] = []
    event.listen(database._engine, "commit", lambda connection: seen.append("commit"))
    return seen


class Held:
    """Keeps the writer's thread busy until `let_go`."""

    def __init__(self, database: Database) -> None:
        self._gate = threading.Event()
        self.let_go = self._gate.set
        self.done = asyncio.ensure_future(database.change(lambda connection: self._gate.wait(20)))


async def test_what_waits_is_stored_in_one_transaction_in_the_order_it_was_asked(
    database: Database, commits: list[str]
) -> None:
    held = Held(database)
    await asyncio.sleep(0)
    asked = [asyncio.ensure_future(database.change(put(number))) for number in (3, 1, 2)]
    await asyncio.sleep(0)
    held.let_go()
    assert await asyncio.gather(*asked) == [3, 1, 2]
    assert commits == ["commit"] * 2, "the one that held the thread, and the three together"
    assert sorted(stored(database)) == [1, 2, 3]


async def test_one_that_fails_is_undone_alone(database: Database) -> None:
    class Overtaken(Exception):
        pass

    def overtaken(connection: Connection) -> None:
        put(8)(connection)
        raise Overtaken

    held = Held(database)
    await asyncio.sleep(0)
    asked = [asyncio.ensure_future(database.change(work)) for work in (put(1), put(1), overtaken, put(2))]
    await asyncio.sleep(0)
    held.let_go()
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(each) for each in results] == [int, IntegrityError, Overtaken, int]
    assert stored(database) == [1, 2]


async def test_when_the_database_fails_all_that_were_stored_together_are_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(database)
    await asyncio.sleep(0)
    broken = [put(1), lambda connection: connection.execute(text("INSERT INTO nothing VALUES (1)")), put(2)]
    asked = [asyncio.ensure_future(database.change(work)) for work in broken]
    await asyncio.sleep(0)
    held.let_go()
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(each) for each in results] == [StoreUnavailable] * 3
    assert stored(database) == [], "nobody was told that it is stored, and it is not"
    assert await database.change(put(4)) == 4


async def test_nobody_is_told_before_it_is_committed(database: Database) -> None:
    """A reader with a connection of its own sees what a writer was told is stored."""
    for start in range(0, 60, 20):
        told = asyncio.as_completed([database.change(put(number)) for number in range(start, start + 20)])
        for each in told:
            assert await each in stored(database)


async def test_one_who_left_before_the_turn_came_is_not_stored(database: Database) -> None:
    held = Held(database)
    await asyncio.sleep(0)
    left, stays = (asyncio.ensure_future(database.change(put(number))) for number in (1, 2))
    await asyncio.sleep(0)
    left.cancel()
    await asyncio.sleep(0)
    held.let_go()
    assert await stays == 2
    assert stored(database) == [2]
    assert left.cancelled()


async def test_what_waits_is_stored_before_the_database_is_closed(tmp_path: Path) -> None:
    opened = Database(f"sqlite:///{tmp_path / 'b.db'}")
    opened.write_now(lambda session: session.execute(text("CREATE TABLE said (number INTEGER PRIMARY KEY)")))
    asked = [asyncio.ensure_future(opened.change(put(number))) for number in range(40)]
    await asyncio.sleep(0)
    opened.close()
    assert await asyncio.gather(*asked) == list(range(40))
    again = Database(f"sqlite:///{tmp_path / 'b.db'}")
    assert len(stored(again)) == 40
    again.close()
