"""A disk that is full, a file that may not be written, a lock that is held: an error, and on when it is over."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from database_servers import sqlite_url
from sqlalchemy import text
from sqlalchemy.orm import Session

from assistant.conversations.database import Database, StoreUnavailable
from assistant.conversations.tables import TrackerRow
from assistant.conversations.together import put

ROOT = Path(__file__).parents[2]
WORDS = "kvitveisblomster"
FULL_DISK = """
import asyncio, resource, sys
from sqlalchemy import text
from assistant.conversations.database import Database, StoreUnavailable
from assistant.conversations.tables import TrackerRow
from assistant.conversations.together import put

def row(session, name, size):
    put(session, TrackerRow, conversation_id=name, at=1, events="kvitveisblomster" * size)

async def main():
    database = Database(sys.argv[1])
    await database.write(lambda s: row(s, "before", 1))
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))  # no file grows beyond it: EFBIG instead of ENOSPC
    failed = 0
    for number in range(40):
        try:
            await database.write(lambda s: row(s, f"full {number}", 5000))
        except StoreUnavailable as error:
            assert "kvit" not in repr(error), error
            failed += 1
    assert failed, "the limit was reached"
    counted = await database.read(lambda s: s.scalar(text("SELECT count(*) FROM trackers")))
    assert counted == 1 + 40 - failed, "what was acknowledged is there, and nothing else"
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    await database.write(lambda s: row(s, "after", 5000))
    assert await database.read(lambda s: s.scalar(text("PRAGMA integrity_check"))) == "ok"
    database.close()

asyncio.run(main())
"""
KILLED = """
import os, sys
from assistant.conversations.database import Database
from assistant.conversations.tables import TrackerRow
from assistant.conversations.together import put
database = Database(sys.argv[1])
for number in range(1_000_000):
    database.write_now(lambda s: put(s, TrackerRow, conversation_id=str(number), at=1, events="x"))
    os.write(1, b"%d\\n" % number)
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(sqlite_url(tmp_path))
    yield opened
    opened.close()


def keep(session: Session) -> None:
    put(session, TrackerRow, conversation_id="one", at=1, events=WORDS * 1000)


def kept(session: Session) -> int:
    return session.scalar(text("SELECT count(*) FROM trackers")) or 0


async def test_a_full_disk_refuses_and_space_again_is_enough(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FULL_DISK, sqlite_url(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


async def test_a_database_that_may_not_grow_refuses_and_room_again_is_enough(database: Database) -> None:
    def limit(pages: int) -> None:
        for _ in range(8):  # of each connection of the pool
            database.read_now(lambda session: session.execute(text(f"PRAGMA max_page_count={pages}")))

    limit(1)  # SQLite takes this as: no more pages than there are
    with pytest.raises(StoreUnavailable) as caught:
        database.write_now(keep)
    assert WORDS not in repr(caught.value) and caught.value.__cause__ is None
    assert await database.read(kept) == 0
    limit(1_000_000)
    await database.write(keep)
    assert await database.read(kept) == 1


async def test_a_lock_that_another_process_holds_is_waited_for_and_then_told_of(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hurry(session: Session) -> None:
        session.execute(text("PRAGMA busy_timeout=50"))
        session.execute(text("SELECT 1"))

    database.read_now(hurry)
    other = sqlite3.connect(tmp_path / "conversations.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        database.write_now(keep)
    assert database.read_now(kept) == 0, "reading goes on"
    other.execute("ROLLBACK")
    other.close()
    database.write_now(keep)


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "conversations.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreUnavailable, match=r"the file .*conversations\.db cannot be used"):
        Database(sqlite_url(tmp_path))


def test_what_was_acknowledged_is_there_after_the_process_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", KILLED, sqlite_url(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= 50:
                process.kill()
                break
        acknowledged = [50, *(int(line) for line in process.stdout.read().split())][-1]
    database = Database(sqlite_url(tmp_path))
    there = database.read_now(kept)
    database.close()
    assert there in (acknowledged + 1, acknowledged + 2), "the last one may be stored and not yet told"


def test_a_commit_is_on_the_disk_before_it_is_acknowledged(database: Database) -> None:
    full = 2
    assert database.read_now(lambda session: session.scalar(text("PRAGMA synchronous"))) == full


def test_opening_a_database_twice_lets_go_of_no_lock(tmp_path: Path, database: Database) -> None:
    def while_another_opens(session: Session) -> None:
        keep(session)
        Database(sqlite_url(tmp_path)).close()
        program = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
        done = subprocess.run([sys.executable, "-c", program, tmp_path / "conversations.db"], capture_output=True)
        assert b"database is locked" in done.stderr

    database.write_now(while_another_opens)
