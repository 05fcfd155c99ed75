"""Runs revisions with Alembic, in a transaction of the caller."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from assistant.conversations.engines import named
from assistant.migrations.revisions import SHIPPED, Revisions
from assistant.migrations.start import DatabaseRefused, known_revision

BASE = "base"  # Alembic's word for a database without tables


def go(connection: Connection, revisions: Revisions, target: str) -> None:
    """Take the tables up or down to a revision; `BASE` deletes them all."""
    config = config_of(revisions, connection)
    if target != BASE and target >= (known_revision(connection, revisions) or ""):
        command.upgrade(config, target)
    else:
        command.downgrade(config, target)


def adopt(connection: Connection, revisions: Revisions) -> None:
    """Take over a database that was made before there were revisions: its tables are those of the first one.

    Tables that it lacks are made, as every start did then.

    Raises:
        DatabaseRefused: A table is not as it was in that release.
    """
    config = config_of(revisions, connection)
    script = ScriptDirectory.from_config(config).get_revision(revisions.first)
    first: MetaData = script.module.tables
    first.create_all(connection)
    if found := differences(connection, first):
        raise DatabaseRefused(
            f"{named(connection.engine.url)} has tables of ours, does not say of which revision, and they are not those "
            f"of the release before revisions. That would take: {'; '.join(found)}. Nothing was changed. Start the release that made it, "
            "or give this one an empty database (VEILEDER_DATABASE_URL)."
        )
    command.stamp(config, revisions.first)


def differences(connection: Connection, tables: MetaData) -> list[str]:
    """In what the tables of a database are not these; tables of others are left alone."""

    def is_ours(_object: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
        return not (kind == "table" and reflected and name not in tables.tables)

    options = {"compare_type": True, "compare_server_default": True, "include_object": is_ours}
    return [_told(each) for each in compare_metadata(MigrationContext.configure(connection, opts=options), tables)]


def config_of(revisions: Revisions = SHIPPED, connection: Connection | None = None) -> Config:
    """Alembic's configuration, made here: there is no alembic.ini to be found or missed."""
    config = Config()
    folders = "\n".join(map(str, revisions.folders))  # of the separators only this one is in no folder's name
    config.set_main_option("script_location", _escaped(str(Path(__file__).parent)))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", _escaped(folders))
    config.set_main_option("file_template", "revision_%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _escaped(value: str) -> str:
    return value.replace("%", "%%")


def _told(difference: Any) -> str:
    """One difference in a few words: what, and of which table."""
    first = difference[0] if isinstance(difference, list) else difference
    kind, *about = first
    named_things = (
        str(getattr(each, "name", each)) for each in about if each is not None and not isinstance(each, dict)
    )
    return f"{kind.replace('_', ' ')} {' '.join(named_things)}"
