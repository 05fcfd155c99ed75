"""A row in every table, and what a database is made of, for comparing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Integer, LargeBinary, MetaData, Table, inspect, select, text

from assistant.conversations.engines import open_engine
from assistant.migrations.revisions import SHIPPED, Revisions

HERE = Path(__file__).parent
LATER = Revisions((*SHIPPED.folders, HERE / "later_revisions"))
BROKEN = Revisions((*LATER.folders, HERE / "broken_revisions"))
WORDS = "Å søkje om «tilskot» – 100 % \U0001f600"


def fill(connection: Connection, tables: MetaData) -> None:
    """A row in every table; what points to another row finds it, since all keys are alike."""
    for table in tables.sorted_tables:
        connection.execute(table.insert().values({column.name: _value(column) for column in table.columns}))


def rows(connection: Connection, tables: MetaData) -> dict[str, list[Any]]:
    """All rows, by table."""
    return {table.name: [tuple(row) for row in connection.execute(select(table))] for table in tables.sorted_tables}


def shape(connection: Connection) -> dict[str, Any]:
    """Everything about the tables that the database itself tells; the order of columns aside."""
    look = inspect(connection)
    found = {name: _table(look, name) for name in look.get_table_names() if name != "alembic_version"}
    if connection.dialect.name == "sqlite":
        listed = connection.execute(text("SELECT name, wr FROM pragma_table_list WHERE wr")).all()
        found["without rowid"] = sorted(name for name, _ in listed if not name.startswith("sqlite_"))
    return found


def in_processes(source: str, *arguments: str, count: int = 4) -> list[tuple[int, str]]:
    """Runs a program in several processes at once; their exit codes and what they wrote to stderr."""
    command = [sys.executable, "-W", "ignore", "-c", source, *arguments]
    root = HERE.parent.parent
    running = [subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) for _ in range(count)]
    return [(process.wait(120), process.stderr.read() if process.stderr else "") for process in running]


def run_in(url: str, statement: str) -> None:
    """One statement, in a transaction of its own."""
    engine = open_engine(url, threads=1)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _value(column: Any) -> Any:
    if isinstance(column.type, JSON):
        return {"text": WORDS, "list": [1, None, True]}
    if isinstance(column.type, LargeBinary):
        return b"\x00\xff"
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer):
        return 1
    return "same" if column.primary_key or column.foreign_keys or column.unique else WORDS[: column.type.length or None]


def _table(look: Any, name: str) -> dict[str, Any]:
    columns = {c["name"]: (str(c["type"]), c["nullable"], str(c["default"])) for c in look.get_columns(name)}
    return {
        "columns": columns,
        "key": look.get_pk_constraint(name)["constrained_columns"],
        "points to": sorted(
            (f["constrained_columns"], f["referred_table"], str(f["options"])) for f in look.get_foreign_keys(name)
        ),
        "indexes": sorted((i["name"], i["column_names"], bool(i["unique"])) for i in look.get_indexes(name)),
        "unique": sorted(u["column_names"] for u in look.get_unique_constraints(name)),
    }


def one_more_column(tables: MetaData) -> MetaData:
    """The tables as a developer would have them who forgot the revision."""
    changed = MetaData()
    for table in tables.sorted_tables:
        table.to_metadata(changed)
    Table("messages", changed, _column(), extend_existing=True)
    return changed


def _column() -> Any:
    from sqlalchemy import Column

    return Column("forgotten", Integer)
