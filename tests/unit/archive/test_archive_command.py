"""`veileder archive` as an operator types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive_support import TODAY, desk
from known_schemes import SCHEMES

from actions.say_answer import say_found
from assistant.archive.releases import current_release
from assistant.cli import main
from knowledge.answers import say
from knowledge.model import Topic


@pytest.fixture
async def message_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An archived answer about TryggEst, whose scheme has changed twice since."""
    monkeypatch.setenv("VEILEDER_VAR", str(tmp_path))
    opened, scheme = desk(tmp_path), SCHEMES["tryggest"]
    turn = await opened.turn()
    goal = next(f for f in scheme.edition().facts if f.topic == Topic.GOAL)
    say_found(turn, scheme, say(scheme, scheme.edition(), Topic.GOAL, "nb", TODAY, [goal]), prefix=False)
    [reply] = await opened.store(turn.said)
    await opened.change_everything()
    opened.stores.close()
    return reply.message_id


def test_show_tells_text_version_statement_and_release_and_check_says_the_same(
    message_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["archive", "show", message_id, "--check"]) == 0
    shown = capsys.readouterr().out
    goal = next(f for f in SCHEMES["tryggest"].edition().facts if f.topic == Topic.GOAL)
    assert f"Statement tryggest/2025/{goal.id}" in shown
    assert shown.count(goal.statement.nb) == 2, "as said, and as the version has it"
    assert "dates judged as of 2025-02-03" in shown
    assert "tryggest, version 1 (shipped)" in shown
    assert "why: scheme file of this release" in shown
    assert current_release().digest in shown
    assert shown.rstrip().endswith("the same")


async def test_check_shows_the_difference_and_fails_when_the_database_was_tampered_with(
    message_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import asyncio

    from sqlalchemy import update

    from assistant.archive.tables import ReplyRow

    opened = desk(tmp_path)
    await opened.stores.database.write(lambda s: s.execute(update(ReplyRow).values(text="Noe annet.")).close())
    opened.stores.close()
    assert await asyncio.to_thread(main, ["archive", "show", message_id, "--check"]) == 1
    shown = capsys.readouterr().out
    assert "not the same: the text differs" in shown
    assert "-Noe annet." in shown


def test_an_unknown_message_is_refused_in_one_line(message_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert message_id
    assert main(["archive", "show", "nobody-said-this"]) == 2
    assert capsys.readouterr().err.startswith("veileder: no reply nobody-said-this is kept")


def test_list_prints_or_writes_a_table(message_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "list", "--scheme", "tryggest"]) == 0
    assert message_id in capsys.readouterr().out
    assert main(["archive", "list", "--from", "2999-01-01"]) == 0
    assert capsys.readouterr().out == "No reply is kept for that.\n"
    written = tmp_path / "archive.csv"
    assert main(["archive", "list", "--csv", str(written)]) == 0
    assert message_id in written.read_text(encoding="utf-8-sig")


def test_a_day_that_is_none_is_refused(message_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert message_id
    with pytest.raises(SystemExit) as refused:
        main(["archive", "list", "--from", "i går"])
    assert refused.value.code == 2
    assert "--from" in capsys.readouterr().err
