"""What holds for every route there is, so that one that is added tomorrow is looked at too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web
from raw_http import asked
from web_support import Site

from assistant.staff.guard import COOKIE
from assistant.staff.identity import Role

SAFE = ("GET", "HEAD", "OPTIONS")
# State-changing routes that no session stands behind: the API takes a bearer token that no browser adds by itself, a
# checklist its unguessable address, and a conversation without JavaScript the word that its own page holds.
WITHOUT_SESSION = {
    "/api/v1/conversations",
    "/api/v1/conversations/resume",
    "/api/v1/conversations/{id}",
    "/api/v1/conversations/{id}/resume-link",
    "/api/v1/conversations/{id}/messages",
    "/api/v1/conversations/{id}/messages/{message_id}/feedback",
    "/api/v1/conversations/{id}/handoff",
    "/checklists/{id}.html",
    "/checklists/{id}/delete",
    "/checklists/{id}",
    "/samtale",
    "/logg-inn/lokal",
}
PUBLIC = (
    "/api/",
    "/checklists/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/problems/",
    "/hjelp",
    "/personvern",
    "/tilgjengelighet",
    "/samtale",
    "/kilder/",
    "/logg-inn",
    "/logg-ut",
    "/static",
    "/widget",
)
TRAVERSALS = (
    "..",
    "%2e%2e",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f%2e%2e%2fsecret.key",
    "..%5c..%5csecret.key",
    "....//secret.key",
    "%252e%252e%252fsecret.key",
    "%c0%ae%c0%ae%c0%afsecret.key",
    "..%00.html",
    "%2fetc%2fpasswd",
    "file:%2f%2f%2fetc%2fpasswd",
    "aaaaaaaa%2f..%2f..%2fsecret.key",
    "\u2025",
    "%ff%fe",
    "a" * 1_000,
    "%0d%0aSet-Cookie:x=1",
    "__proto__",
    "CON",
)


def routes(site: Site) -> Iterator[tuple[str, str]]:
    """Method and template of every route but the folders of static files."""
    app = site.client.app
    assert app is not None
    for route in app.router.routes():
        resource = route.resource
        if resource is not None and not isinstance(resource, web.StaticResource):
            yield route.method, resource.canonical


def filled(template: str, value: str = "aaaaaaaa") -> str:
    return re.sub(r"\{[a-z0-9_]+\}", lambda _: value, template).replace(f".{value}", ".pdf")


def headed(response: Any) -> None:
    """The headers that every answer has."""
    headers = response.headers
    csp = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert csp["default-src"] == csp["base-uri"] == csp["frame-ancestors"] == "'none'", response.url
    assert csp["script-src"] == csp["style-src"] == csp["connect-src"] == csp["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"] and "*" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin")
    assert "camera=()" in headers["Permissions-Policy"]
    assert "aiohttp" not in headers.get("Server", "") and "Python" not in headers.get("Server", "")


async def signed_in(site: Site, role: Role) -> tuple[dict[str, str], str]:
    token = await site.stores.staff.begin("test|Kari", "Kari", role)
    member = await site.stores.staff.find(token)
    assert member is not None
    return {"Cookie": f"{COOKIE}={token}"}, member.csrf


async def test_every_answer_of_every_route_has_the_security_headers(site: Site) -> None:
    cookies, csrf = await signed_in(site, Role.ADMIN)
    seen = 0
    for method, template in sorted(set(routes(site))):
        for headers in ({}, cookies):
            data = {"csrf": csrf} if method == "POST" else None
            response = await site.client.request(
                method, filled(template), headers=headers, data=data, allow_redirects=False
            )
            assert response.status < 500, (method, template, await response.text())
            headed(response)
            if template != "/":
                assert response.headers["Cache-Control"] == "no-store", template
            seen += 1
    assert seen > 150
    for path in ("/static/page.css", "/static/none", "/static/", "/widget/none", "/nowhere", "/api/v1/nowhere"):
        headed(await site.client.get(path))


async def test_a_stream_of_events_has_them_too(site: Site) -> None:
    await site.open()
    response = await site.send({"text": "hei"}, Accept="text/event-stream")
    assert response.content_type == "text/event-stream"
    headed(response)
    assert response.headers["Cache-Control"] == "no-store"


async def test_the_error_of_an_error_has_them_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site.stores.checklists, "get", None)
    for end in ("html", "pdf"):
        response = await site.client.get(f"/checklists/aaaaaaaa.{end}")
        assert response.status == 500
        headed(response)


async def test_every_route_that_is_not_for_all_asks_who_one_is(site: Site) -> None:
    closed = {
        (method, path) for method, path in routes(site) if path != "/" and not path.startswith(PUBLIC) and method != "*"
    }
    assert len(closed) > 60
    for method, template in sorted(closed):
        response = await site.client.request(method, filled(template), allow_redirects=False)
        assert response.status == 303, (method, template)
        assert response.headers["Location"].startswith("/logg-inn?"), template


async def test_every_form_of_staff_is_refused_without_the_word_of_the_session(site: Site) -> None:
    cookies, csrf = await signed_in(site, Role.ADMIN)
    _, another = await signed_in(site, Role.ADMIN)
    forms = sorted({(m, t) for m, t in routes(site) if m not in SAFE and t not in WITHOUT_SESSION})
    assert len(forms) >= 18
    for method, template in forms:
        url = filled(template)
        for data in ({}, {"csrf": ""}, {"csrf": another}, {"csrf": csrf[:-1]}, {"csrf": "\ud800"}):
            sent = {key: value.encode("utf-8", "replace").decode() for key, value in data.items()}
            response = await site.client.request(method, url, headers=cookies, data=sent, allow_redirects=False)
            assert response.status == 403, (method, template, data)
        for header in ("cross-site", "same-site", "nonsense"):
            headers = {**cookies, "Sec-Fetch-Site": header}
            response = await site.client.request(
                method, url, headers=headers, data={"csrf": csrf}, allow_redirects=False
            )
            assert response.status == 403, (method, template, header)
        response = await site.client.request(
            method, f"{url}?csrf={csrf}", headers=cookies, json={"csrf": csrf}, allow_redirects=False
        )
        assert response.status == 403, (method, template)
    assert (await site.client.get("/logg", headers=cookies)).status == 200, "nobody was signed out by it"


async def test_no_route_changes_anything_when_it_is_only_read(site: Site) -> None:
    changing = {template for method, template in routes(site) if method not in SAFE}
    for template in changing - {template for method, template in routes(site) if method == "GET"}:
        response = await site.client.get(filled(template), allow_redirects=False)
        assert response.status in (404, 405), template


async def test_a_reader_can_do_nothing_that_is_for_editors_or_admins(site: Site) -> None:
    cookies, csrf = await signed_in(site, Role.READER)
    for method, template in sorted(set(routes(site))):
        if template.startswith(("/redaksjon", "/innboks")) and method == "POST":
            response = await site.client.post(
                filled(template), headers=cookies, data={"csrf": csrf}, allow_redirects=False
            )
            assert response.status == 403, template
    for path in ("/logg", "/logg.csv"):
        assert (await site.client.get(path, headers=cookies)).status == 403


async def test_no_name_in_an_address_leads_out_of_its_place(site: Site) -> None:
    cookies, _ = await signed_in(site, Role.ADMIN)
    secret, port = site.stores.keyring, site.client.port or 0
    templates = {t for m, t in routes(site) if "{" in t and m == "GET"} | {"/static/{x}", "/widget/{x}"}
    for template in sorted(templates):
        for value in TRAVERSALS:
            url = re.sub(r"\{[a-z0-9_]+\}", lambda _, value=value: value, template)
            answer = await asked(port, url.encode(), b"Cookie: " + cookies["Cookie"].encode())
            assert answer.status < 500, (url, answer.body[:300])
            assert b"root:" not in answer.body and secret._master not in answer.body, url
            assert "set-cookie" not in answer.headers, url


async def test_a_way_back_never_leads_to_another_site(site: Site) -> None:
    cookies, _ = await signed_in(site, Role.READER)
    away = [
        "//evil.no",
        "https://evil.no",
        "/\\evil.no",
        "\\\\evil.no",
        "/\t/evil.no",
        "/%09/evil.no",
        "javascript:alert(1)",
    ]
    away += ["///evil.no", "/\r\nX: y", "//evil.no/saksbehandler", "http:evil.no", " //evil.no", "/ /evil.no@x"]
    for target in away:
        response = await site.client.get("/logg-inn", params={"til": target}, headers=cookies, allow_redirects=False)
        where = response.headers.get("Location", "/")
        assert where.startswith("/") and not where.startswith(("//", "/\\")), (target, where)
        assert "X" not in response.headers
        page = await (await site.client.get("/logg-inn", params={"til": target})).text()
        assert 'href="//evil' not in page and 'href="https://evil' not in page
    for path in ("//evil.no/..", "//evil.no", "/%2fevil.no", "/%5cevil.no/", "/\\evil.no"):
        answer = await asked(site.client.port or 0, path.encode())
        assert not answer.headers.get("location", "/").startswith(("//", "/\\", "http")), path
