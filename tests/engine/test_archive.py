"""A real conversation is said again from the archive after the schemes were changed twice, and after it was erased."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from assistant.staff.identity import Member, Role

pytestmark = pytest.mark.rasa

EDITOR = Member("editor", "Edda Redaktør", Role.EDITOR, csrf="")
# Each with a word of the user's own that no reply may keep.
OWN_WORDS = ("kvitveisblomster", "snøfokk", "brødrista")
SAID = [
    "Når er fristen for TryggEst? Spør fra kvitveisblomster",
    "hvem kan søke på den",
    "kan vi søke om oppfølging av voksne?",
    "tre kommuner i lag med sykehuset, og snøfokk",
    "ja",
    "hvem må skrive under?",
    "vet ikke",
    "nei vent, fire kommuner",
    "hva om vi søker alene?",
    "lag sjekkliste",
    "kan du si det enklare",
    "hvor står det?",
    "på nynorsk takk",
    "vi bor i Vågå, hvem kan vi spørre?",
    "hva er forskjellen på tryggest og rusarbeid",
    "hva kan vi søke på?",
    "hva har vi svart så langt?",
    "brødrista er raud, kva meiner du om det",
    "Hvor mye fikk kommunalt rusarbeid i 2019?",
    "hvor søker vi på Klimasats?",
    "og når er fristen der?",
    "kan vi søke TryggEst og Klimasats?",
]
API = "/api/v1/conversations"


async def _talk(client: Any) -> tuple[str, dict[str, str], list[dict[str, Any]]]:
    """Holds the conversation; returns its id, what opens it, and every reply."""
    opened = await (await client.post(API, json={"municipality": "1515"})).json()
    headers, replies = {"Authorization": f"Bearer {opened['token']}"}, list(opened["messages"])
    for text in SAID:
        answer = await client.post(f"{API}/{opened['conversation_id']}/messages", json={"text": text}, headers=headers)
        replies += (await answer.json())["messages"]
    return opened["conversation_id"], headers, replies


async def _change(system: Any) -> None:
    """Publishes every scheme twice, with other names and statements."""
    from knowledge.model import Scheme

    for _ in range(2):
        for version, scheme in await system.stores.versions.live():
            document = scheme.model_dump(mode="json")
            document["short_name"] = {lang: f"{name} II" for lang, name in document["short_name"].items()}
            for fact in document["editions"][-1]["facts"]:
                fact["statement"] = {lang: f"{text} Endra." for lang, text in fact["statement"].items()}
            changed = Scheme.model_validate(document)
            await system.stores.versions.publish(EDITOR, changed, base=version.number, why="ny kunngjøring")


def _tables_with(path: Path, needle: str) -> list[str]:
    """The tables that hold a word in any column."""
    with sqlite3.connect(path) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [t for t in tables if any(needle in str(row) for row in connection.execute(f"SELECT * FROM {t}"))]


async def test_every_reply_is_said_again_and_none_keeps_a_word_of_the_user(own_system: Any, tmp_path: Path) -> None:
    system = own_system
    from assistant.archive.again import say_again

    archive, versions = system.stores.archive, system.stores.versions
    async with TestClient(TestServer(system.app)) as client:
        conversation, headers, replies = await _talk(client)
        await _change(system)
        kept = [await archive.find(reply["id"]) for reply in replies]
        assert [reply.text for reply in kept] == [reply["text"] for reply in replies]
        assert {"verdict", "checklist", "answer", "no_source", "question"} <= {reply.kind for reply in kept}
        tried = [(reply.text, await say_again(archive, versions, reply)) for reply in kept]
        assert [(text, again) for text, again in tried if not again.same] == []
        database = tmp_path / "conversations.db"
        assert "messages" in _tables_with(database, OWN_WORDS[0])
        links = [reply["checklist"]["id"] for reply in replies if "checklist" in reply]
        assert links
        assert (await client.delete(f"{API}/{conversation}", headers=headers)).status == 204
        for needle in (*OWN_WORDS, conversation, *links):
            assert _tables_with(database, needle) == []
        assert set(_tables_with(database, replies[1]["id"])) == {"archive_reply"}
        assert all([(await say_again(archive, versions, await archive.find(r["id"]))).same for r in replies])


async def test_a_reply_names_the_version_that_it_was_made_from_also_right_after_a_publish(own_system: Any) -> None:
    system = own_system
    from assistant.archive.again import say_again
    from assistant.editing.live import LIVE

    async with TestClient(TestServer(system.app)) as client:
        opened = await (await client.post(API, json={})).json()
        headers, kept = {"Authorization": f"Bearer {opened['token']}"}, []
        for change in (False, True):
            if change:
                await _change(system)
                await system.app[LIVE].refresh()
            body = {"text": "Hva er målet med TryggEst?"}
            answer = await client.post(f"{API}/{opened['conversation_id']}/messages", json=body, headers=headers)
            kept.append(await system.stores.archive.find((await answer.json())["messages"][0]["id"]))
        assert [reply.versions for reply in kept] == [{"tryggest": 1}, {"tryggest": 3}]
        assert "Endra." not in kept[0].text
        assert "Endra. " in f"{kept[1].text} "
        for reply in kept:
            assert (await say_again(system.stores.archive, system.stores.versions, reply)).same
