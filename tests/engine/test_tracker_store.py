"""What is stored is what counts: a tracker that is kept is used only as long as the row says the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.conversations.database import Database, StoreUnavailable
from assistant.conversations.tables import TrackerRow

pytestmark = pytest.mark.rasa


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def store(database: Database, most_kept: int = 128) -> Any:
    from rasa.shared.core.domain import Domain

    from assistant.engine.tracker_store import DatabaseTrackerStore

    domain = Domain.from_dict({"slots": {"scheme": {"type": "any", "mappings": [{"type": "custom"}]}}})
    return DatabaseTrackerStore(domain, database, most_kept=most_kept)


async def told(kept: Any, name: str, scheme: str) -> Any:
    """One turn, which sets a slot."""
    from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered

    tracker = await kept.get_or_create_tracker(name)
    for event in (UserUttered(f"hva med {scheme}?"), SlotSet("scheme", scheme), ActionExecuted("action_listen")):
        tracker.update(event)
    await kept.save(tracker)
    return tracker


async def slot(kept: Any, name: str) -> Any:
    return (await kept.look(name)).get_slot("scheme")


async def test_a_tracker_is_used_again_and_says_what_one_built_anew_says(database: Database) -> None:
    ours, plain = store(database), store(database, most_kept=0)
    for turn in range(40):  # past the turns that are kept
        first = await told(ours, "a", f"scheme-{turn}")
        kept, built = await ours.look("a"), await plain.look("a")
        assert [e.as_dict() for e in kept.events] == [e.as_dict() for e in built.events]
        assert kept.current_slot_values() == built.current_slot_values()
        assert (kept is first) == (len(kept.events) == len(first.events))


async def test_a_turn_that_failed_is_not_heard_in_the_one_after_it(database: Database) -> None:
    from rasa.shared.core.events import UserUttered

    ours = store(database)
    await told(ours, "a", "tryggest")
    row = await database.read(lambda session: session.get(TrackerRow, "a").events)
    with ours.remembering("a", row) as turn:
        await ours.look("a")
        tracker = await ours.retrieve("a")
        tracker.update(UserUttered("dette feiler"))  # and something raises before it is saved
        assert (await ours.look("a")).latest_message.text == "hva med tryggest?"
        turn.stored()
    assert (await ours.retrieve("a")).latest_message.text == "hva med tryggest?"


async def test_who_saves_nothing_new_stores_what_was_there(database: Database) -> None:
    ours = store(database)
    await told(ours, "a", "tryggest")
    before = await database.read(lambda session: session.get(TrackerRow, "a").events)
    await ours.save(await ours.retrieve("a"))
    assert await database.read(lambda session: session.get(TrackerRow, "a").events) == before
    assert await slot(ours, "a") == "tryggest"


async def test_what_another_process_stored_is_seen(database: Database) -> None:
    one, other = store(database), store(database)
    await told(one, "a", "tryggest")
    await told(other, "a", "rus")
    assert await slot(one, "a") == "rus"
    await told(one, "a", "voksne")
    assert await slot(other, "a") == "voksne"
    assert len((await other.look("a")).events) == len((await store(database, most_kept=0).look("a")).events)


async def test_a_turn_that_was_never_stored_leaves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = store(database)
    await told(ours, "a", "tryggest")

    async def full(_work: Any) -> None:
        raise StoreUnavailable

    with monkeypatch.context() as broken:
        broken.setattr(database, "write", full)
        with pytest.raises(StoreUnavailable):
            await told(ours, "a", "rus")
    assert await slot(ours, "a") == "tryggest"
    tracker = await ours.retrieve("a")  # a turn that fails before it is stored
    tracker.slots["scheme"].value = "rus"
    assert await slot(ours, "a") == "tryggest"


async def test_what_is_forgotten_is_gone(database: Database) -> None:
    ours = store(database)
    await told(ours, "a", "tryggest")
    await ours.forget("a")
    assert await ours.look("a") is None
    assert await ours.retrieve("a") is None


async def test_only_so_many_are_kept(database: Database) -> None:
    ours = store(database, most_kept=3)
    for number in range(10):
        await told(ours, str(number), "tryggest")
    assert len(ours._kept) == 3
    assert [await slot(ours, str(number)) for number in range(10)] == ["tryggest"] * 10
