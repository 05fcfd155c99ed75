"""`veileder inbox-export` writes what editors accepted, where the repository has such files."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from inbox_support import HOUR, no_source, talk
from web_support import Clock

from assistant.cli import main
from assistant.conversations.stores import open_stores
from assistant.inbox.accepted import Draft
from assistant.settings import Settings
from assistant.staff.identity import Member, Role


async def _accept(folder: Path) -> None:
    clock = Clock()
    stores = open_stores(Settings(var=folder), clock=clock)
    _, key = await talk(stores, ("Dekkes husleie?", no_source()), at=clock.now - HOUR)
    kept = Draft.of("question", "tryggest", "about", "Dekkes husleie?")
    await stores.inbox.accept(Member("test|1", "Kari", Role.EDITOR, ""), [key], [kept])
    stores.close()


def test_files_are_written_under_the_names_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VEILEDER_VAR", str(tmp_path / "var"))
    assert main(["inbox-export", str(tmp_path / "out")]) == 0
    assert "nothing was written" in capsys.readouterr().out
    asyncio.run(_accept(tmp_path / "var"))
    assert main(["inbox-export", str(tmp_path / "out")]) == 0
    written = tmp_path / "out" / "knowledge" / "schemes" / "questions" / "tryggest.yml"
    assert written.read_text(encoding="utf-8").endswith('about:\n  - "Dekkes husleie?"\n')
    assert str(written) in capsys.readouterr().out
