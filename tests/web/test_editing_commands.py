"""`veileder review`, `versions`, `rollback` and `export`, on a database of their own."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from editing_support import TRYGGEST, UNKNOWN
from shipped_library import shipped_library

from assistant.cli import main
from assistant.conversations.stores import Stores, open_stores
from assistant.editing.intake import Intake, take_in
from assistant.editing.versions import WATCH
from assistant.settings import Settings
from assistant.sources.ingest import Taken
from assistant.sources.shelf import Shelf
from assistant.sources.versions import Origin
from knowledge.loader import SCHEMES_DIR, load_schemes


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stores]:
    monkeypatch.setenv("VEILEDER_VAR", str(tmp_path / "var"))
    (tmp_path / "var").mkdir()
    stores = open_stores(Settings.from_env())
    stores.versions.take_shipped_now(
        [(s, (SCHEMES_DIR / f"{s.id}.yml").read_text(encoding="utf-8")) for s in shipped_library().schemes]
    )
    yield stores
    stores.close()


def draft(stores: Stores, folder: Path, text: str = TRYGGEST) -> str:
    """The id of the draft of a document."""
    library = shipped_library()
    shelf = Shelf(folder / "var" / "sources")
    intake = Intake(
        stores.drafts, stores.versions, stores.audit, shelf, lambda: library.passages, library.today, stores.clock
    )
    taken = Taken(text.encode(), Origin(name="kunngjoring.txt"))
    return asyncio.run(take_in(WATCH, taken, intake, publisher="Bufdir")).drafts[0].id


def test_a_draft_is_listed_shown_decided_and_published(
    stores: Stores, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = draft(stores, tmp_path)
    assert main(["review"]) == 0
    assert "tryggest 2026  3 undecided" in capsys.readouterr().out
    assert main(["review", name[:8]]) == 0
    shown = capsys.readouterr().out
    assert "amount: changed, undecided" in shown
    assert "450 000 kroner" in shown
    assert main(["review", name, "--publish", "--why", "Nå."]) == 2
    assert "amount: is not decided" in capsys.readouterr().err
    rest = [line.split(":")[0].strip() for line in shown.splitlines() if "undecided" in line and ": " in line]
    rest = [each for each in rest if each != "amount"]
    mine = "editions/2026/facts/amount/statement/nb=Inntil 450 000 kroner til hver."
    options = ["--accept", "amount", "--reject", *rest, "--set", mine, "--publish", "--why", "Ny.", "--name", "Kari"]
    assert main(["review", name, *options]) == 0
    assert "tryggest: version 2 is published" in capsys.readouterr().out
    _, scheme = asyncio.run(stores.versions.get("tryggest", 2))
    fact = next(each for each in scheme.edition().facts if each.id == "amount")
    assert fact.statement.nb == "Inntil 450 000 kroner til hver."
    assert main(["versions", "tryggest"]) == 0
    assert "published  Kari: Ny." in capsys.readouterr().out
    assert list((tmp_path / "var" / "sources").glob("*.txt"))


def test_an_older_version_answers_again(stores: Stores, capsys: pytest.CaptureFixture[str]) -> None:
    _, scheme = asyncio.run(stores.versions.get("tryggest", 1))
    asyncio.run(stores.versions.publish(WATCH, scheme.model_copy(update={"hints": ("a",)}), base=1, why="Ord."))
    assert main(["rollback", "tryggest", "1"]) == 2
    assert "say why" in capsys.readouterr().err
    assert main(["rollback", "tryggest", "1", "--why", "Feil.", "--name", "Kari"]) == 0
    assert "as version 3" in capsys.readouterr().out
    assert asyncio.run(stores.versions.get("tryggest", 3))[1] == scheme


def test_what_is_exported_is_the_shipped_files_byte_for_byte_and_follows_a_change(
    stores: Stores, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path / "out")]) == 0
    for path in SCHEMES_DIR.glob("*.yml"):
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()
    _, scheme = asyncio.run(stores.versions.get("tryggest", 1))
    document = scheme.model_dump(mode="json")
    document["editions"][0]["deadlines"]["application"]["date"] = "2025-04-30"
    asyncio.run(stores.versions.publish(WATCH, type(scheme).model_validate(document), base=1, why="Frist."))
    assert main(["export", str(tmp_path / "out")]) == 0
    read = next(each for each in load_schemes(tmp_path / "out") if each.id == "tryggest")
    assert read.edition().deadlines.application.date == dt.date(2025, 4, 30)
    assert read.questions == scheme.questions


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["review", "finnes-ikke"], "no open draft"),
        (["versions", "finnes-ikke"], "there is no scheme 'finnes-ikke'"),
        (["rollback", "tryggest", "9", "--why", "x"], "no version 9"),
    ],
)
def test_what_is_not_there_is_said_with_what_to_do(
    stores: Stores, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(arguments) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--accept", "finnes-ikke"], "has no proposal 'finnes-ikke'"),
        (["--accept", "amount", "--set", "uten-likhetstegn"], "PATH=VALUE"),
        (["--accept", "amount", "--set", "editions/2026/finnes/ikke=1"], "has the place"),
    ],
)
def test_a_decision_that_cannot_be_made_is_refused_and_nothing_is_stored(
    stores: Stores, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    name = draft(stores, tmp_path)
    assert main(["review", name, *arguments, "--name", "Kari"]) == 2
    assert told in capsys.readouterr().err
    assert asyncio.run(stores.drafts.get(name)).decisions == {}


def test_a_draft_of_an_unknown_scheme_is_shown_and_not_published(
    stores: Stores, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = draft(stores, tmp_path, UNKNOWN)
    assert main(["review", name]) == 0
    assert "200 000 kroner" in capsys.readouterr().out
    assert main(["review", name, "--publish", "--why", "x", "--name", "Kari"]) == 2
    assert "/redaksjon/ny" in capsys.readouterr().err
