"""`veileder doctor`: the database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from doctor_support import bad, good, installation, made

from assistant.doctor import tables


def test_a_good_database_is_whole_and_at_the_head(tmp_path: Path) -> None:
    good(tables.database(installation(tmp_path)))  # there is none yet
    made(tmp_path)
    found = list(tables.database(installation(tmp_path)))
    assert {each.check for each in found} == {"database", "migrations"}
    good(iter(found))


def test_a_damaged_database_is_an_error(tmp_path: Path) -> None:
    path = made(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(b"no database at all" * 100)
    bad(tables.database(installation(tmp_path)), "error", "cannot be read", "backup")
    middle = len(whole) // 2 // 4096 * 4096
    path.write_bytes(whole[:middle] + b"\xff" * 8192 + whole[middle + 8192 :])
    bad(tables.database(installation(tmp_path)), "error", "damaged", "backup")


@pytest.mark.parametrize(
    ("change", "result", "words"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "error", "newer one made it"),
        ("UPDATE alembic_version SET version_num = '0000'", "warning", "The next start brings them there"),
        ("DROP TABLE alembic_version", "warning", "no revision"),
    ],
)
def test_tables_of_another_release_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, result: str, words: str
) -> None:
    path = made(tmp_path)
    head = tables.SHIPPED.head
    monkeypatch.setattr(tables, "SHIPPED", SimpleNamespace(head=head, titles=lambda: {"0000": "earlier", head: "now"}))
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()
    bad(tables.database(installation(tmp_path)), result, words, "veileder migrate")


def test_another_journal_mode_and_a_log_that_grows_are_warnings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path)
    keeps_open = sqlite3.connect(path)
    keeps_open.execute("PRAGMA user_version=1")
    keeps_open.commit()
    monkeypatch.setattr(tables, "_LARGE_WAL_BYTES", 0)
    bad(tables.database(installation(tmp_path)), "warning", "conversations.db-wal", "restart")
    keeps_open.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    bad(tables.database(installation(tmp_path)), "warning", "journal mode", "not wal")


def test_a_database_too_large_to_check_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE large AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 50000) SELECT i FROM n"
        )
    connection.close()
    monkeypatch.setattr(tables, "_LONGEST_CHECK_SECONDS", -1)
    bad(tables.database(installation(tmp_path)), "warning", "too large to be checked")


@pytest.mark.parametrize("system", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_database_on_a_network_file_system_is_an_error(tmp_path: Path, system: str) -> None:
    mounts = tmp_path / "mounts"
    place = str(tmp_path).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {place} {system} rw 0 0\n")
    bad(tables.database(installation(tmp_path, places={"mounts": mounts})), "error", system, "PostgreSQL")


def test_a_database_that_may_not_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path)
    monkeypatch.setattr(tables.os, "access", lambda *_: False)
    bad(tables.database(installation(tmp_path)), "error", "may not write", "chown")


def test_a_database_that_cannot_be_reached_is_an_error_without_its_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg2://u:secret@127.0.0.1:9/db"
    found = list(tables.database(installation(tmp_path, database_url=url)))
    bad(iter(found), "error", "does not answer")
    assert "secret" not in str(found)
