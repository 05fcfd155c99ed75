"""Databases for tests: a SQLite file, or an empty database of a PostgreSQL server that this run has started."""

from __future__ import annotations

import itertools
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from assistant.conversations.engines import open_engine
from assistant.evaluation.temporary_postgres import PostgresServer
from assistant.migrations.start import bring_up_to_date

_TEMPLATE = "veileder_template"


class Postgres:
    """Gives out databases; one with our tables is copied from a template, which is quicker than making them."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self._names = (f"veileder_{number}" for number in itertools.count(1))
        self._admin = create_engine(server.url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._create(_TEMPLATE, "template1")
        engine = open_engine(server.url(_TEMPLATE), threads=1)
        bring_up_to_date(engine)
        engine.dispose()

    def empty(self) -> str:
        """The URL of a new database without tables."""
        return self._new("template1")

    def ready(self) -> str:
        """The URL of a new database with our tables."""
        return self._new(_TEMPLATE)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is connected."""
        self._run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def _new(self, template: str) -> str:
        name = next(self._names)
        self._create(name, template)
        return self.server.url(name)

    def _create(self, name: str, template: str) -> None:
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


def sqlite_url(folder: Path) -> str:
    """The URL of a SQLite file in a folder."""
    return f"sqlite:///{folder / 'conversations.db'}"
