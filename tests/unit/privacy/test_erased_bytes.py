"""What is erased leaves no bytes in the database's files, whatever the pages looked like before."""

from __future__ import annotations

import random
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assistant.conversations.history import RequestKey, Turn
from assistant.conversations.secret import new_id
from assistant.conversations.stores import Stores, open_stores
from assistant.conversations.tables import TrackerRow
from assistant.settings import Settings

# With this seed SQLite's secure_delete alone left a row of an erased conversation behind: sizes, not values, decide.
SEED = 16
CONVERSATIONS = 57


def _message(text: str, dice: random.Random) -> dict[str, object]:
    filler = ["x" * dice.randint(0, 900)]
    fields = {"kind": "answer", "text": text, "lang": "nb", "scheme": None, "topic": None}
    return {"id": new_id(), **fields, "citations": filler, "buttons": []}


async def _converse(stores: Stores, conversation_id: str, word: str, dice: random.Random) -> None:
    """A conversation with a few turns, a tracker, perhaps a checklist and a rating."""
    await stores.conversations.create(conversation_id, lang=None, greeting=[_message("hei", dice)])
    for turn in range(dice.randint(0, 4)):
        key = RequestKey(new_id() * 2, new_id() * 2) if dice.random() < 0.4 else None
        reply = _message("svar " * dice.randint(1, 200), dice)
        user = _message(word * dice.randint(1, 20), dice)
        await stores.history.record(conversation_id, Turn(user, [reply], key))
        events = word * dice.randint(1, 400) * (turn + 1)

        def track(session: Session, events: str = events) -> None:
            session.merge(TrackerRow(conversation_id=conversation_id, at=1, events=events))

        await stores.database.write(track)
        if dice.random() < 0.3:
            items = [{"id": str(number)} for number in range(9)]
            await stores.checklists.create(conversation_id, {"items": items, "x": "y" * dice.randint(1, 5000)})
        if dice.random() < 0.3:
            await stores.history.rate(conversation_id, str(reply["id"]), helpful=True)


async def _erase(stores: Stores, conversation_id: str) -> None:
    """As `DELETE /conversations/{id}` does."""
    await stores.eraser.erase_content(conversation_id)
    forget = delete(TrackerRow).where(TrackerRow.conversation_id == conversation_id)
    await stores.database.write(lambda session: session.execute(forget).close())
    await stores.eraser.erase(conversation_id)


async def test_an_erased_conversation_leaves_no_bytes_in_any_file(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    stores = open_stores(Settings(var=tmp_path))
    alive: list[tuple[str, str]] = []
    for number in range(CONVERSATIONS):
        conversation_id, word = new_id(), f"kolibri{number}q "
        await _converse(stores, conversation_id, word, dice)
        alive.append((conversation_id, word))
        if dice.random() < 0.3:
            gone, word = alive.pop(dice.randrange(len(alive)))
            await _erase(stores, gone)
            written = b"".join(path.read_bytes() for path in tmp_path.glob("conversations.db*"))
            assert gone.encode() not in written
            assert word.encode() not in written
    stores.close()
