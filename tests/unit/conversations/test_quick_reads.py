"""A row is read without a thread where nobody has to be waited for, and by a thread where somebody has."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import bindparam, column, select, table, text

from assistant.conversations.database import Database, StoreUnavailable
from assistant.conversations.quick_reads import CannotReadNow, QuickReads

SAID = table("said", column("number"), column("what"))
ONE = select(SAID.c.what).where(SAID.c.number == bindparam("given"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{file}")
    opened.write_now(lambda s: s.execute(text("CREATE TABLE said (number INTEGER PRIMARY KEY, what TEXT)")))
    opened.write_now(lambda s: s.execute(text("INSERT INTO said VALUES (1, 'hei')")))
    yield opened
    opened.close()


def say(database: Database, what: str) -> None:
    database.write_now(lambda session: session.execute(text("UPDATE said SET what = :what"), {"what": what}))


async def found(database: Database, number: int = 1) -> str | None:
    row = await database.find(ONE, {"given": number})
    return row and row[0]


@pytest.fixture
def threads(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with each read that a thread is asked for."""
    asked: list[str] = []
    submit = database._pool.submit

    def seen(*given: object) -> object:
        asked.append("read")
        return submit(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(database._pool, "submit", seen)
    return asked


async def test_a_row_is_found_without_a_thread_and_as_it_was_last_stored(
    database: Database, threads: list[str]
) -> None:
    for what in ("hei", "hallo", "ha det"):
        say(database, what)
        assert await found(database) == what
    assert await found(database, 2) is None
    assert threads == []


async def test_another_process_is_seen(database: Database, file: Path, threads: list[str]) -> None:
    assert await found(database) == "hei"
    other = sqlite3.connect(file)
    with other:
        other.execute("UPDATE said SET what = 'derfrå'")
    other.close()
    assert await found(database) == "derfrå"
    assert threads == []


async def test_a_writer_is_not_waited_for(database: Database, file: Path, threads: list[str]) -> None:
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE said SET what = 'ikke ferdig'")
    assert await found(database) == "hei"
    assert threads == []
    writer.execute("ROLLBACK")
    writer.close()


async def test_a_read_holds_nothing_back(database: Database, file: Path) -> None:
    """What is erased must be able to leave the file: a read that stayed open would keep it there."""
    await found(database)
    say(database, "nytt")
    other = sqlite3.connect(file, timeout=0)
    busy, _, _ = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    other.close()
    assert not busy
    assert not file.with_name("a.db-wal").stat().st_size


async def test_a_locked_file_is_read_by_a_thread_which_waits(
    database: Database, file: Path, threads: list[str]
) -> None:
    database._engine.dispose()
    database._quick.close()  # type: ignore[union-attr]
    holder = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    threading.Timer(0.3, holder.close).start()
    assert await found(database) == "hei"
    assert threads == ["read"]
    assert await found(database) == "hei"
    assert threads == ["read"]


async def test_a_file_that_fails_is_told_of_without_what_was_asked_for(database: Database) -> None:
    database.write_now(lambda session: session.execute(text("DROP TABLE said")))
    with pytest.raises(StoreUnavailable) as told:
        await found(database)
    assert "said" not in str(told.value)


async def test_nothing_is_written_by_it(database: Database) -> None:
    quick = QuickReads(database._engine)
    quick.connect()
    with pytest.raises(CannotReadNow):
        quick.find(text("DELETE FROM said RETURNING number"), {})
    quick.close()
    assert await found(database) == "hei"


async def test_a_second_thread_is_sent_away(database: Database) -> None:
    quick = QuickReads(database._engine)
    quick.connect()
    with quick._lock, pytest.raises(CannotReadNow):
        quick.find(ONE, {"given": 1})
    assert quick.find(ONE, {"given": 1}) == ("hei",)
    quick.close()
