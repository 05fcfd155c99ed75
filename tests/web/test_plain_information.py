"""Help, privacy and accessibility say what this service does, with this service's settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from plain_support import Browser
from shipped_library import shipped_library
from web_fakes import FAKE_EXPORTS, FakeAssistant, FakeCatalogue
from web_support import Site

from assistant.conversations.stores import open_stores
from assistant.settings import Settings
from assistant.web.app import create_app
from assistant.web.services import SERVICES

PAGES = ("/hjelp", "/personvern", "/tilgjengelighet")


async def _page(folder: Path, path: str, **settings: Any) -> str:
    given = Settings(var=folder, **settings)
    app = create_app(given, FakeAssistant(), FakeCatalogue(), shipped_library(), open_stores(given), FAKE_EXPORTS)
    async with TestClient(TestServer(app)) as client:
        return await (await client.get(path)).text()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["nb", "nn"])
async def test_every_page_has_contents_that_lead_to_its_sections(path: str, lang: str, site: Site) -> None:
    response = await site.client.get(f"{path}?lang={lang}")
    html = await response.text()
    assert response.status == 200
    assert "Set-Cookie" not in response.headers
    assert f'<html lang="{lang}">' in html
    anchors = re.findall(r'<li><a href="#([\w-]+)">', html)
    assert len(anchors) >= 7
    assert re.findall(r'<h2 id="([\w-]+)">', html) == ["innhold-tittel", *anchors]


async def test_lifetimes_are_those_of_the_settings(tmp_path: Path) -> None:
    text = await _page(
        tmp_path,
        "/personvern?lang=nb",
        retention_days=11, conversation_hours=48, resume_hours=5, idempotency_hours=1, checklist_days=33,
    )  # fmt: skip
    for said in ("11 døgn fra samtalen", "stille i 2 døgn", "høyst 5 timer", "én time", "33 døgn, også"):
        assert said in text, said


async def test_who_answers_for_the_service_is_named_or_said_to_be_missing(tmp_path: Path) -> None:
    for path in ("/personvern?lang=nb", "/tilgjengelighet?lang=nb"):
        assert "har ikke oppgitt" in await _page(tmp_path, path)
        named = {"controller_name": "Eksempel <kommune>", "controller_contact": "post@eksempel.no"}
        html = await _page(tmp_path, path, **named)
        assert "har ikke oppgitt" not in html
        assert "Eksempel &lt;kommune&gt;" in html
        assert '<a href="mailto:post@eksempel.no">' in html
        assert "har ikke oppgitt" in await _page(tmp_path, path, controller_name="Bare navn")


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("https://eksempel.no/personvern", 'href="https://eksempel.no/personvern"'),
        ("javascript:alert(1)", None),
        ('x@y.no" onclick="a', None),
        ("telefon 22 22 22 22", None),
    ],
)
async def test_only_addresses_become_links(contact: str, link: str | None, tmp_path: Path) -> None:
    html = await _page(tmp_path, "/personvern", controller_name="N", controller_contact=contact)
    main = html.partition("<main")[2].partition("<footer")[0]
    hrefs = [href for href in re.findall(r'href="[^"]*"', main) if not href.startswith('href="#')]
    assert hrefs == ([link] if link else [])
    assert "onclick=" not in main.replace("&#34; onclick=", "")


async def test_handing_over_is_mentioned_where_it_can_happen(tmp_path: Path) -> None:
    assert "sende en oppsummering" not in await _page(tmp_path, "/personvern?lang=nb")
    webhook = "https://eksempel.no/inn"
    assert "sende en oppsummering" in await _page(tmp_path, "/personvern?lang=nb", handoff_webhook=webhook)


@pytest.mark.parametrize("lang", ["nb", "nn"])
async def test_the_front_page_leads_to_all_of_them_and_past_the_script(lang: str, site: Site) -> None:
    html = await (await site.client.get(f"/?lang={lang}")).text()
    for path in (*PAGES, "/samtale"):
        assert f'href="{path}?lang={lang}"' in html
    fallback = html.partition('class="fallback"')[2].partition("</tilskudds-veileder>")[0]
    assert f'href="/samtale?lang={lang}"' in fallback


@pytest.mark.parametrize(
    "limits",
    [{"messages_per_minute": 1, "limit_loopback": True}, {"conversations_per_minute": 1, "limit_loopback": True}],
)
async def test_a_limit_says_how_long_to_wait_and_keeps_the_text(tmp_path: Path, limits: dict[str, Any]) -> None:
    given = Settings(var=tmp_path, **limits)
    app = create_app(given, FakeAssistant(), FakeCatalogue(), shipped_library(), open_stores(given), FAKE_EXPORTS)
    async with TestClient(TestServer(app)) as client:
        browser = Browser(client)
        await browser.open()
        await browser.say("en")
        if "conversations_per_minute" in limits:
            await browser.open()
        response = await browser.say("to")
        assert response.status == 429
        assert int(response.headers["Retry-After"]) > 0
        assert browser.field == "to"
        assert f"Vent {response.headers['Retry-After']} sekunder" in browser.text


async def test_a_busy_service_keeps_the_text_and_the_same_request(tmp_path: Path) -> None:
    given = Settings(var=tmp_path, max_in_flight=1)
    app = create_app(given, FakeAssistant(), FakeCatalogue(), shipped_library(), open_stores(given), FAKE_EXPORTS)
    async with TestClient(TestServer(app)) as client:
        browser = Browser(client)
        await browser.open()
        await browser.say("en")
        word = browser.hidden["key"]
        with app[SERVICES].limits.enter(new=False):
            response = await browser.say("to")
        assert (response.status, response.headers["Retry-After"]) == (503, "2")
        assert (browser.field, browser.hidden["key"]) == ("to", word)
        assert (await browser.say("to")).status == 200
