"""Catalogue, health, headers, limits, pages and the contract."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request
from web_fakes import CHECKLIST
from web_support import API, Site, problem

from assistant.settings import Settings
from assistant.web.limits import Limits
from assistant.web.rates import TokenBuckets


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {
        "limit_loopback": True,
        "messages_per_minute": 5,
        "conversations_per_minute": 3,
        "exports_per_minute": 4,
        "cors_origins": "https://www.kommune.no",
    }


async def test_the_schemes_can_be_read(site: Site) -> None:
    listed = await (await site.client.get(f"{API}/schemes?lang=nn")).json()
    assert [(scheme["id"], scheme["lang"]) for scheme in listed["schemes"]] == [("tryggest", "nn")]
    assert (await (await site.client.get(f"{API}/schemes/tryggest")).json())["id"] == "tryggest"
    await problem(await site.client.get(f"{API}/schemes/none"), 404, "not-found")
    await problem(await site.client.get(f"{API}/schemes/..%2f"), 404, "not-found")
    await problem(await site.client.get(f"{API}/schemes?lang=xx"), 422, "invalid-input")


async def test_search_gives_hits_and_hears_no_personal_data(site: Site) -> None:
    hits = await (await site.client.get(f"{API}/search", params={"q": "mål kari@post.no"})).json()
    assert hits["results"][0].keys() == {"scheme", "topic", "title", "snippet", "citation"}
    assert hits["results"][0]["snippet"] == "mål [e-post]"
    for params in ({}, {"q": " "}, {"q": "a" * 501}, {"q": "a", "limit": "0"}, {"q": "a", "limit": "x"}):
        await problem(await site.client.get(f"{API}/search", params=params), 422, "invalid-input")


async def test_alive_and_ready_mean_something(site: Site) -> None:
    assert (await site.client.get("/healthz")).status == 200
    assert (await site.client.get("/readyz")).status == 200
    site.assistant.is_ready = False
    response = await site.client.get("/readyz")
    await problem(response, 503, "unavailable")
    assert (await site.client.get("/healthz")).status == 200


async def test_metrics_are_for_this_machine_only(site: Site) -> None:
    await site.open()
    text = await (await site.client.get("/metrics")).text()
    assert 'veileder_messages_total{kind="greeting",topic=""} 1' in text
    assert 'route="/api/v1/conversations"' in text
    await problem(await site.client.get("/metrics", headers={"X-Forwarded-For": "1.2.3.4"}), 404, "not-found")


@pytest.mark.parametrize("path", ["/", "/healthz", f"{API}/schemes", "/nowhere", f"{API}/nowhere", "/static/page.css"])
async def test_every_response_has_the_security_headers(site: Site, path: str) -> None:
    headers = (await site.client.get(path)).headers
    csp = headers["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ):
        assert part in csp
    assert "unsafe" not in csp
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Permissions-Policy" in headers
    assert "Server" not in headers
    assert "Set-Cookie" not in headers
    if path.startswith(API):
        assert headers["Cache-Control"] == "no-store"


async def test_only_allowed_sites_may_call_the_api(site: Site) -> None:
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    url = f"{API}/conversations"
    response = await site.client.options(url, headers={**asks, "Origin": "https://www.kommune.no"})
    assert response.status == 204
    assert response.headers["Access-Control-Allow-Origin"] == "https://www.kommune.no"
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
    response = await site.client.post(url, json={}, headers={"Origin": "https://www.kommune.no"})
    assert response.headers["Access-Control-Allow-Origin"] == "https://www.kommune.no"
    for origin in ("https://evil.no", "null", "https://www.kommune.no.evil.no", "http://www.kommune.no"):
        response = await site.client.options(url, headers={**asks, "Origin": origin})
        assert "Access-Control-Allow-Origin" not in response.headers
        response = await site.client.post(url, json={}, headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in response.headers


async def test_aiohttps_own_errors_are_problems_in_the_api_and_pages_elsewhere(site: Site) -> None:
    await problem(await site.client.get(f"{API}/nowhere"), 404, "not-found")
    response = await site.client.put(f"{API}/conversations")
    await problem(response, 405, "method-not-allowed")
    assert response.headers["Allow"] == "POST"
    page = await site.client.get("/nowhere", headers={"Accept-Language": "nn"})
    assert (page.status, page.content_type) == (404, "text/html")
    assert "Sida finst ikkje" in await page.text()


async def test_problems_follow_the_language_of_the_request(site: Site) -> None:
    for language, word in (("nn-NO,nb;q=0.5", "finst"), ("en-GB", "nothing"), ("no", "finnes"), ("fr", "finnes")):
        response = await site.client.get(f"{API}/nowhere", headers={"Accept-Language": language})
        assert word in (await problem(response, 404, "not-found"))["detail"]


async def test_an_unforeseen_error_is_a_problem_without_its_text(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise KeyError("secret text of the user")

    await site.open()
    monkeypatch.setattr(site.stores.history, "read", fail)
    response = await site.call("GET")
    await problem(response, 500, "internal")
    assert "secret" not in await response.text() + caplog.text
    assert "KeyError" in caplog.text


async def test_too_many_messages_are_429_with_the_time_to_wait(site: Site) -> None:
    await site.open()
    statuses = [(await site.send({"text": "hei"})).status for _ in range(5)]
    assert statuses == [200] * 5
    response = await site.send({"text": "hei"})
    await problem(response, 429, "rate-limited")
    assert 1 <= int(response.headers["Retry-After"]) <= 12


async def test_too_many_conversations_from_one_address_are_429(site: Site) -> None:
    for _ in range(3):
        await site.open()
    response = await site.client.post(f"{API}/conversations", json={})
    await problem(response, 429, "rate-limited")
    assert int(response.headers["Retry-After"]) >= 1


async def test_files_of_checklists_and_searches_from_one_address_are_429_when_there_are_too_many(site: Site) -> None:
    checklist = await site.stores.checklists.create("c1", CHECKLIST)
    paths = [f"/checklists/{checklist}.docx", f"/checklists/{checklist}.pdf", f"{API}/search?q=hei"]
    assert [(await site.client.get(path)).status for path in (*paths, paths[0])] == [200] * 4
    for path in paths:
        response = await site.client.get(path)
        await problem(response, 429, "rate-limited")
        assert int(response.headers["Retry-After"]) >= 1
    assert (await site.client.head(paths[0])).status == 429, "a file is made for its head too"
    assert (await site.client.get(f"/checklists/{checklist}.html")).status == 200, "the page itself stays"
    assert (await site.client.post(f"{API}/conversations", json={})).status == 201, "another limit"
    assert 'veileder_refused_total{reason="export"} 4.0' in await (await site.client.get("/metrics")).text()


async def test_every_problem_type_has_a_page(site: Site) -> None:
    page = await site.client.get("/problems/invalid-token?lang=nn")
    assert page.status == 200
    assert "invalid-token" in await page.text()
    assert (await site.client.get("/problems/nope")).status == 404


async def test_the_front_page_has_a_language(site: Site) -> None:
    for lang in ("nb", "nn"):
        page = await site.client.get(f"/?lang={lang}")
        assert page.status == 200
        text = await page.text()
        assert f'<html lang="{lang}">' in text
        assert ">TryggEst</a>" in text, "the schemes come from the catalogue"


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/widget/..%2fdemo.html", "/static/"])
async def test_static_files_do_not_lead_out_of_their_folder(site: Site, path: str) -> None:
    assert (await site.client.get(path)).status in (403, 404)


@pytest.mark.parametrize(
    "path", ["/static/none.css", "/widget/none.js", f"/static/{'a' * 300}", "/static/%00", "/widget/a/b"]
)
async def test_a_static_file_that_is_not_there_gets_the_page_that_says_so(site: Site, path: str) -> None:
    response = await site.client.get(path)
    assert response.status == 404
    assert "Siden finnes ikke" in await response.text()
    assert response.headers["Cache-Control"] == "no-store"


def test_a_bucket_fills_up_again_with_time() -> None:
    now = [0.0]
    buckets = TokenBuckets(60, clock=lambda: now[0])
    assert [buckets.take("a") for _ in range(61)] == [0] * 60 + [1]
    now[0] = 1.0
    assert buckets.take("a") == 0
    assert buckets.take("b") == 0


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "1.2.3.4, 10.0.0.2", "1.2.3.4"),
        ("10.0.0.1", "garbage", "10.0.0.1"),
        ("8.8.8.8", "1.2.3.4", "8.8.8.8"),
    ],
)
def test_a_forwarded_address_is_believed_only_from_a_trusted_proxy(remote: str, forwarded: str, address: str) -> None:
    limits = Limits(Settings(trusted_proxies="10.0.0.0/8"))
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": forwarded}).clone(remote=remote)
    assert limits.address(request) == address
