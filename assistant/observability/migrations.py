"""Whether the database has the tables of this release, as far as Alembic's folder of migrations tells."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def expected() -> frozenset[str]:
    """The revisions that this release's migrations end in; empty when it has none."""
    return heads(MIGRATIONS)


@cache
def heads(folder: Path) -> frozenset[str]:
    """The revisions that a folder of migrations ends in; empty when it is not there."""
    if not (folder / "env.py").is_file():
        return frozenset()
    from alembic.script import ScriptDirectory

    return frozenset(ScriptDirectory(str(folder)).get_heads())


def current(connection: Connection) -> frozenset[str]:
    """The revisions that a database is at; empty when it was never migrated."""
    from alembic.migration import MigrationContext

    return frozenset(MigrationContext.configure(connection).get_current_heads())
