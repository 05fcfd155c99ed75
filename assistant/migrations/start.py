"""What happens to the tables when the database is opened: nothing, or they are made, adopted or brought up to date.

Any number of processes may start at once. One does the work, in one transaction; the others wait for it and find it done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from assistant.conversations.engines import BEGIN, named
from assistant.migrations.all_tables import TABLES
from assistant.migrations.revisions import SHIPPED, Revisions

_LOCK = 0x7665696C  # the advisory lock of whoever changes tables; "veil" in ASCII
_WAIT_SECONDS = 120  # for another process that is changing tables
_MARK = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"


class DatabaseRefused(RuntimeError):
    """The tables are not what this release can use; the message says why, and what to do."""


def bring_up_to_date(engine: Engine, revisions: Revisions = SHIPPED) -> None:
    """Make the tables what this release works with; quick when they are.

    Raises:
        DatabaseRefused: The database is newer than this release, or its tables are none of ours.
        DBAPIError: The database cannot be reached or written.
    """
    with engine.connect() as connection:
        if current_revision(connection) == revisions.head:
            return
    with changing(engine) as connection:
        _bring(connection, revisions)


def current_revision(connection: Connection) -> str | None:
    """The revision that a database says it has; None where it says nothing."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def known_revision(connection: Connection, revisions: Revisions) -> str | None:
    """`current_revision`, of those that this release knows.

    Raises:
        DatabaseRefused: A newer release has changed the tables.
    """
    current, head = current_revision(connection), revisions.head
    if current is not None and current not in revisions.titles():
        raise DatabaseRefused(
            f"{named(connection.engine.url)} is at revision {current}, and this release knows them up to {head}: a newer "
            "release has changed the tables, and this one would not know what it does to them. Start the newer release; "
            f"or let that one take its changes back, `veileder migrate --to {head}`, and then start this one."
        )
    return current


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables are changed, by one process at a time: all of it is done, or nothing."""
    with engine.connect().execution_options(**{BEGIN: "IMMEDIATE"}) as connection:
        if engine.dialect.name == "sqlite":
            with _without_foreign_keys(connection):
                yield connection
        else:
            with connection.begin():
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text(f"SET LOCAL lock_timeout = '{_WAIT_SECONDS}s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making another in its place; dropping the old one would delete all that points to it."""
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")  # cannot be changed within a transaction
    raw.execute(f"PRAGMA busy_timeout={1000 * _WAIT_SECONDS}")
    try:
        with connection.begin():
            yield
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise DatabaseRefused("The change of tables left rows that point to nothing, and was taken back.")
    finally:
        raw.execute("PRAGMA busy_timeout=5000")
        raw.execute("PRAGMA foreign_keys=ON")


def _bring(connection: Connection, revisions: Revisions) -> None:
    current = known_revision(connection, revisions)  # again: another process may have been first
    if current == revisions.head:
        return
    if current is None and not is_ours(connection):
        create(connection, revisions)
        return
    from assistant.migrations import run  # takes time to import, and is rarely needed

    if current is None:
        run.adopt(connection, revisions)
    run.go(connection, revisions, revisions.head)


def is_ours(connection: Connection) -> bool:
    """Whether any of our tables is there."""
    return not TABLES.tables.keys().isdisjoint(inspect(connection).get_table_names())


def create(connection: Connection, revisions: Revisions = SHIPPED) -> None:
    """Make every table in an empty database. A test proves that this gives what the revisions give."""
    TABLES.create_all(connection)
    if not inspect(connection).has_table("alembic_version"):
        connection.execute(text(_MARK))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": revisions.head})
