"""Which sites may call, whose address is counted, and what an answer may be made to say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict
from raw_http import asked
from staff_support import running
from web_support import API, Clock, Site, problem

from assistant.settings import Settings
from assistant.web.limits import Limits

ALLOWED = "https://www.kommune.no"
NOT_ALLOWED = [
    "null",
    "",
    "*",
    "http://www.kommune.no",
    "https://kommune.no",
    "https://www.kommune.no.evil.no",
    "https://evilwww.kommune.no",
    "https://evil.no?https://www.kommune.no",
    "https://evil.no#https://www.kommune.no",
    "https://www.kommune.no@evil.no",
    "https://www.kommune.no:443",
    "https://www.kommune.no:8443",
    "https://www.kommune.no/",
    "https://www.kommune.no.",
    "HTTPS://WWW.KOMMUNE.NO",
    "https://www.kommune.no https://evil.no",
    "https://www.kommune.no, https://evil.no",
    "https://www%2ekommune.no",
    "https://www.kommunе.no",
    "file://",
]


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {"cors_origins": f"{ALLOWED},https://annen.no", "limit_loopback": True, "conversations_per_minute": 10_000}


async def test_only_an_origin_that_is_written_down_letter_for_letter_may_call(site: Site) -> None:
    url = f"{API}/conversations"
    asks = {"Access-Control-Request-Method": "POST"}
    for origin in NOT_ALLOWED:
        encoded = origin.encode("utf-8").decode("latin-1")
        for response in (
            await site.client.options(url, headers={**asks, "Origin": encoded}),
            await site.client.post(url, json={}, headers={"Origin": encoded}),
            await site.client.get("/healthz", headers={"Origin": encoded}),
        ):
            assert not [name for name in response.headers if name.lower().startswith("access-control-")], origin
            assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    response = await site.client.options(url, headers={**asks, "Origin": ALLOWED})
    assert response.headers["Access-Control-Allow-Origin"] == ALLOWED
    assert "Access-Control-Allow-Credentials" not in response.headers, "cookies are never sent along"
    assert response.headers["Vary"] == "Origin"


async def test_an_allowed_site_reads_no_page_of_staff(site: Site) -> None:
    for path in ("/", "/samtale", "/logg-inn", "/saksbehandler", "/redaksjon", "/checklists/aaaaaaaa.html"):
        response = await site.client.get(path, headers={"Origin": ALLOWED}, allow_redirects=False)
        assert "Access-Control-Allow-Origin" not in response.headers, path


@pytest.mark.parametrize(
    "origin", ["*", "null", "https://*.no", "https://a.no/", "https://a.no/path", "a.no", "https://a.no?x"]
)
def test_an_origin_that_allows_more_than_one_site_cannot_be_set(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        Settings(cors_origins=origin)


PROXIED = [
    ("10.0.0.1", ["1.2.3.4"], "1.2.3.4"),
    ("10.0.0.1", ["9.9.9.9, 1.2.3.4, 10.0.0.7"], "1.2.3.4"),
    ("10.0.0.1", ["9.9.9.9", "1.2.3.4"], "1.2.3.4"),
    ("10.0.0.1", ["9.9.9.9", "1.2.3.4, 10.0.0.2"], "1.2.3.4"),
    ("10.0.0.1", ["2a02:c0::5"], "2a02:c0::5"),
    ("fd00::1", ["2a02:c0::5, fd00::9"], "2a02:c0::5"),
    ("10.0.0.1", ["1.2.3.4, unknown"], "10.0.0.1"),
    ("10.0.0.1", ["1.2.3.4, "], "10.0.0.1"),
    ("10.0.0.1", [""], "10.0.0.1"),
    ("10.0.0.1", [], "10.0.0.1"),
    ("10.0.0.1", ["1.2.3.4:5678"], "1.2.3.4"),
    ("10.0.0.1", ["[2a02:c0::5]:80"], "2a02:c0::5"),
    ("10.0.0.1", ["[2a02:c0::5]"], "2a02:c0::5"),
    ("10.0.0.1", ["::ffff:1.2.3.4"], "1.2.3.4"),
    ("10.0.0.1", ["64:ff9b::1.2.3.4"], "1.2.3.4"),
    ("::ffff:10.0.0.1", ["9.9.9.9, 1.2.3.4, ::ffff:10.0.0.7"], "1.2.3.4"),
    ("fe80::1%eth0", [], "fe80::1"),
    ("10.0.0.1", ["1.2.3.4:5:6"], "10.0.0.1"),
    ("10.0.0.1", ["<script>"], "10.0.0.1"),
    ("10.0.0.1", ["010.0.0.1"], "10.0.0.1"),
    ("10.0.0.1", [", ".join(["1.2.3.4"] * 2_000)], "1.2.3.4"),
    ("10.0.0.1", [", ".join(["10.0.0.3"] * 2_000)], "10.0.0.3"),
    ("8.8.8.8", ["1.2.3.4"], "8.8.8.8"),
    ("8.8.8.8", ["127.0.0.1"], "8.8.8.8"),
    ("2a02:c0::5", ["1.2.3.4"], "2a02:c0::5"),
]


@pytest.mark.parametrize(("remote", "forwarded", "address"), PROXIED)
def test_the_address_that_is_counted_is_the_last_that_no_trusted_proxy_has(
    remote: str, forwarded: list[str], address: str
) -> None:
    limits = Limits(Settings(trusted_proxies="10.0.0.0/8,fd00::/8"))
    headers = CIMultiDict([("X-Forwarded-For", value) for value in forwarded])
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=remote)
    assert limits.address(request) == address


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "x-forwarded-for"])
async def test_who_comes_through_a_proxy_is_not_this_machine(site: Site, header: str) -> None:
    await problem(await site.client.get("/metrics", headers={header: "127.0.0.1"}), 404, "not-found")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1@evil.example"]
)
async def test_a_page_of_another_site_cannot_read_the_metrics_by_pointing_its_name_to_this_machine(
    site: Site, host: str
) -> None:
    await problem(await site.client.get("/metrics", headers={"Host": host}), 404, "not-found")


async def test_this_machine_reads_the_metrics_under_its_own_names(site: Site) -> None:
    for host in ("localhost", "LOCALHOST:8000", "127.0.0.1", "[::1]:8000"):
        assert (await site.client.get("/metrics", headers={"Host": host})).status == 200, host


async def test_another_forwarded_address_for_each_request_does_not_go_round_the_limit(tmp_path: Path) -> None:
    async with running(tmp_path, Clock(), limit_loopback=True, conversations_per_minute=3) as site:
        statuses = []
        for number in range(6):
            headers = {"X-Forwarded-For": f"1.2.3.{number}", "X-Real-IP": f"1.2.3.{number}", "Forwarded": "for=1.1.1.1"}
            statuses.append((await site.client.post(f"{API}/conversations", json={}, headers=headers)).status)
    assert statuses == [201, 201, 201, 429, 429, 429]


async def test_nothing_in_a_request_becomes_a_header_of_the_answer(site: Site) -> None:
    evil = "nb%0d%0aX-Evil:%20ja%0d%0a%0d%0a<script>"
    await site.open()
    paths = [
        f"/?lang={evil}",
        f"/logg-inn?til={evil}",
        f"/logg-inn?til=/x{evil}",
        f"/problems/{evil}",
        f"/samtale?lang={evil}",
    ]
    paths += [f"/checklists/aaaaaaaa.pdf?lang={evil}", f"{API}/schemes?lang={evil}", f"/saksbehandler?lang={evil}"]
    paths += [f"/redaksjon/dokument/{evil}/{'a' * 64}/original", f"/innboks/eksport/{evil}"]
    for path in paths:
        answer = await asked(site.client.port or 0, path.encode())
        assert answer.status < 500, path
        assert "x-evil" not in answer.headers, path
        assert b"<script>" not in answer.body, path


@pytest.mark.parametrize("host", ["evil.no", "evil.no:99999", "[::1", "a b", "x/../", "@evil", "evil.no\u00e6"])
async def test_a_host_that_is_none_of_ours_is_no_error_and_a_public_address_stands(
    site: Site, tmp_path: Path, host: str
) -> None:
    await site.open()
    response = await site.client.post(
        f"{API}/conversations/{site.id}/resume-link", headers={**site.headers(), "Host": host}
    )
    assert response.status in (201, 400), await response.text()
    for path in ("/logg-inn", "/saksbehandler", "/samtale", "/"):
        assert (await site.client.get(path, headers={"Host": host}, allow_redirects=False)).status < 500, path
    async with running(tmp_path / "public", Clock(), public_url="https://veileder.example.no") as public:
        await public.open()
        response = await public.client.post(
            f"{API}/conversations/{public.id}/resume-link", headers={**public.headers(), "Host": host}
        )
        assert (await response.json())["url"].startswith("https://veileder.example.no/#resume=")


async def test_https_is_asked_for_a_year_where_users_come_by_it_and_only_there(site: Site, tmp_path: Path) -> None:
    assert "Strict-Transport-Security" not in (await site.client.get("/healthz")).headers
    async with running(tmp_path / "public", Clock(), public_url="https://veileder.example.no") as public:
        for path in ("/", "/healthz", "/nowhere", "/static/page.css", f"{API}/schemes"):
            asked = (await public.client.get(path)).headers["Strict-Transport-Security"]
            assert asked == "max-age=31536000; includeSubDomains"
