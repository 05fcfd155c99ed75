"""The parts of a service that must be ready, and how each is looked at. A code says what is wrong; no addresses, no data."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, cast

from sqlalchemy import literal, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from assistant.conversations.database import Database, StoreUnavailable
from assistant.conversations.ports import Assistant, ReportsReadiness
from assistant.conversations.tables import MessageRow, TrackerRow
from assistant.observability.migrations import at_head
from assistant.observability.readiness import OK, Check, Readiness
from assistant.settings import Settings

_LEAST_FREE_BYTES = 16 * 1024 * 1024  # less, and SQLite's log cannot grow by a transaction or two


def readiness(settings: Settings, assistant: Assistant, database: Database) -> Readiness:
    """The readiness of a service."""
    checks: dict[str, Check] = {
        "database": lambda: _database(settings, database),
        "migrations": lambda: _migrations(database),
    }
    url = redis_url(settings)
    spared: dict[str, Check] = {"redis": lambda: _redis(url)} if url else {}
    return Readiness(checks, flags={"engine": lambda: _is_loaded(assistant)}, spared=spared)


def redis_url(settings: Settings) -> str:
    """Where Redis is; "" when it is not used."""
    return settings.redis_url.get_secret_value() if settings.redis_url else ""


def _is_loaded(assistant: Assistant) -> bool:
    return assistant.ready() if isinstance(assistant, ReportsReadiness) else True


async def _database(settings: Settings, database: Database) -> str:
    """Whether it answers and can be written. SQLite writes its own `user_version` again, which changes nothing."""
    if database.is_sqlite and await asyncio.to_thread(_is_disk_full, settings):
        return "disk_full"
    try:
        await database.write(_rewrite if database.is_sqlite else _refuse_read_only)
    except StoreUnavailable:
        return await _why(database)
    except _ReadOnly:
        return "read_only"
    return OK


class _ReadOnly(Exception):
    """The database takes no writes now."""


def _rewrite(session: Session) -> None:
    for table in (MessageRow, TrackerRow):  # what every message needs: a damaged page of theirs is told here
        session.execute(select(literal(1)).select_from(table).limit(1)).first()
    number = int(session.execute(text("PRAGMA user_version")).scalar_one())
    session.execute(text(f"PRAGMA user_version={number}"))


def _refuse_read_only(session: Session) -> None:
    state = session.execute(text("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")).one()
    if state[0] or state[1] == "on":
        raise _ReadOnly


async def _why(database: Database) -> str:
    """A database that can be read but not written is told apart from one that does not answer."""
    try:
        await database.ping()
    except StoreUnavailable:
        return "no_answer"
    return "not_writable"


def _is_disk_full(settings: Settings) -> bool:
    path = Path(make_url(settings.effective_database_url).database or settings.var)
    return shutil.disk_usage(path.parent).free < _LEAST_FREE_BYTES


async def _migrations(database: Database) -> str:
    try:
        right = await database.read(lambda session: at_head(session.connection()))
    except StoreUnavailable:  # which the look at the database itself tells
        return OK
    return OK if right else "not_at_head"


async def _redis(url: str) -> str:
    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    from assistant.shared.line import TIMEOUT_SECONDS

    client = Redis.from_url(url, socket_connect_timeout=TIMEOUT_SECONDS, socket_timeout=TIMEOUT_SECONDS)
    try:
        await cast("Awaitable[Any]", client.ping())
    except (RedisError, OSError):
        return "no_answer"
    finally:
        await client.aclose()
    return OK
