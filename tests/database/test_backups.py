"""The commands of docs/tasks/run-in-production.md that back up and restore, as they stand there."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from pathlib import Path

import pytest
from database_rows import fill, rows
from database_servers import Postgres, sqlite_url
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from assistant.conversations.engines import open_engine
from assistant.evaluation.temporary_postgres import binaries
from assistant.migrations.all_tables import TABLES
from assistant.migrations.start import bring_up_to_date, changing

PAGE = (Path(__file__).parents[2] / "docs" / "tasks" / "run-in-production.md").read_text(encoding="utf-8")
OF_USERS = {"conversations", "tokens", "messages", "idempotency", "feedback", "resume_links", "trackers"} | {
    "checklists",
    "checklist_ticks",
    "message_origins",
    "staff_inbox_marks",
}


def filled(url: str) -> Engine:
    engine = open_engine(url)
    bring_up_to_date(engine)
    with changing(engine) as connection:
        fill(connection, TABLES)
    return engine


def held(url: str) -> dict[str, list[object]]:
    """All rows of a database that was restored, once this release has opened it."""
    engine = open_engine(url)
    bring_up_to_date(engine)
    with engine.connect() as connection:
        found = rows(connection, TABLES)
    engine.dispose()
    return found


def statements(start: str) -> list[str]:
    """What stands between double quotes in the page's `sqlite3` commands, from the one that begins so."""
    return [found for found in re.findall(r'^ +sqlite3 .*?"(.*)"$', PAGE, re.MULTILINE) if found.startswith(start)]


def test_a_copy_of_the_sqlite_file_made_in_use_holds_everything(tmp_path: Path) -> None:
    engine = filled(sqlite_url(tmp_path))
    (copying,) = statements("VACUUM INTO")
    copy = tmp_path / "copy.db"
    with engine.begin(), sqlite3.connect(tmp_path / "conversations.db") as database:
        database.execute(re.sub(r"'.*'", f"'{copy}'", copying))
    engine.dispose()
    assert held(f"sqlite:///{copy}") == held(sqlite_url(tmp_path))


def test_a_copy_of_the_sqlite_file_without_users_holds_all_else(tmp_path: Path) -> None:
    filled(sqlite_url(tmp_path)).dispose()
    (emptying,) = statements("PRAGMA foreign_keys=ON; DELETE")
    whole = held(sqlite_url(tmp_path))
    database = sqlite3.connect(tmp_path / "conversations.db", isolation_level=None)
    database.executescript(emptying)
    database.close()
    assert held(sqlite_url(tmp_path)) == {name: [] if name in OF_USERS else whole[name] for name in whole}


@pytest.mark.parametrize("without_users", [False, True], ids=["whole", "without users"])
def test_a_dump_of_postgresql_is_restored(postgres_server: Postgres, tmp_path: Path, without_users: bool) -> None:
    old, new = postgres_server.empty(), postgres_server.empty()
    filled(old).dispose()
    options = sorted(set(re.findall(r"--exclude-table-data=\S+", PAGE))) if without_users else []
    dump = tmp_path / "veileder.dump"
    tool("pg_dump", old, "--format=custom", "--no-owner", f"--file={dump}", *options)
    tool("pg_restore", new, "--no-owner", "--exit-on-error", "--single-transaction", str(dump))
    whole = held(old)
    assert held(new) == {name: [] if without_users and name in OF_USERS else whole[name] for name in whole}
    for command in ("pg_dump --format=custom --no-owner", "pg_restore --no-owner --exit-on-error --single-transaction"):
        assert command in PAGE


def tool(name: str, url: str, *options: str) -> None:
    """Runs a program of PostgreSQL on a database, as whoever may connect to it."""
    parsed = make_url(url)
    environment = {**os.environ, "PGHOST": str(parsed.query["host"]), "PGUSER": "postgres"}
    command = [str(binaries() / name), f"--dbname={parsed.database}", *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
