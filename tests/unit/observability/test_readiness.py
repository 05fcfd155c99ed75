"""Readiness: each part is looked at, not too often, and within a bound."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from assistant.conversations.database import Database
from assistant.observability import parts
from assistant.observability.readiness import Readiness
from assistant.settings import Settings


class Engine:
    """An engine that is loaded or not."""

    loaded = True

    def ready(self) -> bool:
        return self.loaded


def _database(folder: Path) -> tuple[Settings, Database]:
    settings = Settings(var=folder)
    return settings, Database(settings.effective_database_url)


def _answers(*codes: str) -> tuple[Callable[[], Awaitable[str]], list[int]]:
    left, asked = list(codes), [0]

    async def check() -> str:
        asked[0] += 1
        return left.pop(0)

    return check, asked


async def test_a_look_is_kept_for_two_seconds() -> None:
    now = [0.0]
    check, asked = _answers("ok", "no_answer")
    readiness = Readiness({"database": check}, clock=lambda: now[0])
    assert await readiness.missing() == {}
    now[0] = 1.9
    assert await readiness.missing() == {}
    now[0] = 2.0
    assert await readiness.missing() == {"database": "no_answer"}
    assert asked == [2]


async def test_many_who_ask_at_once_cost_one_look() -> None:
    check, asked = _answers("ok")
    readiness = Readiness({"database": check})
    await asyncio.gather(*(readiness.missing() for _ in range(20)))
    assert asked == [1]


async def test_a_part_that_does_not_answer_in_time_is_slow() -> None:
    async def never() -> str:
        await asyncio.Event().wait()
        return "ok"

    assert await Readiness({"redis": never}, timeout_seconds=0.01).missing() == {"redis": "slow"}


async def test_a_process_about_to_end_is_not_ready_whatever_its_parts() -> None:
    readiness = Readiness({})
    assert await readiness.missing() == {}
    readiness.drain()
    assert await readiness.missing() == {"process": "draining"}


async def test_an_engine_without_a_model_is_seen_at_once(tmp_path: Path) -> None:
    settings, database = _database(tmp_path)
    engine = Engine()
    readiness = parts.readiness(settings, engine, database)  # type: ignore[arg-type]
    assert await readiness.missing() == {}
    engine.loaded = False
    assert await readiness.missing() == {"engine": "not_loaded"}
    database.close()


async def test_a_database_that_can_be_read_and_not_written_is_not_ready(tmp_path: Path) -> None:
    settings, database = _database(tmp_path)
    event.listen(database._engine, "checkout", lambda raw, *_: raw.execute("PRAGMA query_only=ON"))
    assert await parts.readiness(settings, Engine(), database).missing() == {"database": "not_writable"}  # type: ignore[arg-type]
    database.close()


async def test_a_database_that_fails_altogether_is_not_ready(tmp_path: Path) -> None:
    settings, database = _database(tmp_path)
    database.close()
    (tmp_path / "conversations.db").write_bytes(b"no database at all" * 100)
    reopened = Database.__new__(Database)
    reopened.__dict__.update(database.__dict__)
    fresh = Database(f"sqlite:///{tmp_path / 'other.db'}")
    reopened._pool, reopened._queue = fresh._pool, fresh._queue
    assert await parts.readiness(settings, Engine(), reopened).missing() == {"database": "no_answer"}  # type: ignore[arg-type]
    fresh.close()


async def test_a_full_disk_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, database = _database(tmp_path)
    monkeypatch.setattr(parts.shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    assert await parts.readiness(settings, Engine(), database).missing() == {"database": "disk_full"}  # type: ignore[arg-type]
    database.close()


async def test_looking_changes_nothing_in_the_database(tmp_path: Path) -> None:
    settings, database = _database(tmp_path)
    await database.write(lambda session: session.connection().exec_driver_sql("PRAGMA user_version=7"))
    assert await parts.readiness(settings, Engine(), database).missing() == {}  # type: ignore[arg-type]
    number = await database.read(lambda session: session.connection().exec_driver_sql("PRAGMA user_version").scalar())
    assert number == 7
    database.close()


async def test_tables_of_another_release_are_not_ready(tmp_path: Path) -> None:
    settings, database = _database(tmp_path)
    assert await parts.readiness(settings, Engine(), database).missing() == {}  # type: ignore[arg-type]

    def change(session: Session) -> None:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    await database.write(change)
    assert await parts.readiness(settings, Engine(), database).missing() == {"migrations": "not_at_head"}  # type: ignore[arg-type]
    database.close()


async def test_redis_that_does_not_answer_is_told_and_can_be_spared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, database = _database(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(parts, "redis_url", lambda _: f"redis://127.0.0.1:{port}/0")
    readiness = parts.readiness(settings, Engine(), database)  # type: ignore[arg-type]
    assert (await readiness.missing(), await readiness.degraded()) == ({}, {"redis": "no_answer"})
    database.close()


async def test_redis_that_answers_is_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            if line[:1] != b"*":
                continue
            words = []
            for _ in range(int(line[1:])):
                await reader.readline()
                words.append((await reader.readline()).strip().upper())
            writer.write(
                b"+PONG\r\n" if words[0] == b"PING" else b"-ERR unknown\r\n" if words[0] == b"HELLO" else b"+OK\r\n"
            )
            await writer.drain()

    settings, database = _database(tmp_path)
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setattr(parts, "redis_url", lambda _: f"redis://127.0.0.1:{port}/0?protocol=2")
    readiness = parts.readiness(settings, Engine(), database)  # type: ignore[arg-type]
    assert (await readiness.missing(), await readiness.degraded()) == ({}, {})
    server.close()
    database.close()
