"""The archive among the editors' pages: found by day, scheme and id, said again, and with no word of a user."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from archived_replies import OWN_WORDS, Kept, keep_replies
from editing_support import Editor, newsroom, sit
from sqlalchemy import update
from web_support import Site

from assistant.archive.tables import ReplyRow
from assistant.editing.versions import WATCH
from assistant.staff.identity import Role

PATH = "/redaksjon/arkiv"


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with newsroom(tmp_path) as site:
        yield site


@pytest.fixture
async def kept(site: Site) -> Kept:
    return await keep_replies(site.stores)


@pytest.fixture
async def reader(site: Site) -> Editor:
    return await sit(site, Role.READER, "Lars")


def listed(page: str) -> list[str]:
    return re.findall(rf'href="{PATH}/([^"?]+)', page)


async def test_a_reply_is_found_by_day_scheme_and_id_and_nothing_else_is_shown(
    site: Site, reader: Editor, kept: Kept
) -> None:
    assert set(listed(await reader.get(PATH))) == {kept.goal, kept.untold}
    day = (await site.stores.archive.kept(kept.goal)).day
    for query, found in (
        ("ordning=tryggest", {kept.goal}),
        ("ordning=finnes-ikke", {kept.goal, kept.untold}),
        (f"id={kept.goal}", {kept.goal}),
        (f"id={kept.conversation}", {kept.goal, kept.untold}),
        (f"id={kept.user}", set()),
        (f"fra={day}&til={day}", {kept.goal, kept.untold}),
        ("til=2000-01-01", set()),
        ("fra=2999-01-01", set()),
    ):
        assert set(listed(await reader.get(f"{PATH}?{query}"))) == found, query


async def test_a_conversation_that_is_erased_can_no_longer_be_asked_for_but_its_replies_can(
    site: Site, reader: Editor, kept: Kept
) -> None:
    await site.stores.eraser.erase(kept.conversation)
    assert listed(await reader.get(f"{PATH}?id={kept.conversation}")) == []
    assert listed(await reader.get(f"{PATH}?id={kept.goal}")) == [kept.goal]


async def test_a_reply_tells_what_it_was_made_of_and_is_said_again_after_a_publish(
    site: Site, reader: Editor, kept: Kept
) -> None:
    _, whole = await site.stores.versions.get("tryggest", 1)
    short = {lang: f"{name} II" for lang, name in whole.short_name.model_dump().items()}
    changed = type(whole).model_validate({**whole.model_dump(mode="json"), "short_name": short})
    await site.stores.versions.publish(WATCH, changed, base=1, why="Nytt navn.")
    page = await reader.get(f"{PATH}/{kept.goal}?lang=nn")
    assert "Gjengitt likt i dag" in page
    assert "/redaksjon/ordning/tryggest/versjon/1?lang=nn" in page
    assert "3. februar 2025" in page
    assert "val av påstand" in page
    assert "model-of-today" in page


async def test_a_reply_that_is_not_the_same_shows_the_difference(site: Site, reader: Editor, kept: Kept) -> None:
    wrong = update(ReplyRow).where(ReplyRow.message_id == kept.goal)
    text = (await site.stores.archive.kept(kept.goal)).text
    await site.stores.database.write(lambda s: s.execute(wrong.values(text=f"{text} <b>Tillegg</b>")).close())
    page = await reader.get(f"{PATH}/{kept.goal}")
    assert "Ikke gjengitt likt i dag" in page
    assert "<del>" in page and "Tillegg" in page
    assert "<b>Tillegg" not in page


async def test_no_word_of_a_user_is_shown_and_it_is_said_why_a_text_is_left_out(reader: Editor, kept: Kept) -> None:
    for path in (PATH, f"{PATH}/{kept.untold}", f"{PATH}/{kept.goal}"):
        assert OWN_WORDS not in await reader.get(path)
    assert "er derfor ikke tatt vare på" in await reader.get(f"{PATH}/{kept.untold}")
    assert "Arkivet har ikke dette svaret" in await reader.get(f"{PATH}/{kept.user}", 404)


async def test_an_archive_that_is_off_shows_nothing_out_of_a_conversation(tmp_path: Path) -> None:
    async with newsroom(tmp_path, archive="off") as site:
        kept, reader = await keep_replies(site.stores), await sit(site, Role.READER)
        page = await reader.get(f"{PATH}?id={kept.conversation}")
        assert "Arkivet er slått av" in page
        assert listed(page) == []
        await reader.get(f"{PATH}/{kept.goal}", 404)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("fra=i+går", "Datoen finnes ikke"),
        ("til=1.1.99999999999999999999", "Datoen finnes ikke"),
        ("fra=2026-02-02&til=2026-02-01", "Siste dag er før første dag"),
    ],
)
async def test_days_that_are_none_are_told_at_their_field(reader: Editor, query: str, sentence: str) -> None:
    page = await reader.get(f"{PATH}?{query}", 422)
    assert sentence in page
    assert 'aria-invalid="true"' in page


async def test_the_list_is_paged_and_keeps_its_filter(site: Site, reader: Editor) -> None:
    for _ in range(14):
        await keep_replies(site.stores)
    first = await reader.get(f"{PATH}?fra=2020-01-01")
    second = await reader.get(f"{PATH}?fra=2020-01-01&side=2")
    assert "Svar (28)" in first and "Side 1 av 2" in first
    assert "fra=2020-01-01" in first.split('rel="next"')[0].rsplit("<a", 1)[1]
    assert len(listed(first)) == 25
    assert len(set(listed(first)) | set(listed(second))) == 28
    assert listed(await reader.get(f"{PATH}?side=999&fra=2020-01-01")) == listed(second)


async def test_only_staff_may_read_the_archive(site: Site, kept: Kept) -> None:
    for path in (PATH, f"{PATH}/{kept.goal}"):
        response = await site.client.get(path, allow_redirects=False)
        assert response.status in (303, 401, 404)
        assert "TryggEst" not in await response.text()
