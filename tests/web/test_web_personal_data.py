"""Personal data told in a conversation is in no table, no file, no log and no backup; erased, neither is what was said."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_fakes import CHECKLIST
from web_support import API, Site

from assistant.conversations.database import Database
from assistant.conversations.tables import Base
from assistant.inbox.tables import DailyRow
from assistant.privacy.retention import purge

WORD = "kvitveisblomster"  # stands in everything that is said, and is nothing personal
# What is told, and what of it nobody may find afterwards.
TOLD = (
    (f"Jeg heter Torbjørg Solbakkmyr og spør om {WORD}", ("Solbakkmyr", "Torbjørg")),
    (f"eg heiter ravna utsifjell, {WORD}?", ("utsifjell",)),
    (f"fnr 010190 12345 {WORD}", ("010190 12345", "01019012345")),
    (f"sønnen min, 41 02 15 654 32, {WORD}", ("41 02 15", "654 32")),
    (f"ring meg på 912 34 567 om {WORD}", ("912 34 567", "91234567")),
    (f"+46 70 765 43 21 eller tlf 9 8 7 6 5 4 3 2, {WORD}", ("765 43 21", "9 8 7 6 5")),
    (f"skriv til solbakkmyr.t@post.example om {WORD}", ("solbakkmyr.t",)),
    (f"kari.solbakkmyr (at) post (dot) no, {WORD}", ("kari.solbakkmyr",)),
    (f"konto 1234.56.78903 eller NO93 8601 1117 947, {WORD}", ("1234.56.78903", "1117 947")),
    (f"０１０１９０ １２３４５ og 91\u200b23\u200b45\u200b67 {WORD}", ("１２３４５", "23\u200b45")),
    (f"{WORD} er fint\n\nMvh\nTorbjørg Solbakkmyr\nrådgiver", ("Solbakkmyr",)),
)
SECRETS = tuple(secret for _, secrets in TOLD for secret in secrets)


async def _tell_everything(site: Site) -> None:
    """Every text in every way that a text can come in."""
    await site.open()
    for number, (text, _) in enumerate(TOLD):
        headers = [{}, {"Idempotency_Key": f"key-{number}"}, {"Accept": "text/event-stream"}]
        for more in headers:
            assert (await site.send({"text": text}, **more)).status == 200
        reply = (await site.replies(text))[0]
        await site.call("POST", f"/messages/{reply['id']}/feedback", json={"helpful": False})
        await site.client.get(f"{API}/search", params={"q": text})
        await site.client.get("/samtale", params={"q": text})
        for wrong in ({"text": text, "payload": text}, {"payload": text}, {"text": [text]}, {text: text}):
            assert (await site.send(wrong)).status in (400, 422)
        await site.call("PATCH", json={"lang": text})
    await site.call("POST", "/resume-link")
    await site.call("GET", "/handoff")
    checklist = await site.stores.checklists.create(site.id, {**CHECKLIST, "title": WORD})
    await site.stores.checklists.tick(checklist, {"vedtak": True})
    await site.send({"text": "raise"})
    await site.send({"text": "silence"})


def _tables(path: Path) -> dict[str, str]:
    """Every table of a database as it stands there, with all its rows as text."""
    with sqlite3.connect(path) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: "\n".join(map(str, connection.execute(f'SELECT * FROM "{name}"'))) for name in names}


def _places_with(folder: Path, log: str, needle: str) -> list[str]:
    """Where a text stands: in which tables, files, in the log, or in a copy that SQLite's own backup makes."""
    return list(_search(folder, log, needle))


def _search(folder: Path, log: str, needle: str) -> Iterator[str]:
    for name, rows in _tables(folder / "conversations.db").items():
        if needle in rows:
            yield f"table {name}"
    copy = folder.parent / f"{folder.name}-backup.db"
    with sqlite3.connect(folder / "conversations.db") as source, sqlite3.connect(copy) as target:
        source.backup(target)
    sought = [needle.encode(), needle.encode("utf-16-le"), needle.encode("ascii", "backslashreplace")]
    for path in (copy, *(path for path in folder.rglob("*") if path.is_file())):
        if any(part in path.read_bytes() for part in sought):
            yield f"file {path.name}"
    copy.unlink()
    if needle in log:
        yield "log"


