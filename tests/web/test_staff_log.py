"""The audit log: for admins, newest first, filtered, paged, and as a file that no spreadsheet calculates."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from staff_support import get, running
from web_support import Clock, Site

from assistant.staff.audit import add_entry
from assistant.staff.guard import COOKIE
from assistant.staff.identity import Member, Role

pytestmark = pytest.mark.usefixtures("database_url")  # on SQLite and on PostgreSQL


@pytest.fixture
async def site(tmp_path: Path, overrides: dict[str, Any]) -> AsyncIterator[Site]:
    async with running(tmp_path, Clock(), **overrides) as site:
        token = await site.stores.staff.begin("test|1", "Kari Nordmann", Role.ADMIN)
        site.client.session.cookie_jar.update_cookies({COOKIE: token}, site.client.make_url("/"))
        yield site


async def _add(site: Site, *entries: tuple[str, str, str], detail: str = "ny") -> None:
    def work(session: Any) -> None:
        for name, action, thing in entries:
            member = Member("test|2", name, Role.EDITOR, "")
            add_entry(session, member, action, thing, now=int(site.clock.now), detail=detail)

    await site.stores.database.write(work)


async def _page(site: Site, path: str = "/logg") -> str:
    response = await get(site, path)
    assert response.status == 200
    return await response.text()


async def _file(site: Site, path: str = "/logg.csv") -> list[list[str]]:
    response = await get(site, path)
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="logg-2025-10-09.csv"' in response.headers["Content-Disposition"]
    raw = await response.read()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


async def test_the_newest_stands_first_with_norwegian_time(site: Site) -> None:
    site.clock.now += 60
    await _add(site, ("Ola", "inbox.status", "42"))
    text = await _page(site)
    assert text.index("Ga et spørsmål i innboksen ny status</td>") < text.index("Logget inn</td>")
    assert "09.10.2025 kl. 10:54:20" in text
    assert "Administrator</td>" in text, "a role is said by its name"
    assert '<time datetime="2025-10-09T08:54:20Z">' in text


async def test_pages_follow_each_other_without_gap_or_repeat(site: Site) -> None:
    await _add(site, *(("Ola", "inbox.status", f"sak-{number:03}") for number in range(120)))
    seen, path = [], "/logg?hvem=Ola&lang=nn"
    for _ in range(3):
        text = await _page(site, path)
        assert "av 120 linjer" in text
        seen += re.findall(r"sak-\d{3}", text)
        older = re.search(r'href="([^"]+)" rel="next"', text)
        path = older[1].replace("&amp;", "&") if older else ""
    assert path == ""
    assert seen == [f"sak-{number:03}" for number in reversed(range(120))]


async def test_it_can_be_filtered_by_person_and_action(site: Site) -> None:
    await _add(site, ("Ola", "inbox.status", "a-1"), ("Ola", "inbox.label", "a-2"), ("Åse & Co", "inbox.label", "a-3"))
    assert re.findall(r"a-\d", await _page(site, "/logg?hvem=Ola")) == ["a-2", "a-1"]
    assert re.findall(r"a-\d", await _page(site, "/logg?hva=inbox.label")) == ["a-3", "a-2"]
    text = await _page(site, "/logg?hvem=%C3%85se+%26+Co&hva=inbox.label")
    assert re.findall(r"a-\d", text) == ["a-3"]
    assert '<option value="Åse &amp; Co" selected>' in text
    assert "Ingen linjer passer" in await _page(site, "/logg?hvem=Ingen")
    rows = await _file(site, "/logg.csv?hvem=Ola&hva=inbox.label")
    assert [row[3] for row in rows[1:]] == ["a-2"]


@pytest.mark.parametrize("before", ["-1", "0", "x", "9" * 19, "9" * 5000, "²", "<b>"])
async def test_a_place_that_is_none_shows_the_newest(site: Site, before: str) -> None:
    assert "Logget inn</td>" in await _page(site, f"/logg?eldre={before}")


async def test_markup_in_an_entry_is_shown_as_text(site: Site) -> None:
    await _add(
        site, ("<b>Ola</b>", "<i>x</i>", "<script>alert(1)</script>"), detail="[x](javascript:alert(1))" + "y" * 500
    )
    text = await _page(site)
    assert "<b>Ola" not in text
    assert "<i>x" not in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1"])
async def test_no_cell_of_the_file_is_a_formula(site: Site, start: str) -> None:
    await _add(site, (start, start, start), detail=start)
    rows = await _file(site)
    assert rows[0] == ["Tidspunkt", "Hvem", "Handling", "Gjelder", "Endret til"]
    assert [cell.replace("\r\n", "\n") for cell in rows[1][1:]] == [f"'{start}"] * 4
    assert rows[2][1:] == ["Kari Nordmann", "session.begin", rows[2][3], "ADMIN"]


async def test_that_someone_took_the_file_is_an_entry_itself(site: Site) -> None:
    await _file(site)
    assert "Lastet ned loggen</td>" in await _page(site)


@pytest.mark.parametrize("path", ["/logg", "/logg.csv"])
@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
async def test_it_is_for_admins_only(site: Site, path: str, role: Role) -> None:
    token = await site.stores.staff.begin("test|3", "Per", role)
    assert (await get(site, path, cookies={COOKIE: token})).status == 403
