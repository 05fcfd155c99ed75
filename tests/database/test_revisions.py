"""Tables from release to release: made, adopted, changed, taken back, or refused; on SQLite and on PostgreSQL."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from database_rows import BROKEN, LATER, fill, in_processes, one_more_column, rows, run_in, shape
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from assistant.cli import main
from assistant.conversations.database import Database, StoreUnavailable
from assistant.conversations.engines import open_engine
from assistant.migrations import run, start
from assistant.migrations.all_tables import TABLES
from assistant.migrations.revisions import SHIPPED, Revisions
from assistant.migrations.start import DatabaseRefused, bring_up_to_date, changing, current_revision

OPEN = "import sys; from assistant.conversations.database import Database; Database(sys.argv[1]).close()"
UPGRADE = """
import sys; sys.path.insert(0, "tests/database")
from database_rows import LATER
from assistant.conversations.engines import open_engine
from assistant.migrations.start import bring_up_to_date
bring_up_to_date(open_engine(sys.argv[1]), LATER)
"""
NO_ALEMBIC = OPEN + "; assert not [name for name in sys.modules if name.split('.')[0] == 'alembic']"


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    made = open_engine(empty_url)
    yield made
    made.dispose()


def revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return current_revision(connection)


def go(engine: Engine, target: str, revisions: Revisions = SHIPPED) -> None:
    with changing(engine) as connection:
        run.go(connection, revisions, target)


def as_before_revisions(engine: Engine, *, filled: bool = True) -> None:
    """The database as the release before revisions left it."""
    with changing(engine) as connection:
        run.go(connection, SHIPPED, SHIPPED.first)
        if filled:
            fill(connection, TABLES)
        connection.execute(text("DROP TABLE alembic_version"))


def test_every_table_is_made_by_the_revisions_as_the_models_say(engine: Engine) -> None:
    go(engine, SHIPPED.head)
    with engine.connect() as connection:
        assert run.differences(connection, TABLES) == [], "a model has changed: veileder migrate --draft '…'"


def test_an_empty_database_gets_what_the_revisions_give(engine: Engine) -> None:
    bring_up_to_date(engine)
    assert revision(engine) == SHIPPED.head
    with changing(engine) as connection:
        made = shape(connection)
        run.go(connection, SHIPPED, run.BASE)
        assert not start.is_ours(connection)
        run.go(connection, SHIPPED, SHIPPED.head)
        assert shape(connection) == made
        assert made.keys() >= TABLES.tables.keys()


def test_a_model_that_changed_without_a_revision_is_found(engine: Engine) -> None:
    bring_up_to_date(engine)
    with engine.connect() as connection:
        assert run.differences(connection, one_more_column(TABLES)) == ["add column messages forgotten"]


def test_up_and_down_and_up_again_nothing_is_lost(engine: Engine) -> None:
    bring_up_to_date(engine)
    with changing(engine) as connection:
        fill(connection, TABLES)
        before, form = rows(connection, TABLES), shape(connection)
    for _ in range(2):
        bring_up_to_date(engine, LATER)
        with engine.connect() as connection:
            assert (current_revision(connection), inspect(connection).has_table("later")) == ("9001", True)
            assert connection.execute(text("SELECT mood FROM conversations")).scalars().all() == ["calm"]
            assert rows(connection, TABLES) == before, "making a table anew deletes nothing that points to it"
        go(engine, SHIPPED.head, LATER)
        with engine.connect() as connection:
            assert rows(connection, TABLES) == before
            assert shape(connection) == form


def test_a_change_that_fails_leaves_everything_as_it_was(engine: Engine) -> None:
    bring_up_to_date(engine)
    with engine.connect() as connection:
        before = shape(connection)
    with pytest.raises(DBAPIError):
        bring_up_to_date(engine, BROKEN)
    with engine.connect() as connection:
        assert (current_revision(connection), shape(connection)) == (SHIPPED.head, before)


def test_a_database_from_before_revisions_is_adopted_with_all_it_holds(engine: Engine) -> None:
    as_before_revisions(engine)
    with engine.connect() as connection:
        before = rows(connection, TABLES)
    bring_up_to_date(engine)
    with engine.connect() as connection:
        assert (current_revision(connection), rows(connection, TABLES)) == (SHIPPED.head, before)


def test_an_adopted_database_that_lacks_a_table_gets_it(engine: Engine) -> None:
    as_before_revisions(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE archive_reply"))
    bring_up_to_date(engine)
    with engine.connect() as connection:
        assert run.differences(connection, TABLES) == []


def test_a_database_whose_tables_are_others_is_refused_and_left_alone(engine: Engine) -> None:
    as_before_revisions(engine, filled=False)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE messages DROP COLUMN role"))
        connection.execute(text("DROP TABLE feedback"))
        before = shape(connection)
    with pytest.raises(DatabaseRefused, match=r"add column messages role.*Nothing was changed"):
        bring_up_to_date(engine)
    with engine.connect() as connection:
        assert (current_revision(connection), shape(connection)) == (None, before)


def test_a_newer_database_is_refused_with_what_to_do(empty_url: str, engine: Engine) -> None:
    bring_up_to_date(engine, LATER)
    run_in(empty_url, "UPDATE alembic_version SET version_num = '9001'")
    with pytest.raises(DatabaseRefused, match=f"at revision 9001.*up to {SHIPPED.head}.*newer.*--to {SHIPPED.head}"):
        Database(empty_url)
    assert revision(engine) == "9001"


@pytest.mark.parametrize("program", [OPEN, UPGRADE], ids=["empty", "older"])
def test_several_processes_that_start_at_once_all_succeed(empty_url: str, program: str) -> None:
    if program == UPGRADE:
        bring_up_to_date(open_engine(empty_url))
    assert in_processes(program, empty_url) == [(0, "")] * 4
    engine = open_engine(empty_url)
    with engine.connect() as connection:
        marks = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    engine.dispose()
    assert marks == [LATER.head if program == UPGRADE else SHIPPED.head]


def test_several_processes_adopt_an_old_database_together(empty_url: str, engine: Engine) -> None:
    as_before_revisions(engine)
    assert in_processes(OPEN, empty_url) == [(0, "")] * 4
    assert revision(engine) == SHIPPED.head


def test_alembic_is_not_imported_where_nothing_is_to_be_changed(empty_url: str) -> None:
    assert in_processes(NO_ALEMBIC, empty_url, count=1) == [(0, "")], "an empty database"
    assert in_processes(NO_ALEMBIC, empty_url, count=1) == [(0, "")], "one that is as it should be"


def test_revisions_follow_each_other_in_one_line() -> None:
    (folder,) = SHIPPED.folders
    assert len(SHIPPED.titles()) == len(list(folder.glob("revision_*.py"))), "a file's name is revision_NNNN_words.py"
    before = None
    for number in SHIPPED.titles():
        (path,) = folder.glob(f"revision_{number}_*.py")
        stated = dict(re.findall(r'^(revision|down_revision)\b.*?= (?:"(\d+)"|None)$', path.read_text(), re.MULTILINE))
        assert stated == {"revision": number, "down_revision": before or ""}
        before = number


def test_a_folder_with_spaces_and_signs_is_no_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "with space, 50 % and ; signs"
    shutil.copytree(LATER.folders[1], folder / "revisions")
    engine = open_engine(f"sqlite:///{folder / 'some name.db'}")
    bring_up_to_date(engine)
    bring_up_to_date(engine, Revisions((*SHIPPED.folders, folder / "revisions")))
    assert revision(engine) == "9001"
    engine.dispose()


def test_the_command_shows_and_changes_the_revision(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VEILEDER_DATABASE_URL", empty_url)
    assert main(["migrate", "--show"]) == 0
    assert "is empty" in capsys.readouterr().out
    assert main(["migrate"]) == 0
    assert f"is at revision {SHIPPED.head}." in capsys.readouterr().out
    assert main(["migrate", "--show"]) == 0
    assert "<- the database" in capsys.readouterr().out
    assert main(["migrate", "--to", "base"]) == 2
    assert "--delete-everything" in capsys.readouterr().err
    assert main(["migrate", "--to", "7777"]) == 2
    assert "no revision '7777'" in capsys.readouterr().err
    assert main(["migrate", "--to", "base", "--delete-everything"]) == 0
    assert "base: without tables" in capsys.readouterr().out


def test_a_database_that_does_not_answer_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "postgresql://veileder:sesam-sesam@127.0.0.1:1/conversations"
    with pytest.raises(StoreUnavailable, match=r"the database conversations on 127\.0\.0\.1 cannot be used"):
        Database(url)
    monkeypatch.setenv("VEILEDER_DATABASE_URL", url)
    assert main(["migrate"]) == 2
    assert "sesam" not in "".join(capsys.readouterr())
