"""What is erased or past its time is in no table and in no byte of the database files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_fakes import CHECKLIST
from web_support import API, Site

from assistant.conversations.tables import Base
from assistant.privacy.retention import purge

MARK = "kvitveisblomster"
ARCHIVE = {"archive_reply", "archive_release"}  # what the service said, without the user's words, has a time of its own


def _rows(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / "conversations.db") as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in Base.metadata.tables
        }


def _left(folder: Path) -> set[str]:
    """The tables that hold anything, but for the archive's."""
    return {table for table, count in _rows(folder).items() if count} - ARCHIVE


def _tables_with(folder: Path, needle: str) -> Iterator[str]:
    with sqlite3.connect(folder / "conversations.db") as connection:
        for table in Base.metadata.tables:
            if any(needle in str(row) for row in connection.execute(f"SELECT * FROM {table}")):
                yield table


def _files_with(folder: Path, needle: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and needle.encode() in path.read_bytes()]


async def _talk(site: Site) -> None:
    await site.open()
    reply = (await site.replies(f"hei {MARK}"))[0]
    await site.send({"text": f"{MARK} igjen " + "og igjen " * 1_000}, Idempotency_Key=f"key-{MARK}")
    await site.call("POST", f"/messages/{reply['id']}/feedback", json={"helpful": True})
    await site.call("POST", "/resume-link")
    title = {**CHECKLIST, "title": MARK}
    checklist_id = await site.stores.checklists.create(site.id, title)
    await site.stores.checklists.tick(checklist_id, {"vedtak": True})


async def test_the_search_would_find_what_is_there(site: Site, tmp_path: Path) -> None:
    await _talk(site)
    rows = _rows(tmp_path)
    others = ("trackers", "staff_", "source_", "knowledge_", "archive_release")
    of_conversations = [name for name in rows if not name.startswith(others)]
    assert all(rows[name] for name in of_conversations), "every table that is a conversation's own is in use"
    assert set(_tables_with(tmp_path, MARK)) == {"messages", "idempotency", "checklists"}
    assert _files_with(tmp_path, MARK)


async def test_an_erased_conversation_is_in_no_table_and_no_byte(site: Site, tmp_path: Path) -> None:
    await _talk(site)
    conversation_id = site.id
    assert (await site.call("DELETE")).status == 204
    assert _left(tmp_path) == set()
    assert _rows(tmp_path)["archive_reply"] > 0
    for needle in (MARK, conversation_id):
        assert list(_tables_with(tmp_path, needle)) == []
        assert _files_with(tmp_path, needle) == []


async def test_where_a_reply_comes_from_is_told_to_nobody(site: Site) -> None:
    """Not in the reply, not in the history, not when a request is repeated."""
    await site.open()
    for _ in range(2):
        reply = await site.send({"text": "hei"}, Idempotency_Key="one")
        assert "origin" not in await reply.text()
    assert "origin" not in await (await site.call("GET")).text()


async def test_a_conversation_past_its_retention_is_in_no_table_and_no_byte(site: Site, tmp_path: Path) -> None:
    await _talk(site)
    young = site.id
    site.clock.now += 20 * 86_400
    assert await purge(site.stores.eraser, site.assistant) == 0
    assert set(_tables_with(tmp_path, MARK)) == {"messages", "checklists"}
    site.clock.now += 86_400
    assert await purge(site.stores.eraser, site.assistant) == 1
    assert site.assistant.forgotten == [young]
    assert _files_with(tmp_path, young) == []
    assert list(_tables_with(tmp_path, MARK)) == ["checklists"], "a checklist has a time of its own"
    site.clock.now += 90 * 86_400
    await purge(site.stores.eraser, site.assistant)
    assert _left(tmp_path) == set()
    assert _files_with(tmp_path, MARK) == []
    site.clock.now += 1_095 * 86_400
    await purge(site.stores.eraser, site.assistant)
    assert set(_rows(tmp_path).values()) == {0}


async def test_when_the_engine_cannot_forget_the_content_goes_and_the_next_run_tries_again(
    site: Site, tmp_path: Path
) -> None:
    await _talk(site)
    site.clock.now += 21 * 86_400
    site.assistant.keeps = True
    assert await purge(site.stores.eraser, site.assistant) == 0
    assert _rows(tmp_path)["messages"] == 0
    site.assistant.keeps = False
    assert await purge(site.stores.eraser, site.assistant) == 1
    assert _rows(tmp_path)["conversations"] == 0


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("jeg heter Kari Solbakkmyr, fnr 01019012345", ["Solbakkmyr", "01019012345"]),
        ("ring 91 23 45 67 eller kari.sol@post.no", ["91 23 45 67", "kari.sol@post.no"]),
        ("konto 1234.56.78903", ["1234.56.78903"]),
    ],
)
async def test_personal_data_reaches_no_table_no_byte_and_no_reply(
    site: Site, tmp_path: Path, text: str, secrets: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    await site.open()
    response = await site.send({"text": text}, Idempotency_Key=text)
    history = await (await site.call("GET")).text()
    for secret in secrets:
        assert _files_with(tmp_path, secret) == []
        assert secret not in await response.text() + history + caplog.text


async def test_tokens_are_stored_only_as_hashes(site: Site, tmp_path: Path) -> None:
    await site.open()
    resume = (await (await site.call("POST", "/resume-link")).json())["url"].split("=")[1]
    assert _files_with(tmp_path, site.token) == []
    assert _files_with(tmp_path, resume) == []


async def test_database_and_secret_are_readable_by_their_owner_only(site: Site, tmp_path: Path) -> None:
    await site.open()
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir() if path.is_file()}
    assert set(modes) >= {"conversations.db", "conversations.db-wal", "secret.key"}
    assert set(modes.values()) == {0o600}


async def test_of_many_tokens_of_one_second_the_newest_is_kept(site: Site) -> None:
    await site.open()
    here = f"{API}/conversations/{site.id}"
    links = [
        (await (await site.client.post(f"{here}/resume-link", headers=site.headers())).json())["url"] for _ in range(14)
    ]
    for link in links:
        opened = await site.client.post(f"{API}/conversations/resume", json={"token": link.split("=")[1]})
        token = (await opened.json())["token"]
        assert (await site.client.get(here, headers={"Authorization": f"Bearer {token}"})).status == 200
