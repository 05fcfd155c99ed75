"""A contradiction answers at once, as a version of its own, and only where it is certain."""

from collections.abc import AsyncIterator

import pytest
from drafts_by_hand import CALL, TRYGGEST, date, draft

from assistant.conversations.database import Database
from assistant.editing.disputes import say_both
from assistant.editing.versions import VersionStore
from assistant.staff.identity import Member, Role

KARI = Member("idp kari", "Kari", Role.EDITOR, "x")


@pytest.fixture
async def versions(database_url: str) -> AsyncIterator[VersionStore]:
    database = Database(database_url)
    made = VersionStore(database, lambda: 1_800_000_000.0)
    made.take_shipped_now([(TRYGGEST, "")])
    yield made
    database.close()


async def test_another_date_becomes_a_version_that_says_both(versions: VersionStore) -> None:
    (live,) = await versions.live()
    version, scheme = await say_both(versions, draft(date("2025-04-15"), edition="2025"), CALL, live)
    assert (version.number, version.kind) == (2, "disputed") and CALL.title in version.why
    assert [other.date.month for other in scheme.edition().deadlines.application.otherwise] == [4]
    assert (await versions.live())[0][1] == scheme


async def test_the_same_document_again_changes_nothing(versions: VersionStore) -> None:
    found = draft(date("2025-04-15"), edition="2025")
    once = await say_both(versions, found, CALL, (await versions.live())[0])
    assert await say_both(versions, found, CALL, once) == once


async def test_what_is_not_certain_or_the_same_changes_nothing(versions: VersionStore) -> None:
    (live,) = await versions.live()
    for found in (draft(date("2025-04-15", certain=False), edition="2025"), draft(date("2025-03-31"), edition="2025")):
        assert await say_both(versions, found, CALL, live) == live
    assert len(await versions.history()) == 1


async def test_an_editor_who_publishes_meanwhile_is_not_overruled(versions: VersionStore) -> None:
    (live,) = await versions.live()
    await versions.publish(KARI, TRYGGEST, base=1, why="ny")
    assert await say_both(versions, draft(date("2025-04-15"), edition="2025"), CALL, live) == live
    assert (await versions.heads())["tryggest"] == 2
