"""Sessions of staff: their cookie, their end, their forms, and what is stored of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from http.cookies import Morsel
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request
from sqlalchemy import text
from sqlalchemy.orm import Session
from staff_support import another_browser, come_back, get, post, running, with_provider
from web_support import Clock, Site
from yarl import URL

from assistant.privacy.retention import purge
from assistant.staff.guard import COOKIE
from assistant.staff.identity import Member, Role
from assistant.staff.ways import to_sign_in

pytestmark = pytest.mark.usefixtures("database_url")  # on SQLite and on PostgreSQL


@pytest.fixture
async def site(tmp_path: Path, overrides: dict[str, Any]) -> AsyncIterator[Site]:
    async with running(tmp_path, Clock(), **overrides) as site:
        yield site


async def _sign_in(site: Site, role: Role = Role.ADMIN) -> Member:
    token = await site.stores.staff.begin("test|1", "Kari Nordmann", role)
    site.client.session.cookie_jar.update_cookies({COOKIE: token}, site.client.make_url("/"))
    member = await site.stores.staff.find(token)
    assert member is not None
    return member


def _tables(site: Site) -> dict[str, list[Any]]:
    def work(session: Session) -> dict[str, list[Any]]:
        names = ("staff_sessions", "staff_pending", "staff_audit")
        return {name: list(session.execute(text(f"SELECT * FROM {name}"))) for name in names}

    return site.stores.database.read_now(work)


async def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(site: Site) -> None:
    response = await get(site, "/logg?hva=a%26b&lang=nn")
    where = URL(response.headers["Location"])
    assert (response.status, where.path) == (303, "/logg-inn")
    assert dict(where.query) == {"til": "/logg?hva=a%26b&lang=nn", "lang": "nn"}
    site.client.session.cookie_jar.update_cookies({COOKIE: "forged"}, site.client.make_url("/"))
    assert (await get(site, "/logg")).status == 303


@pytest.mark.parametrize(("path", "way_back"), [("/problems/gone", "/problems/gone"), ("/logg-ut", None)])
async def test_a_form_that_was_sent_too_late_is_said_to_be_lost(site: Site, path: str, way_back: str | None) -> None:
    request = make_mocked_request("POST", f"{path}?lang=nn", app=site.client.app)  # type: ignore[union-attr]
    where = URL(await to_sign_in(request))
    assert where.query.get("til") == way_back, "back to the page of the form, where there is one"
    text = await (await get(site, str(where))).text()
    assert "Det du sende, er ikkje lagra" in text


async def test_a_role_that_is_not_enough_is_told_so_in_the_frame(site: Site) -> None:
    await _sign_in(site, Role.EDITOR)
    response = await get(site, "/logg?lang=nn")
    text = await response.text()
    assert response.status == 403
    assert "Rolla di gir ikkje tilgang" in text
    assert "Kari Nordmann" in text
    assert 'href="/logg?lang=nn"' not in text, "no link to what one may not see"


@pytest.mark.parametrize(("public_url", "secure"), [("", False), ("https://veileder.example.no", True)])
async def test_the_cookies_are_kept_from_scripts_and_other_sites(tmp_path: Path, public_url: str, secure: bool) -> None:
    async with with_provider(tmp_path, public_url=public_url) as (site, provider):
        begun = await get(site, "/logg-inn/oidc")
        query = provider.consent(begun.headers["Location"])
        assert query["state"] not in str(begun.cookies)
        assert provider.asked["redirect_uri"].startswith(public_url or "http://127.0.0.1")
        kept = {each.key: each.value for each in begun.cookies.values()}
        done = await get(site, "/logg-inn/retur", params=query, cookies=kept)
        (pending,) = begun.cookies.values()
        _check_cookie(pending, "/logg-inn", secure)
        assert pending["max-age"] == "600"
        assert pending.key.startswith("__Secure-") is secure
        _check_cookie(done.cookies[f"__Host-{COOKIE}" if secure else COOKIE], "/", secure)
        assert done.cookies[pending.key]["max-age"] == "0"


def _check_cookie(cookie: Morsel[str], path: str, secure: bool) -> None:
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == path
    assert bool(cookie["secure"]) is secure
    assert not cookie["domain"]


async def test_a_session_ends_when_idle_and_at_the_end_of_the_day(site: Site) -> None:
    await _sign_in(site)
    site.clock.now += 29 * 60
    assert (await get(site, "/logg")).status == 200
    site.clock.now += 30 * 60
    assert (await get(site, "/logg")).status == 303
    await _sign_in(site)
    for _ in range(26):
        site.clock.now += 20 * 60
        assert (await get(site, "/logg")).status == 200
    site.clock.now += 20 * 60
    assert (await get(site, "/logg")).status == 303, "nine hours are the longest, however busy"


async def test_tokens_are_stored_only_as_hashes(tmp_path: Path) -> None:
    async with with_provider(tmp_path) as (site, provider):
        begun = await get(site, "/logg-inn/oidc")
        (pending,) = begun.cookies.values()
        query = provider.consent(begun.headers["Location"])
        stored = str(_tables(site))
        assert provider.asked["nonce"] in stored, "the search would find what is there"
        assert query["state"] not in stored
        assert pending.value not in stored
        done = await get(site, "/logg-inn/retur", params=query)
        stored = str(_tables(site))
        assert "Kari Nordmann" in stored
        assert done.cookies[COOKIE].value not in stored


async def test_signing_out_ends_the_session_for_whoever_has_the_token(site: Site) -> None:
    member = await _sign_in(site)
    token = next(each.value for each in site.client.session.cookie_jar if each.key == COOKIE)
    response = await post(site, "/logg-ut?lang=nn", {"csrf": member.csrf})
    assert (response.status, response.headers["Location"]) == (303, "/logg-inn?ut=1&lang=nn")
    assert response.cookies[COOKIE]["max-age"] == "0"
    async with another_browser() as other:
        page = await other.get(site.client.make_url("/logg"), cookies={COOKIE: token}, allow_redirects=False)
        assert page.status == 303
    assert "Du er logga ut" in await (await get(site, response.headers["Location"])).text()


async def test_signing_out_twice_does_no_harm(site: Site) -> None:
    assert (await post(site, "/logg-ut", {})).headers["Location"] == "/logg-inn?ut=1"


@pytest.mark.parametrize(
    "given", [{}, {"csrf": ""}, {"csrf": "forged"}, {"csrf": "æ\ud800".encode("utf-8", "replace").decode()}]
)
async def test_a_form_without_the_sessions_word_changes_nothing(site: Site, given: dict[str, str]) -> None:
    await _sign_in(site)
    response = await post(site, "/logg-ut", given)
    assert response.status == 403
    assert "ingenting er endret" in await response.text()
    assert (await get(site, "/logg")).status == 200


async def test_the_word_of_another_session_does_not_count(site: Site) -> None:
    other = await _sign_in(site)
    await _sign_in(site)
    assert (await post(site, "/logg-ut", {"csrf": other.csrf})).status == 403


@pytest.mark.parametrize("where", ["cross-site", "same-site"])
async def test_a_form_from_another_site_changes_nothing_even_with_the_word(site: Site, where: str) -> None:
    member = await _sign_in(site)
    response = await post(site, "/logg-ut", {"csrf": member.csrf}, headers={"Sec-Fetch-Site": where})
    assert response.status == 403
    assert "fra et annet nettsted" in await response.text()
    assert (await get(site, "/logg")).status == 200


async def test_a_file_in_place_of_the_word_is_refused(site: Site) -> None:
    await _sign_in(site)
    response = await site.client.post("/logg-ut", data={"csrf": b"bytes"}, allow_redirects=False)
    assert response.status == 403


@pytest.mark.parametrize("path", ["/logg-ut", "/logg-inn/lokal"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=a", b"--a\r\nbroken"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"csrf=a"),
        ("application/x-www-form-urlencoded", b"csrf=\xff"),
    ],
)
async def test_a_form_that_cannot_be_read_is_refused_as_such(site: Site, path: str, kind: str, body: bytes) -> None:
    await _sign_in(site)
    response = await site.client.post(path, data=body, headers={"Content-Type": kind}, allow_redirects=False)
    assert response.status == 400
    assert (await get(site, "/logg")).status == 200


async def test_ended_sessions_old_sign_ins_and_old_entries_are_deleted(tmp_path: Path) -> None:
    async with with_provider(tmp_path, audit_days=30) as (site, provider):
        await get(site, "/logg-inn/oidc")
        await come_back(site, provider)
        assert [len(rows) for rows in _tables(site).values()] == [1, 1, 1]
        await purge(site.stores.eraser, site.assistant)
        assert [len(rows) for rows in _tables(site).values()] == [1, 1, 1]
        site.clock.now += 31 * 60
        await purge(site.stores.eraser, site.assistant)
        assert [len(rows) for rows in _tables(site).values()] == [0, 0, 1]
        site.clock.now += 30 * 86_400
        await purge(site.stores.eraser, site.assistant)
        assert [len(rows) for rows in _tables(site).values()] == [0, 0, 0]


async def test_steps_of_signing_in_are_limited_by_address(tmp_path: Path) -> None:
    async with with_provider(tmp_path, limit_loopback=True, sign_ins_per_minute=3) as (site, _):
        assert [(await get(site, "/logg-inn/retur")).status for _ in range(4)] == [400, 400, 400, 429]
        response = await get(site, "/logg-inn/oidc?lang=nn")
        assert response.status == 429
        assert int(response.headers["Retry-After"]) > 0
        assert "for mange førespurnader" in await response.text()
        assert (await get(site, "/logg-inn")).status == 200, "the page itself stays"
        asks = await get(site, "/logg-inn?ut=1")
        assert (asks.status, int(asks.headers["Retry-After"]) > 0) == (429, True), "this one asks the provider"
