"""What others wrote is text on a page and no line of a log."""

from __future__ import annotations

import ast
import logging
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from editing_support import TRYGGEST, ship, sit
from inbox_support import HOUR, Reply, no_source, talk
from jinja2 import Environment
from raw_http import asked
from web_fakes import CHECKLIST
from web_support import API, Site

from assistant.staff.identity import Role
from assistant.web import pages

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"&{{7*7}}{% raw %}${7*7}</textarea></title>--><svg/onload=x>"
ROOT = Path(__file__).resolve().parents[2]


class _Found(HTMLParser):
    """Elements and attributes that a text could have brought into a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "script":
            self.scripts.append(named.get("src") or "inline")
        self.found += [f"{tag} {name}" for name, value in attrs if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction"):
            value = (named.get(name) or "").strip().lower()
            if value == "data:,":
                continue  # our pages' own: no icon, so that a browser asks for none
            if re.match(r"(javascript|data|vbscript|file):", re.sub(r"[\s\x00-\x1f]", "", value)):
                self.found.append(f"{tag} {name}={value[:40]}")
        if tag in ("iframe", "object", "embed", "base") or (tag == "svg" and "onload" in named):
            self.found.append(tag)


def harmless(page: str) -> None:
    """No script but our own files, no handlers, no links that run."""
    seen = _Found()
    seen.feed(page)
    assert seen.found == []
    assert all(re.match(r"/(static|widget)/", src) for src in seen.scripts), seen.scripts
    assert "<script>alert" not in page
    assert "onerror=alert(2)>" not in page or "&gt;" in page
    assert "49" not in re.findall(r"script&gt;.{0,60}(49)", page)


async def test_a_text_of_a_user_is_text_wherever_staff_see_it(site: Site) -> None:
    desk = await sit(site, Role.ADMIN, name=EVIL[:100])
    ship(site.stores)
    ids = await talk(site.stores, (EVIL, no_source()), at=site.clock.now - HOUR)
    await talk(
        site.stores, (EVIL, Reply("answer", EVIL, "tryggest", "deadline", helpful=False)), at=site.clock.now - HOUR
    )
    await talk(site.stores, (EVIL, Reply("error", EVIL)), at=site.clock.now - 2 * HOUR)
    await desk.post(f"/innboks/sporsmal/{ids[1]}/eksempel", texts=EVIL, target="eligible_costs", what="question")
    for path in (
        "/innboks",
        f"/innboks/sporsmal/{ids[1]}",
        "/innboks/eksempler",
        "/innboks/tall",
        "/logg",
        "/redaksjon",
    ):
        for lang in ("nb", "nn"):
            page = await desk.get(f"{path}?lang={lang}")
            harmless(page)
    assert "&lt;script&gt;alert(1)" in await desk.get(f"/innboks/sporsmal/{ids[1]}"), "the test would see it"


async def test_a_document_is_text_wherever_editors_see_it(site: Site) -> None:
    ship(site.stores)
    editor = await sit(site, name=EVIL[:100])
    text = TRYGGEST.replace("Kommuner som har innført", f"{EVIL} Kommuner som har innført").replace(
        "2026", f"2026 {EVIL}", 1
    )
    response = await editor.upload(f"{EVIL}.txt", text.encode(), publisher=EVIL[:150])
    assert response.status in (303, 200, 422), await response.text()
    where = response.headers.get("Location", "/redaksjon").split("?")[0]
    for path in (where, f"{where}/publiser" if "utkast" in where else where, "/redaksjon", "/redaksjon/dokument"):
        harmless(await (await editor.fetch(path)).text())
    for query in ("sted", "lang", "gjort", "versjon", "q", "kind"):
        harmless(await (await editor.fetch(f"{where}?{query}={EVIL.replace('&', '%26').replace('#', '%23')}")).text())


async def test_a_yaml_with_markup_in_it_comes_back_as_text(site: Site) -> None:
    ship(site.stores)
    editor = await sit(site)
    response = await editor.post("/redaksjon/ny", text=f"id: x\nname: {{nb: '{EVIL}'}}\n{EVIL}", what="look", why=EVIL)
    harmless(await response.text())
    response = await editor.post("/redaksjon/ordning/tryggest/yaml", text=EVIL, base="1", what="look")
    harmless(await response.text())


async def test_what_is_searched_for_is_text_on_the_page(site: Site) -> None:
    desk = await sit(site, Role.READER)
    for path in (
        "/saksbehandler",
        "/saksbehandler/treff",
        "/innboks",
        "/logg-inn",
        "/samtale",
        "/",
        "/redaksjon/arkiv",
    ):
        for name in ("q", "sok", "til", "feil", "lang", "ordning", "a", "b"):
            response = await desk.site.client.get(
                path, params={name: EVIL}, headers=desk._cookies, allow_redirects=False
            )
            assert response.status < 500, (path, name)
            harmless(await response.text())


async def test_a_conversation_without_script_shows_what_was_said_as_text(site: Site) -> None:
    page = await (await site.client.get("/samtale")).text()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    response = await site.client.post("/samtale", data={"do": "say", "key": key[1], "text": EVIL})
    said = await response.text()
    assert response.status == 200 and "&lt;script&gt;alert(1)" in said
    harmless(said)


async def test_a_checklist_is_text_on_its_page(site: Site) -> None:
    content = {**CHECKLIST, "title": EVIL, "outcome": EVIL, "receiver": EVIL, "notes": [EVIL], "window": EVIL}
    content["items"] = [{**item, "what": EVIL, "who": EVIL, "why": EVIL} for item in CHECKLIST["items"]]
    made = await site.stores.checklists.create(None, content)
    page = await (await site.client.get(f"/checklists/{made}.html")).text()
    assert "&lt;script&gt;alert(1)" in page
    harmless(page)


def test_every_template_escapes_and_none_says_that_it_should_not() -> None:
    environment: Environment = pages.environment()
    assert environment.autoescape is True
    for path in (ROOT / "assistant").rglob("*.html"):
        if "node_modules" in str(path):
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", text), path
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), f"{path} has a script of its own, which the CSP refuses"
        assert not re.search(r"\son[a-z]+\s*=|\sstyle\s*=|javascript:", text), path
    for path in (ROOT / "assistant").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Markup", "markupsafe.Markup"):
                said = ast.unparse(node)
                constant = all(isinstance(each, ast.Constant) for each in node.args) or "_TILES.get" in said
                assert constant, f"{path}:{node.lineno} {said}"


LINES = [
    "a\r\n2026-11-23 00:00:00 ERROR forged",
    "a\nforged",
    "\x1b[2J\x1b[31mforged",
    "\x1b]0;forged\x07",
    "a\x00forged",
    "\u2028forged",
]


_PARTS = {"Content-Type": "multipart/form-data; boundary=x"}


def _upload(name: str, csrf: str) -> bytes:
    """A form with a file whose name holds these letters, written as RFC 8187 does."""
    part = "--x\r\nContent-Disposition: form-data; name={}\r\n\r\n{}\r\n"
    file = f"\"file\"; filename*=UTF-8''{quote(name + '.txt')}"
    return (part.format('"csrf"', csrf) + part.format(file, "hei") + "--x--\r\n").encode()


async def test_no_request_writes_a_line_or_a_colour_of_its_own_into_the_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await site.open()
    desk = await sit(site, Role.ADMIN, name="Kari\r\nforged")
    for text in LINES:
        await site.send({"text": text})
        await site.send({"text": text, text: text})
        await site.client.get(f"{API}/search", params={"q": text, "limit": text, "lang": text})
        await site.client.get("/logg-inn", params={"til": text, "feil": text})
        await site.client.get("/logg-inn/lokal", params={"nokkel": text})
        await site.client.get("/logg-inn/retur", params={"state": text, "error": text, "error_description": text})
        await site.client.post("/logg-inn/lokal", data={"nokkel": text})
        await site.client.post(
            "/redaksjon/dokument", data=_upload(text, desk.csrf), headers={**desk._cookies, **_PARTS}
        )
        await desk.post("/redaksjon/dokument", address=f"https://{text}.no/")
        encoded = text.encode().hex(" ").replace(" ", "%")
        await asked(
            site.client.port or 0,
            f"/kilder/%{encoded}/%{encoded}".encode(),
            b"User-Agent: x\x1b[31m",
            b"X-Forwarded-For: a",
        )
    site.assistant.is_ready = False
    await site.send({"text": "raise"})
    for record in caplog.records:
        if record.name.startswith("assistant"):
            line = record.getMessage()
            assert not re.search("[\x00-\x1f\x7f\u0085\u2028\u2029]", line), repr(line)
            assert "forged" not in line, line


def test_no_log_call_formats_its_text_before_the_handler_sees_it() -> None:
    for path in (ROOT / "assistant").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\blog(?:ger)?\.(?:info|warning|error|debug|exception)\(f[\"']", text), path
        assert not re.search(r"\blog(?:ger)?\.exception\(", text), f"{path}: a traceback may hold a user's text"
