"""Erasures share rebuilds, wait for one that began after them, and are tried again while another process reads."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from assistant.conversations import scrubbing
from assistant.conversations.database import Database
from assistant.conversations.scrubbing import Scrubber
from assistant.conversations.tables import TrackerRow

WORD = "kvitveisblomster"
_READER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN")
connection.execute("SELECT count(*) FROM trackers").fetchone()
print("reading", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    yield opened
    opened.close()


def _write(database: Database, name: str) -> None:
    row = TrackerRow(conversation_id=name, at=1, events=f"{WORD} {name} " * 500)
    database.write_now(lambda session: session.add(row))


async def _erase(database: Database, name: str) -> None:
    forget = delete(TrackerRow).where(TrackerRow.conversation_id == name)
    await database.write(lambda session: session.execute(forget).close())
    await database.scrub()


def _left(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("conversations.db*") if WORD.encode() in path.read_bytes()]


async def test_many_erasures_at_once_share_a_few_rebuilds_and_leave_nothing(database: Database, tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(40)]
    for name in names:
        _write(database, name)
    assert _left(tmp_path)
    await asyncio.gather(*(_erase(database, name) for name in names))
    assert _left(tmp_path) == []
    assert database._scrubber.rebuilds <= 10


async def test_an_erasure_waits_for_a_rebuild_that_began_after_it(database: Database) -> None:
    scrubber = database._scrubber
    before = scrubber.rebuilds
    for _ in range(3):
        await database.scrub()
    assert scrubber.rebuilds == before + 3


async def test_what_is_to_go_soon_goes_with_the_next_rebuild_that_somebody_waits_for(database: Database) -> None:
    database.scrub_soon()
    await database.scrub()
    assert database._scrubber.rebuilds == 1


async def test_what_nobody_waits_for_goes_too(database: Database, tmp_path: Path) -> None:
    _write(database, "one")
    database.write_now(lambda session: session.execute(delete(TrackerRow)).close())
    await asyncio.wrap_future(database._scrubber.ask(soon=True))
    assert _left(tmp_path) == []


async def test_a_reader_in_another_process_delays_the_erasure_and_does_not_prevent_it(
    database: Database, tmp_path: Path
) -> None:
    _write(database, "one")
    with _reader(tmp_path) as reader:
        erasing = asyncio.create_task(_erase(database, "one"))
        while database._scrubber.rebuilds < 2:  # the first could not be finished, so there was a second
            assert not erasing.done()
            await asyncio.sleep(0.01)
        assert _left(tmp_path)
        reader.communicate(b"\n")
    await erasing
    assert _left(tmp_path) == []


async def test_who_has_waited_long_is_answered_and_the_rebuild_follows(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(scrubbing, "PATIENCE_SECONDS", 2.0)
    _write(database, "one")
    with _reader(tmp_path) as reader, caplog.at_level(logging.WARNING):
        await _erase(database, "one")
        assert "another process keeps deleted rows" in caplog.text
        reader.communicate(b"\n")
    await asyncio.wrap_future(database._scrubber.ask())
    assert _left(tmp_path) == []


async def test_where_a_rebuild_has_no_room_none_is_tried_and_the_cause_is_told_once(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(scrubbing, "PATIENCE_SECONDS", 1.2)
    _write(database, "one")
    rebuilds = database._scrubber.rebuilds
    with monkeypatch.context() as full, caplog.at_level(logging.WARNING):
        full.setattr(scrubbing, "_free_bytes", lambda _cursor: 0)
        await _erase(database, "one")
        assert "the disk has no room to rebuild the file" in caplog.text
        assert caplog.text.count("not scrubbed yet") == 1
        assert database._scrubber.rebuilds == rebuilds
        log_file = tmp_path / "conversations.db-wal"
        assert not log_file.exists() or log_file.stat().st_size == 0, "the log is emptied all the same"
    await asyncio.wrap_future(database._scrubber.ask())
    assert _left(tmp_path) == []


def _reader(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _READER, str(folder / "conversations.db")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"reading\n"
    return process


async def test_a_failed_rebuild_is_tried_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scrubbing, "_RETRY_SECONDS", 0.0)
    failures = iter([sqlite3.OperationalError("database is locked")] * 2)

    def connect() -> sqlite3.Connection:
        for failure in failures:
            raise failure
        return sqlite3.connect(tmp_path / "some.db", isolation_level=None)

    scrubber = Scrubber(connect)
    await scrubber.scrub(however_large=False)
    assert scrubber.rebuilds == 1
    scrubber.close()


async def test_closing_finishes_what_was_asked_for(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    _write(database, "one")
    database.write_now(lambda session: session.execute(delete(TrackerRow)).close())
    database.scrub_soon()
    database.close()
    assert _left(tmp_path) == []
    with pytest.raises(RuntimeError, match="closed"):
        database.scrub_soon()
