"""What the archive keeps and leaves out, for how long, and how it is listed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from archive_support import Desk, desk
from sqlalchemy import func, select

from actions.made import Made, join
from assistant.archive.kept import what_to_keep
from assistant.archive.releases import current_release, release_of
from assistant.archive.show import HEAD, table_rows
from assistant.archive.store import UnknownReply
from assistant.archive.tables import OriginRow, ReleaseRow, ReplyRow
from assistant.conversations.clock import DAY
from assistant.conversations.tables import ConversationRow
from assistant.inbox.export import table

WORD = "kvitveisblomster"


async def conversations(at: Desk) -> list[str]:
    """The ids of the conversations that are stored."""
    return await at.stores.database.read(lambda session: list(session.scalars(select(ConversationRow.id))))


def made(recipe: Any) -> dict[str, Any]:
    """An origin as a turn makes it."""
    return {"today": "2025-02-03", "lang": "nb", "versions": {}, "statements": [], "made": recipe}


@pytest.mark.parametrize("number", [91234567.0, 1019012345.0, 10_000_000, -12345678])
@pytest.mark.parametrize("kind", ["noted", "verdict", "checklist"])
def test_a_number_that_may_be_a_person_s_is_not_kept(kind: str, number: float) -> None:
    sheet = {"scheme": "tryggest", "edition": "2025", "answers": {"amount": number}, "of": "tryggest", "intro": ""}
    recipe = {"join": [{"key": "noted", "values": {"answers": {kind: sheet}}}], "by": " "}
    kept = what_to_keep({"text": f"{number:.0f} kroner"}, made(recipe))
    assert (kept.text, kept.left_out) == ("", "long_number")
    assert f"{number:.0f}" not in str(kept.origin)


def test_an_amount_is_kept() -> None:
    sheet = {"scheme": "tryggest", "edition": "2025", "answers": {"amount": 9_999_999.0}}
    kept = what_to_keep({"text": "Notert: 9 999 999 kroner"}, made({"noted": sheet}))
    assert (kept.text, kept.left_out) == ("Notert: 9 999 999 kroner", "")


async def test_a_text_that_nobody_told_the_making_of_is_not_kept_nor_what_it_is_put_into(at: Desk) -> None:
    turn = await at.turn()
    plain = f"Du sa {WORD}"
    for text in (plain, join([turn.t("welcome"), plain]), turn.t("simpler", text=Made(plain))):
        turn.say("notice", text)
    replies = await at.store(turn.said)
    assert [(r.text, r.left_out, r.origin["made"]) for r in replies] == [("", "untold", None)] * 3


async def test_the_archive_holds_no_word_of_the_user_and_not_which_conversation(at: Desk) -> None:
    turn = await at.turn()
    turn.say("notice", turn.t("welcome"))
    turn.say("notice", f"Du sa {WORD}")
    await at.store(turn.said, user=f"hei {WORD}")
    rows = await at.stores.database.read(lambda s: [vars(r).copy() for r in s.scalars(select(ReplyRow))])
    assert rows
    for needle in (WORD, *await conversations(at)):
        assert needle not in str(rows)


async def test_replies_of_one_conversation_do_not_stand_in_their_order_and_have_no_time(at: Desk) -> None:
    turn = await at.turn()
    for _ in range(12):
        turn.say("notice", turn.t("welcome"))
    said = [reply.message_id for reply in await at.store(turn.said)]
    listed = [reply.message_id for reply in await at.stores.archive.list()]
    assert listed == sorted(said)
    assert set(ReplyRow.__table__.columns.keys()).isdisjoint({"at", "seq", "conversation_id"})


async def test_an_archived_reply_outlives_its_conversation_until_its_own_time(at: Desk) -> None:
    turn = await at.turn()
    turn.say("notice", turn.t("welcome"))
    [reply] = await at.store(turn.said)
    for conversation in await conversations(at):
        await at.stores.eraser.erase(conversation)
    assert await at.stores.database.read(lambda s: s.scalar(select(func.count()).select_from(OriginRow))) == 0
    assert await at.stores.archive.find(reply.message_id) == reply
    at.clock.now += 1_094 * DAY
    await at.stores.eraser.purge_rest()
    assert await at.stores.archive.find(reply.message_id) == reply
    at.clock.now += DAY
    await at.stores.eraser.purge_rest()
    with pytest.raises(UnknownReply, match="past its time"):
        await at.stores.archive.find(reply.message_id)


async def test_with_the_archive_off_a_reply_is_found_only_as_long_as_its_conversation(tmp_path: Path) -> None:
    off = desk(tmp_path, archive="off")
    turn = await off.turn()
    turn.say("notice", turn.t("welcome"))
    [reply] = await off.store(turn.said)
    assert reply.text == turn.said[0]["text"]
    assert await off.stores.archive.list() == []
    off.stores.close()


async def test_a_release_is_kept_once_with_all_its_texts(at: Desk) -> None:
    at.stores.archive.begin(current_release(), "another-model")
    at.stores.archive.begin(release_of({**current_release().files, "config.yml": "other"}), "another-model")
    assert await at.stores.database.read(lambda s: s.scalar(select(func.count()).select_from(ReleaseRow))) == 2
    kept, _ = await at.stores.archive.release(current_release().digest)
    assert kept.files == current_release().files
    for path in ("assistant/texts/walk.yml", "knowledge/phrases.yml", "knowledge/eligibility.py", "config.yml"):
        assert kept.files[path]


async def test_the_list_is_by_scheme_and_by_day(at: Desk) -> None:
    days = []
    for scheme in ("tryggest", "kommunalt-rusarbeid"):
        turn = await at.turn()
        turn.say("notice", turn.t("welcome"), scheme=scheme)
        days += [dt.date.fromisoformat(reply.day) for reply in await at.store(turn.said)]
        at.clock.now += 3 * DAY
    archive = at.stores.archive
    assert [r.scheme for r in await archive.list()] == ["kommunalt-rusarbeid", "tryggest"]
    assert [r.scheme for r in await archive.list(scheme="tryggest")] == ["tryggest"]
    assert [r.scheme for r in await archive.list(first=days[1])] == ["kommunalt-rusarbeid"]
    assert [r.scheme for r in await archive.list(last=days[0])] == ["tryggest"]
    assert await archive.list(first=days[0] + dt.timedelta(days=1), last=days[1] - dt.timedelta(days=1)) == []


@pytest.mark.parametrize("text", ["=1+1", "+47", "-1", "@SUM(A1)"])
async def test_a_cell_of_the_table_is_never_a_formula(at: Desk, text: str) -> None:
    turn = await at.turn()
    turn.say("notice", turn.t("welcome"), scheme="tryggest")
    [reply] = await at.store(turn.said)
    written = table(HEAD, table_rows([dataclasses.replace(reply, text=text)])).decode("utf-8-sig")
    assert f";'{text};" in written
    assert written.split("\r\n")[0] == ";".join(HEAD)
