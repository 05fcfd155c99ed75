"""Writing what other processes may be writing at the same moment."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from assistant.conversations.tables import Base


def put(session: Session, table: type[Base], **values: Any) -> None:
    """Store a row in place of the one with its key, if there is one; of two at once the later wins, and none fails.

    Unlike `Session.merge`, which looks first and then inserts what another may have inserted meanwhile.
    """
    made, keys = _insert(session, table, values)
    rest = {name: made.excluded[name] for name in values if name not in keys}
    session.execute(made.on_conflict_do_update(index_elements=keys, set_=rest))


def put_if_missing(session: Session, table: type[Base], **values: Any) -> None:
    """Store a row unless there is one with its key, by whoever."""
    made, keys = _insert(session, table, values)
    session.execute(made.on_conflict_do_nothing(index_elements=keys))


def take_turns(session: Session, what: str) -> None:
    """Let one transaction at a time, of all processes, do what bears this name; held until the transaction ends.

    For work that reads and then writes what it read of. SQLite lets one write at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": f"veileder {what}"})


def _insert(session: Session, table: type[Base], values: dict[str, Any]) -> tuple[Any, list[str]]:
    dialect = import_module(f"sqlalchemy.dialects.{session.get_bind().dialect.name}")  # the one that is in use anyway
    return dialect.insert(table).values(**values), [column.name for column in inspect(table).primary_key]
