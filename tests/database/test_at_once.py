"""Several processes write the same at the same moment: one is kept, and none fails in an unknown way.

Each `Stores` has connections of its own, so for the database they are processes of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from assistant.archive.releases import current_release
from assistant.archive.tables import ReleaseRow
from assistant.conversations.checklists import Missing
from assistant.conversations.database import Database
from assistant.conversations.history import Memory, Overtaken, RequestKey, Turn
from assistant.conversations.ports import Json
from assistant.conversations.secret import new_id
from assistant.conversations.stores import Stores, open_stores
from assistant.conversations.tables import FeedbackRow, IdempotencyRow, TrackerRow
from assistant.conversations.together import put
from assistant.editing.versions import take_in_files
from assistant.inbox.tables import DailyRow, MarkRow
from assistant.settings import Settings
from assistant.staff.identity import Member, Role

PROCESSES = 4
KARI = Member("idp kari", "Kari", Role.EDITOR, "x")
ITEMS: Json = {"items": [{"id": "vedtak"}, {"id": "avtale"}]}


@pytest.fixture
async def processes(tmp_path: Path, database_url: str) -> AsyncIterator[list[Stores]]:
    with ExitStack() as opened:
        settings = Settings(var=tmp_path)
        made = [open_stores(settings) for _ in range(PROCESSES)]
        for stores in made:
            opened.callback(stores.close)
        yield made


def message(**values: object) -> Json:
    citations: list[Json] = []
    return {"id": new_id(), "kind": "answer", "text": "Kommuner kan søke.", "lang": "nb", "scheme": None} | {
        "topic": None,
        "citations": citations,
        "buttons": [],
        **values,
    }


def said(key: str | None = None) -> Turn:
    user = {"id": new_id(), "kind": "user", "text": "hvem kan søke"}
    return Turn(user, [message()], RequestKey(key, "the same body") if key else None)


async def conversation(stores: Stores) -> str:
    opened, _ = await stores.conversations.create(new_id(), lang=None, greeting=[])
    return opened.id


async def count(stores: Stores, table: type) -> int:
    return await stores.database.read(lambda session: session.scalar(select(func.count()).select_from(table)) or 0)


async def test_of_one_key_stored_by_all_one_turn_is_kept(processes: list[Stores]) -> None:
    conversation_id = await conversation(processes[0])
    turns = [stores.history.record(conversation_id, said("key")) for stores in processes for _ in range(5)]
    outcomes = await asyncio.gather(*turns, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType"] + ["Overtaken"] * (len(turns) - 1)
    assert await count(processes[0], IdempotencyRow) == 1
    assert len(await processes[0].history.read(conversation_id)) == 2


async def test_a_row_put_by_all_without_a_lock_is_one_row(processes: list[Stores]) -> None:
    def put_in(database: Database, number: int) -> object:
        return database.write(lambda s: put(s, TrackerRow, conversation_id="one", at=number, events=f"[{number}]"))

    for _ in range(10):
        await asyncio.gather(*(put_in(stores.database, n) for n, stores in enumerate(processes * 3)))  # type: ignore[arg-type]
        await processes[0].database.write(lambda session: session.execute(text("DELETE FROM trackers")))
    await asyncio.gather(*(put_in(stores.database, 7) for stores in processes))  # type: ignore[arg-type]
    assert await count(processes[0], TrackerRow) == 1


async def test_one_reply_rated_by_all_is_rated_once(processes: list[Stores]) -> None:
    conversation_id, turn = await conversation(processes[0]), said()
    await processes[0].history.record(conversation_id, turn)
    rated = [s.history.rate(conversation_id, turn.replies[0]["id"], helpful=True) for s in processes for _ in range(5)]
    assert all(await asyncio.gather(*rated))
    assert await count(processes[0], FeedbackRow) == 1


async def test_a_checklist_ticked_by_all_and_revoked_by_one_is_ticked_or_gone(processes: list[Stores]) -> None:
    for _ in range(5):
        checklist = await processes[0].checklists.create(None, ITEMS)
        ticks = [stores.checklists.tick(checklist, {"vedtak": True, "avtale": False}) for stores in processes * 3]
        *ticked, revoked = await asyncio.gather(*ticks, processes[0].checklists.revoke(checklist))
        assert revoked is None
        assert all(one is Missing.GONE or one["items"][0]["done"] for one in ticked)
        left = await processes[0].database.read(lambda s: s.execute(text("SELECT * FROM checklist_ticks")).all())
        assert left == []


async def test_a_conversation_erased_while_others_use_it_leaves_nothing(processes: list[Stores]) -> None:
    for _ in range(5):
        conversation_id, turn = await conversation(processes[0]), said()
        await processes[0].history.record(conversation_id, turn)
        opened = (await processes[0].conversations.access(conversation_id, None)).conversation
        assert opened is not None
        link, _ = await processes[0].conversations.create_resume_link(opened)
        await asyncio.gather(
            processes[0].eraser.erase(conversation_id),
            processes[1].history.rate(conversation_id, turn.replies[0]["id"], helpful=True),
            processes[2].conversations.redeem(link),
            processes[3].conversations.set_language(conversation_id, "nn"),
        )
        assert (await processes[0].conversations.access(conversation_id, None)).conversation is None
        assert await count(processes[0], FeedbackRow) == 0


async def test_a_turn_stored_while_a_conversation_is_erased_leaves_no_memory_of_it(processes: list[Stores]) -> None:
    conversation_id = await conversation(processes[0])
    await processes[0].eraser.erase_content(conversation_id)  # as a request to erase does; then the engine forgets
    await processes[1].history.record(conversation_id, replace(said(), memory=Memory(None, "[1]")))
    await processes[0].eraser.erase(conversation_id)
    assert await count(processes[0], TrackerRow) == 0


async def test_a_language_chosen_beside_a_turn_of_another_process_does_not_undo_it(processes: list[Stores]) -> None:
    conversation_id = await conversation(processes[0])
    await processes[0].history.record(conversation_id, replace(said(), memory=Memory(None, "[1]")))
    await processes[1].history.record(conversation_id, replace(said(), memory=Memory("[1]", "[1, 2]")))
    with pytest.raises(Overtaken):
        await processes[0].conversations.set_language(conversation_id, "nn", Memory("[1]", "[1, 3]"))
    opened = (await processes[0].conversations.access(conversation_id, None)).conversation
    assert opened is not None and opened.lang is None
    assert (await processes[0].history.begin(conversation_id, None)).memory == "[1, 2]"


async def test_the_days_are_counted_by_all_as_by_one(processes: list[Stores]) -> None:
    conversation_id = await conversation(processes[0])
    for _ in range(3):
        await processes[0].history.record(conversation_id, said())
    await processes[0].inbox.daily.count()
    once = await processes[0].database.read(lambda session: session.execute(select(DailyRow.__table__)).all())
    await asyncio.gather(*(stores.inbox.daily.count() for stores in processes * 3))
    again = await processes[0].database.read(lambda session: session.execute(select(DailyRow.__table__)).all())
    assert once and sorted(map(tuple, again)) == sorted(map(tuple, once))


async def test_staff_who_mark_the_same_at_once_all_succeed(processes: list[Stores]) -> None:
    conversation_id, turns = await conversation(processes[0]), [said() for _ in range(5)]
    for turn in turns:
        await processes[0].history.record(conversation_id, turn)
    ids = [turn.replies[0]["id"] for turn in turns]
    changes = (stores.inbox.mark(KARI, ids[::step], "done") for stores in processes * 2 for step in (1, -1))
    await asyncio.gather(*changes)
    assert await count(processes[0], MarkRow) == len(ids)


async def test_processes_that_start_take_in_the_same_files_and_texts_once(processes: list[Stores]) -> None:
    def begin(stores: Stores) -> None:
        take_in_files(stores.versions)
        stores.archive.begin(current_release(), "model")

    await asyncio.gather(*(asyncio.to_thread(begin, stores) for stores in processes))
    assert {version.number for version in await processes[0].versions.history()} == {1}
    assert await count(processes[0], ReleaseRow) == 1
