"""`veileder archive export`: everything that is kept, as JSON Lines, and not a word of a user."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.archive import runs
from assistant.cli import main
from assistant.conversations.history import Turn
from assistant.conversations.secret import new_id
from assistant.conversations.stores import open_stores
from assistant.settings import Settings

OWN = "kvitveisblomster"
_MADE = {"key": "greeting", "values": {}}


def _message(text: str) -> dict[str, Any]:
    base = {"id": new_id(), "kind": "answer", "text": text, "lang": "nb", "scheme": "tryggest", "topic": "goal"}
    return {
        **base,
        "citations": [{"title": "Kilden", "locator": "s. 1", "url": None, "edition": "2025"}],
        "buttons": [],
    }


@pytest.fixture
async def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with one conversation of six replies: five of our own making, and one that may echo the user."""
    monkeypatch.setenv("VEILEDER_VAR", str(tmp_path))
    stores = open_stores(Settings(var=tmp_path))
    conversation = new_id()
    await stores.conversations.create(conversation, lang=None, greeting=[])
    replies = [_message(f"Svar {number}.") for number in range(5)] + [_message(f"Du skrev {OWN}.")]
    origins = [{"lang": "nb", "made": _MADE}] * 5 + [None]
    await stores.history.record(conversation, Turn(_message(f"hei {OWN}"), replies, None, origins))
    (tmp_path / "conversation").write_text(conversation)
    stores.close()
    return tmp_path


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_all_replies_are_written_page_after_page(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_PAGE", 2)
    assert main(["archive", "export", str(var / "out.jsonl")]) == 0
    lines = _lines(var / "out.jsonl")
    assert sorted(line["text"] for line in lines) == ["", *(f"Svar {number}." for number in range(5))]
    assert {line["left_out"] for line in lines} == {"", "untold"}
    assert all(line["citations"][0]["title"] == "Kilden" and line["origin"]["today"] for line in lines)


def test_no_word_of_the_user_and_no_conversation_is_exported(var: Path) -> None:
    assert main(["archive", "export", str(var / "out.jsonl")]) == 0
    written = (var / "out.jsonl").read_text("utf-8")
    assert OWN not in written
    assert (var / "conversation").read_text() not in written


def test_scheme_and_day_narrow_the_export(var: Path) -> None:
    assert main(["archive", "export", str(var / "none.jsonl"), "--scheme", "oppfolging-voksne"]) == 0
    assert _lines(var / "none.jsonl") == []
    assert main(["archive", "export", str(var / "old.jsonl"), "--to", "2020-01-01"]) == 0
    assert _lines(var / "old.jsonl") == []


def test_a_file_that_exists_is_not_overwritten(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (var / "out.jsonl").write_text("mine")
    assert main(["archive", "export", str(var / "out.jsonl")]) == 2
    assert "not overwritten" in capsys.readouterr().err
    assert (var / "out.jsonl").read_text() == "mine"


async def test_what_is_said_while_the_archive_is_off_is_not_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import asyncio

    stores = open_stores(Settings(var=tmp_path, archive="off"))
    conversation = new_id()
    await stores.conversations.create(conversation, lang=None, greeting=[_message("Hei.")])
    stores.close()
    monkeypatch.setenv("VEILEDER_VAR", str(tmp_path))
    monkeypatch.setenv("VEILEDER_ARCHIVE", "off")
    assert await asyncio.to_thread(main, ["archive", "export", str(tmp_path / "out.jsonl")]) == 0
    assert _lines(tmp_path / "out.jsonl") == []
    assert "VEILEDER_ARCHIVE is off" in capsys.readouterr().err
