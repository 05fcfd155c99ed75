"""The link that signs in where no provider is set up: once, and from this machine only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from staff_support import get, post, refused, running, with_provider
from web_support import Clock, Site

from assistant.staff.guard import COOKIE
from assistant.staff.identity import Role
from assistant.staff.sign_in import staff_link

LOCAL = "/logg-inn/lokal"


@pytest.fixture
async def site(tmp_path: Path, overrides: dict[str, Any]) -> AsyncIterator[Site]:
    async with running(tmp_path, Clock(), **overrides) as site:
        yield site


def _key(site: Site) -> str:
    link = staff_link(site.client.app, "http://127.0.0.1:8000")  # type: ignore[arg-type]
    assert link is not None
    assert link.startswith("http://127.0.0.1:8000/logg-inn/lokal?nokkel=")
    return link.split("=")[1]


async def test_the_link_signs_in_once_as_an_admin(site: Site) -> None:
    key = _key(site)
    page = await get(site, LOCAL, params={"nokkel": key})
    assert page.status == 200
    assert key in await page.text()
    done = await post(site, LOCAL, {"nokkel": key})
    assert (done.status, done.headers["Location"]) == (303, "/saksbehandler")
    member = await site.stores.staff.find(done.cookies[COOKIE].value)
    assert member is not None
    assert (member.name, member.role) == ("Lokal bruker", Role.ADMIN)
    await refused(await post(site, LOCAL, {"nokkel": key}), 403, "Lenken er brukt", "Start tjenesten på nytt")
    assert staff_link(site.client.app, "") is None  # type: ignore[arg-type]


async def test_opening_the_link_does_not_use_it_up(site: Site) -> None:
    key = _key(site)
    for _ in range(3):
        assert (await get(site, LOCAL, params={"nokkel": key})).status == 200
    assert (await post(site, LOCAL, {"nokkel": key})).status == 303


@pytest.mark.parametrize("key", ["", "wrong", "x" * 4000, "æ", "ø" * 50])
async def test_a_wrong_key_is_refused_and_leaves_the_right_one(site: Site, key: str) -> None:
    await refused(await get(site, LOCAL, params={"nokkel": key}), 403, "ikke gyldig")
    await refused(await post(site, LOCAL, {"nokkel": key}), 403, "ikke gyldig")
    assert (await post(site, LOCAL, {"nokkel": _key(site)})).status == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "1.2.3.4"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Host": "evil.example"},
        {"Host": "evil.example:8000"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost.evil.example"},
        {"Host": "127.0.0.1@evil.example"},
        {"Host": "10.0.0.1"},
        {"Host": ""},
        {"Host": "["},
    ],
    ids=str,
)
async def test_from_elsewhere_or_under_another_name_it_is_refused_and_not_used_up(
    site: Site, headers: dict[str, str]
) -> None:
    key = _key(site)
    far = "bare på maskinen der tjenesten kjører"
    await refused(await get(site, LOCAL, params={"nokkel": key}, headers=headers), 403, far)
    await refused(await post(site, LOCAL, {"nokkel": key}, headers=headers), 403, far)
    assert _key(site) == key


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "127.1.2.3"])
async def test_every_name_of_this_machine_will_do(site: Site, host: str) -> None:
    assert (await post(site, LOCAL, {"nokkel": _key(site)}, headers={"Host": host})).status == 303


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "veileder.example.no"])
async def test_there_is_no_link_where_others_can_reach_the_service(tmp_path: Path, host: str) -> None:
    async with running(tmp_path, Clock(), host=host) as site:
        assert staff_link(site.client.app, "") is None  # type: ignore[arg-type]
        await refused(await get(site, LOCAL, params={"nokkel": ""}), 404, "ikke i bruk her", "Ingen kan logge inn")


async def test_there_is_no_link_where_a_provider_signs_in(tmp_path: Path) -> None:
    async with with_provider(tmp_path) as (site, _):
        assert staff_link(site.client.app, "") is None  # type: ignore[arg-type]
        await refused(await post(site, LOCAL, {"nokkel": ""}), 404, "ikke i bruk her", "Logg inn med")


async def test_without_a_provider_the_way_to_one_leads_to_the_page_that_explains(site: Site) -> None:
    for path in ("/logg-inn/oidc?lang=nn", "/logg-inn/retur?lang=nn&code=x"):
        response = await get(site, path)
        assert (response.status, response.headers["Location"]) == (303, "/logg-inn?lang=nn")
    assert "Slik loggar du inn her" in await (await get(site, "/logg-inn?lang=nn")).text()


async def test_who_is_signed_in_sees_as_whom_and_goes_on_to_the_page_asked_for(site: Site) -> None:
    await post(site, f"{LOCAL}?lang=nn", {"nokkel": _key(site)})
    page = await (await get(site, "/logg-inn?lang=nn")).text()
    assert "Lokal brukar" in page
    assert 'href="/logg?lang=nn"' in page
    assert (await get(site, "/logg-inn?til=/logg")).headers["Location"] == "/logg"


async def test_a_failure_in_the_address_can_only_be_one_of_ours(site: Site) -> None:
    assert "Det du sendte, er ikke lagret" in await (await get(site, "/logg-inn?feil=lost")).text()
    forged = await (await get(site, "/logg-inn?feil=<script>alert(1)</script>&til=//evil.example")).text()
    assert "alert(1)</script>" not in forged
    assert "Du er ikke logget inn" not in forged