@pytest.fixture(autouse=True)
def _log_everything(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that any library writes, but for the requests that the test's own server writes; the service writes none."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(logging.getLogger("aiohttp.access"), "disabled", True)


async def test_every_table_of_the_database_is_known_and_searched(site: Site, tmp_path: Path) -> None:
    await site.open()
    assert set(_tables(tmp_path / "conversations.db")) - {"alembic_version"} == set(Base.metadata.tables)


async def test_the_search_would_find_what_is_not_masked(site: Site, tmp_path: Path) -> None:
    await _tell_everything(site)
    found = _places_with(tmp_path, "", WORD)
    assert {"table messages", "table idempotency", "table checklists"} <= set(found)
    assert any(place.startswith("file") and "backup" in place for place in found)
    assert any(place.startswith("file conversations.db") for place in found)


async def test_personal_data_is_in_no_table_no_file_no_log_and_no_backup(
    site: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await _tell_everything(site)
    assert caplog.records
    assert {secret: _places_with(tmp_path, caplog.text, secret) for secret in SECRETS} == {
        secret: [] for secret in SECRETS
    }
    heard = "\n".join(text for _, text in site.assistant.heard)
    assert [secret for secret in SECRETS if secret in heard] == [], "the engine hears only what is masked"


async def test_no_text_of_a_user_is_in_the_log(site: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await _tell_everything(site)
    assert WORD not in caplog.text


async def test_of_an_erased_conversation_nothing_that_was_said_is_left_anywhere(
    site: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await _tell_everything(site)
    conversation = site.id
    assert (await site.call("DELETE")).status == 204
    for needle in (WORD, conversation, *SECRETS):
        assert [place for place in _places_with(tmp_path, caplog.text, needle) if place != "log"] == []


async def test_past_its_retention_nothing_that_was_said_is_left_anywhere(
    site: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await _tell_everything(site)
    conversation = site.id
    site.clock.now += 21 * 86_400
    assert await purge(site.stores.eraser, site.assistant) == 1
    assert _places_with(tmp_path, "", conversation) == []
    assert {place for place in _places_with(tmp_path, "", WORD) if place.startswith("table")} == {"table checklists"}
    site.clock.now += 90 * 86_400
    await purge(site.stores.eraser, site.assistant)
    assert _places_with(tmp_path, caplog.text, WORD) == []


async def test_a_mark_in_the_inbox_goes_with_the_message_it_points_to(site: Site, tmp_path: Path) -> None:
    await _tell_everything(site)
    database: Database = site.stores.database
    with sqlite3.connect(tmp_path / "conversations.db") as connection:
        (message,) = connection.execute("SELECT id FROM messages WHERE role = 'user' LIMIT 1").fetchone()
        names = [row[1] for row in connection.execute("PRAGMA table_info(staff_inbox_marks)")]
        values = [message if name == "message_id" else 1 if name == "at" else "x" for name in names]
        connection.execute(f"INSERT INTO staff_inbox_marks VALUES ({','.join('?' * len(names))})", values)
    await site.call("DELETE")
    assert _tables(tmp_path / "conversations.db")["staff_inbox_marks"] == ""
    assert database.is_sqlite


# What each column of the tables of figures may hold; a column that is new must be judged, and put here.
_DAY, _ID, _CODE = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"[a-z0-9-]{0,64}"), re.compile(r"[a-z_]{0,32}")
_FIGURES = {
    "staff_inbox_daily": {"day": _DAY, "scheme": _ID, "topic": _CODE, "lang": _CODE, "outcome": _CODE, "count": int},
}


def test_the_tables_of_figures_have_only_these_columns() -> None:
    columns = {name: {column.name for column in Base.metadata.tables[name].columns} for name in _FIGURES}
    assert columns == {name: set(kinds) for name, kinds in _FIGURES.items()}
    named = [name for name in Base.metadata.tables if re.search(r"daily|figure|statisti|count|metric", name)]
    assert set(named) == set(_FIGURES), "a new table of figures must be judged here"


async def test_figures_hold_codes_and_counts_and_no_text(site: Site, tmp_path: Path) -> None:
    await _tell_everything(site)
    await site.stores.inbox.daily.count()
    with sqlite3.connect(tmp_path / "conversations.db") as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute(f"SELECT * FROM {DailyRow.__tablename__}")]
    assert rows
    for row in rows:
        for name, value in row.items():
            kind = _FIGURES["staff_inbox_daily"][name]
            assert isinstance(value, int) if kind is int else kind.fullmatch(value), (name, value)  # type: ignore[attr-defined]


async def test_metrics_hold_no_text(site: Site) -> None:
    await _tell_everything(site)
    metrics = await (await site.client.get("/metrics")).text()
    assert "veileder_requests_total" in metrics
    assert [needle for needle in (WORD, site.id, *SECRETS) if needle in metrics] == []
