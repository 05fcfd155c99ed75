"""What tests of several folders share: the real service, started once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from database_servers import Postgres, sqlite_url
from running_service import RunningService

import assistant.engine  # noqa: F401  before anything imports Rasa
from assistant.evaluation.temporary_postgres import NoPostgres, temporary_postgres_server
from assistant.evaluation.temporary_redis import NoRedis, RedisServer, temporary_redis
from assistant.settings import Settings


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """The real service. When all is done, its log may hold no traceback and no text, its files no personal data of a user."""
    running = RunningService(tmp_path_factory.mktemp("service")).start()
    yield running
    running.plant()
    assert running.stop() == 0
    assert running.leaks() == []


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A PostgreSQL server for all tests of this process, started when the first one needs it."""
    try:
        with temporary_postgres_server() as server:
            yield Postgres(server)
    except NoPostgres as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis server for all tests of this process; a test that needs it empty says FLUSHALL."""
    try:
        with temporary_redis() as server:
            yield server
    except NoRedis as error:
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, once of each kind."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path)
        return
    servers: Postgres = request.getfixturevalue("postgres_server")
    url = servers.empty()
    yield url
    servers.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with our tables, once of each kind; settings without a database use it too.

    Each var folder gets a database of its own, as with SQLite.
    """
    if request.param == "sqlite":
        yield sqlite_url(tmp_path)
        return
    servers: Postgres = request.getfixturevalue("postgres_server")
    given: dict[Path, str] = {}

    def of(settings: Settings) -> str:
        return settings.database_url or given.setdefault(settings.var, "") or make(settings.var)

    def make(folder: Path) -> str:
        given[folder] = servers.ready()
        return given[folder]

    monkeypatch.setattr(Settings, "effective_database_url", property(of))
    yield make(tmp_path)
    for url in given.values():
        servers.drop(url)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright keeps an event loop running in the main thread, beside which no other can start."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
