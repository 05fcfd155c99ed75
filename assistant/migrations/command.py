"""`veileder migrate`: the tables to the revision of this release, or to another."""

from __future__ import annotations

import argparse
import tempfile
from typing import Any

from sqlalchemy import Engine

from assistant.conversations.database import explained
from assistant.conversations.engines import named, open_engine
from assistant.migrations.revisions import SHIPPED
from assistant.migrations.start import (
    DatabaseRefused,
    bring_up_to_date,
    changing,
    current_revision,
    is_ours,
    known_revision,
)
from assistant.settings import Settings


def add_parser(commands: Any) -> None:
    """Adds `migrate` to the commands of `veileder`."""
    parser = commands.add_parser("migrate", help="bring the database's tables to the revision of this release")
    parser.add_argument("--to", metavar="REVISION", help="to this revision instead, up or down, e.g. 0001, or base")
    parser.add_argument("--show", action="store_true", help="only show the revisions, and which one the database has")
    parser.add_argument("--delete-everything", action="store_true", help="allow --to base, which deletes every table")
    parser.add_argument(
        "--draft", metavar="WORDS", help="write a revision from what the models have become (developers)"
    )
    parser.set_defaults(run=_migrate)


def _migrate(options: argparse.Namespace) -> int:
    if options.draft:
        _draft(options.draft)
        return 0
    engine = open_engine(Settings.from_env().effective_database_url, threads=1)
    with explained(engine):
        if options.show:
            _show(engine)
            return 0
        if options.to is None:
            bring_up_to_date(engine)
        else:
            _go(engine, options.to, may_delete=options.delete_everything)
        _say(engine)
    engine.dispose()
    return 0


def _go(engine: Engine, target: str, *, may_delete: bool) -> None:
    from assistant.migrations import run

    if target != run.BASE and target not in SHIPPED.titles():
        raise DatabaseRefused(f"there is no revision '{target}'. Known: {', '.join(SHIPPED.titles())}, {run.BASE}.")
    if target == run.BASE and not may_delete:
        raise DatabaseRefused(
            "--to base deletes every table with everything in it: conversations, versions, drafts, the audit log. "
            "Say --delete-everything too if that is meant."
        )
    with changing(engine) as connection:
        if current_revision(connection) is None and is_ours(connection):
            run.adopt(connection, SHIPPED)
        known_revision(connection, SHIPPED)
        run.go(connection, SHIPPED, target)


def _show(engine: Engine) -> None:
    with engine.connect() as connection:
        current = current_revision(connection)
        without = "without revisions: made before there were any" if is_ours(connection) else "empty"
    for number, title in SHIPPED.titles().items():
        print(f"{number}  {title}{'   <- the database' if number == current else ''}")
    if current not in SHIPPED.titles():
        print(f"{named(engine.url)} is {f'at {current}, which this release does not know' if current else without}.")


def _say(engine: Engine) -> None:
    with engine.connect() as connection:
        current = current_revision(connection)
    print(f"{named(engine.url)} is at revision {current or 'base: without tables'}.")
    if current != SHIPPED.head:
        print(f"The next start of this release takes it to {SHIPPED.head}: start the release that it is meant for.")


def _draft(words: str) -> None:
    """A revision that takes the tables from the head to what the models say. To be read, and tried, before it is used."""
    from alembic import command

    from assistant.migrations import run

    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/draft.db", threads=1)
        with changing(engine) as connection:
            run.go(connection, SHIPPED, SHIPPED.head)
            number = f"{int(SHIPPED.head) + 1:04}"
            command.revision(run.config_of(SHIPPED, connection), words, autogenerate=True, rev_id=number)
        engine.dispose()
