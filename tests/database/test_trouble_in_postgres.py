"""A PostgreSQL server that goes away, comes back or is slow: an error that says so without the users' words, then on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from assistant.conversations.database import Database, StoreUnavailable
from assistant.conversations.tables import TrackerRow
from assistant.conversations.together import put
from assistant.evaluation.temporary_postgres import NoPostgres, PostgresServer, temporary_postgres_server

WORDS = "kvitveisblomster"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server of its own: it is stopped and started."""
    try:
        with temporary_postgres_server() as server:
            yield server
    except NoPostgres as error:
        pytest.skip(str(error))


@pytest.fixture
def database(server: PostgresServer) -> Iterator[Database]:
    opened = Database(server.url(), threads=2)
    yield opened
    opened.close()


def keep(session: Session) -> None:
    put(session, TrackerRow, conversation_id="one", at=1, events=WORDS)


def kept(session: Session) -> str | None:
    return session.scalar(text("SELECT events FROM trackers WHERE conversation_id = 'one'"))


async def test_after_the_server_was_restarted_the_next_call_is_answered(
    server: PostgresServer, database: Database
) -> None:
    await database.write(keep)
    server.stop()
    with pytest.raises(StoreUnavailable):
        await database.read(kept)
    server.start()
    assert await database.read(kept) == WORDS


async def test_a_restart_that_nobody_noticed_costs_no_call(server: PostgresServer, database: Database) -> None:
    await database.write(keep)
    server.stop()
    server.start()
    assert await database.read(kept) == WORDS


async def test_a_connection_that_breaks_within_a_transaction_leaves_nothing_half_done(database: Database) -> None:
    def work(session: Session) -> None:
        put(session, TrackerRow, conversation_id="half", at=1, events=WORDS)
        try:
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        finally:
            put(session, TrackerRow, conversation_id="other half", at=1, events=WORDS)

    with pytest.raises(StoreUnavailable) as caught:
        await database.write(work)
    assert WORDS not in repr(caught.value) and caught.value.__cause__ is None
    halves = text("SELECT count(*) FROM trackers WHERE conversation_id LIKE '%half'")
    assert await database.read(lambda session: session.scalar(halves)) == 0


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO trackers VALUES (repeat('{WORDS}', 9), 1, '')",
        f"SELECT '{WORDS}'::int",
        f"SELECT * FROM {WORDS}",
    ],
)
async def test_what_the_server_refuses_is_told_without_words(database: Database, statement: str) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        await database.write(lambda session: session.execute(text(statement)))
    assert WORDS not in repr(caught.value) and caught.value.__cause__ is None
    assert await database.read(lambda session: session.scalar(text("SELECT 1"))) == 1


async def test_a_statement_that_takes_too_long_is_given_up(server: PostgresServer) -> None:
    impatient = Database(f"{server.url()}&options=-c%20statement_timeout%3D50", threads=1)
    with pytest.raises(StoreUnavailable):
        await impatient.read(lambda session: session.execute(text("SELECT pg_sleep(60)")))
    assert await impatient.read(lambda session: session.scalar(text("SELECT 1"))) == 1
    impatient.close()


async def test_connections_say_who_they_are_and_wait_for_nothing_for_ever(database: Database) -> None:
    names = ("application_name", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")

    def settings(session: Session) -> list[str]:
        return [str(session.scalar(text(f"SHOW {name}"))) for name in names]

    assert await database.read(settings) == ["veileder", "30s", "10s", "1min"]


def test_a_server_that_is_stopped_when_the_service_starts_is_told_of(server: PostgresServer) -> None:
    server.stop()
    try:
        with pytest.raises(StoreUnavailable, match=r"cannot be used.*VEILEDER_DATABASE_URL"):
            Database(server.url())
    finally:
        server.start()
