"""The caseworker's pages over HTTP, without a browser: who may see them, what they say, and what they withstand."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import AsyncIterator
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from two_editions import two_editions
from web_fakes import FAKE_EXPORTS, FakeAssistant, FakeCatalogue
from web_support import Clock, Site
from yarl import URL

from assistant.conversations.stores import open_stores
from assistant.settings import Settings
from assistant.staff.guard import COOKIE
from assistant.staff.identity import Role
from assistant.web.app import create_app
from assistant.web.services import SERVICES

STAFF_PAGES = [
    "/saksbehandler",
    "/saksbehandler/treff?q=frist",
    "/saksbehandler/ordninger/tryggest",
    "/saksbehandler/sammenlign",
    "/saksbehandler/prov/tryggest",
]
EVIL = "<script>alert(1)</script>\"'&{{7*7}}**fet**"


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """The web layer with a library in which TryggEst has two editions; a reader is signed in."""
    clock = Clock()
    settings = Settings(var=tmp_path)
    stores = open_stores(settings, clock=clock)
    app = create_app(settings, FakeAssistant(), FakeCatalogue(), two_editions(), stores, FAKE_EXPORTS)
    async with TestClient(TestServer(app)) as client:
        token = await stores.staff.begin("test|1", "Kari Nordmann", Role.READER)
        client.session.cookie_jar.update_cookies({COOKIE: token}, client.make_url("/"))
        yield Site(client, FakeAssistant(), stores, clock)


async def get(site: Site, path: str, *, status: int = 200, **query: str) -> str:
    response: ClientResponse = await site.client.get(path, params=query or None)
    text = await response.text()
    assert response.status == status, text[:500]
    return text


def plain(html: str) -> str:
    """The text of a page on one line."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)))


@pytest.mark.parametrize("path", STAFF_PAGES)
async def test_a_page_of_the_staff_sends_strangers_to_sign_in_and_back(site: Site, path: str) -> None:
    site.client.session.cookie_jar.clear()
    response = await site.client.get(path, allow_redirects=False)
    assert response.status == 303
    assert response.headers["Location"].startswith("/logg-inn?til=/saksbehandler")


async def test_search_without_javascript_shows_hits_in_groups_with_the_words_marked(site: Site) -> None:
    html = await get(site, "/saksbehandler", q="helseforetak", lang="nb")
    assert 'value="helseforetak"' in html
    assert "<mark>helseforetak</mark>" in html
    assert 'href="/saksbehandler/ordninger/oppfolging-voksne?lang=nb#krav-applicant_type"' in html
    assert {"Krav", "Tema"} <= set(re.findall(r"<h3>(\w+) <span", html))


async def test_the_piece_for_live_search_is_no_whole_page_and_counts_its_hits(site: Site) -> None:
    html = await get(site, "/saksbehandler/treff", q="trekkspill", lang="nn")
    assert "<html" not in html
    assert 'data-count="Ingen treff"' in html
    counted = await get(site, "/saksbehandler/treff", q="helseføretak", lang="nn")
    assert re.search(r'data-count="\d+ treff"', counted)


async def test_a_hit_in_an_older_edition_leads_to_that_edition(site: Site) -> None:
    html = await get(site, "/saksbehandler/treff", q="beløp tryggest", lang="nb")
    assert "/saksbehandler/ordninger/tryggest?utgave=2025&amp;lang=nb#krav-amount" in html
    assert "/saksbehandler/ordninger/tryggest?lang=nb#krav-amount" in html


async def test_every_hit_leads_to_a_page_where_its_anchor_stands(site: Site) -> None:
    html = await get(site, "/saksbehandler", q="tryggest", alle="1", lang="nb")
    links = {unescape(link) for link in re.findall(r'<a href="([^"]+)" class="hit"', html)}
    assert len(links) > 20
    pages: dict[str, str] = {}
    for link in links:
        path, _, anchor = link.partition("#")
        pages[path] = pages.get(path) or await (await site.client.get(path)).text()
        assert not anchor or f'id="{anchor}"' in pages[path], link


@pytest.mark.parametrize("query", [EVIL, "x" * 5000, "\x00", "%", "' OR 1=1 --", "🙂", "a b " * 400])
async def test_a_strange_search_is_answered_and_repeated_only_escaped(site: Site, query: str) -> None:
    for path in ("/saksbehandler", "/saksbehandler/treff"):
        html = await get(site, path, q=query, lang="nb")
        assert "<script>alert" not in html
        assert len(html) < 60_000


@pytest.mark.parametrize(
    "path",
    [
        "saksbehandler?q=%FF%C3",
        "saksbehandler/treff?q=%ED%A0%80",
        "saksbehandler/sammenlign?a=%FF&b=%00",
        "saksbehandler/prov/tryggest?krav-amount=%FF&krav-years=%00",
        "saksbehandler/ordninger/tryggest?utgave=%FF",
        "saksbehandler/ordninger/%FF",
        "kilder/tryggest/slides-2025?sted=%FF%00",
    ],
)
async def test_bytes_that_are_no_text_never_break_a_page(site: Site, path: str) -> None:
    response = await site.client.get(URL(f"/{path}", encoded=True))
    assert response.status in (200, 404)


@pytest.mark.parametrize("lang", ["nb", "nn"])
@pytest.mark.parametrize("scheme", ["kommunalt-rusarbeid", "oppfolging-voksne", "oppfolging-barn-unge", "tryggest"])
async def test_the_page_of_a_scheme_holds_everything_of_its_edition(site: Site, scheme: str, lang: str) -> None:
    html = await get(site, f"/saksbehandler/ordninger/{scheme}", lang=lang)
    text, found = plain(html), two_editions().scheme(scheme)
    assert found is not None
    edition = found.edition()
    for criterion in edition.criteria:
        assert f'id="krav-{criterion.id}"' in html
        titles = [option.title[lang] for option in criterion.options]
        reasons = [criterion.reasons.unknown[lang], criterion.why[lang], *titles]
        assert all(each in text for each in reasons), criterion.id
    for statement in edition.statements:
        assert html.count(f'id="fakta-{statement.id}"') == 1
        assert statement.statement[lang] in text
        assert all(citation.locator in text for citation in statement.citations)
    assert all(item.what[lang] in text for item in edition.checklist)
    assert all(source.title in text and source.publisher in text for source in found.sources)


async def test_each_edition_has_its_own_page_with_its_own_rules(site: Site) -> None:
    old = plain(await get(site, "/saksbehandler/ordninger/tryggest", utgave="2025", lang="nb"))
    new = plain(await get(site, "/saksbehandler/ordninger/tryggest", utgave="2026", lang="nb"))
    assert "inntil 400 000 kroner" in old and "Fristen var 31. mars 2025" in old and "Lokal plan" not in old
    assert "inntil 500 000 kroner" in new and "Fristen er 31. mars 2027" in new and "Lokal plan" in new
    assert "Fristen er 31. mars 2027" in plain(await get(site, "/saksbehandler/ordninger/tryggest", lang="nb"))


@pytest.mark.parametrize("path", ["ordninger/ukjent", "ordninger/tryggest?utgave=1999", "prov/ukjent", "prov/a@b"])
async def test_an_unknown_scheme_or_edition_is_said_and_the_known_ones_are_offered(site: Site, path: str) -> None:
    html = await get(site, f"/saksbehandler/{path}", status=404)
    assert "/saksbehandler/ordninger/kommunalt-rusarbeid" in html


async def test_an_assumed_deadline_says_that_it_is_assumed(site: Site) -> None:
    html = await get(site, "/saksbehandler/ordninger/oppfolging-voksne", lang="nn")
    assert "Venta" in html and "Fastsett" not in html


async def test_two_editions_side_by_side_show_what_has_changed_and_only_that_when_asked(site: Site) -> None:
    html = await get(site, "/saksbehandler/sammenlign", a="tryggest@2025", b="tryggest@2026", bare="1", lang="nb")
    assert "<del>400</del>" in html and "<ins>500</ins>" in html
    assert 'id="krav-local_plan"' in html and "Bare i B" in html
    assert 'id="krav-applicant_type"' not in html
    whole = await get(site, "/saksbehandler/sammenlign", a="tryggest@2025", b="tryggest@2026", lang="nb")
    assert 'id="krav-applicant_type"' in whole
    assert '<option value="tryggest@2025" selected>' in whole


async def test_comparing_something_unknown_is_answered_at_its_field(site: Site) -> None:
    html = await get(site, "/saksbehandler/sammenlign", status=404, a=EVIL, b="tryggest")
    assert 'id="cw-a-wrong"' in html and 'id="cw-b-wrong"' not in html
    assert '<option value="tryggest@2026" selected>' in html
    assert "<script>alert" not in html


async def test_a_case_in_an_address_is_judged_and_comes_with_a_letter_in_the_chosen_language(site: Site) -> None:
    query = {"krav-applicant_type": "municipality", "krav-amount": "500000", "utgave": "2025", "brev": "nn"}
    html = await get(site, "/saksbehandler/prov/tryggest", lang="nb", **query)
    assert "Noe må rettes først" in html
    letter = unescape(html.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0])
    assert letter.startswith("Rettleiing om tilskot til TryggEst, 2025")
    assert 'lang="nn" aria-labelledby="brev"' in html
    assert "[1]" in letter


async def test_a_bad_answer_is_told_at_its_question_and_the_rest_stays(site: Site) -> None:
    query = {"krav-applicant_type": "municipality", "krav-amount": EVIL[:40], "lang": "nb"}
    html = await get(site, "/saksbehandler/prov/tryggest", **query)
    assert 'href="#krav-amount"' in html and 'id="krav-amount-error"' in html
    assert 'value="municipality" checked' in html
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html
    assert "<textarea" not in html


async def test_a_case_is_not_stored(site: Site, tmp_path: Path) -> None:
    await get(site, "/saksbehandler/prov/tryggest", **{"krav-amount": "387654", "lang": "nb"})
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"387654" in path.read_bytes()]


async def test_a_source_is_open_to_all_and_shows_the_cited_words_in_their_place(site: Site) -> None:
    site.client.session.cookie_jar.clear()
    html = await get(site, "/kilder/tryggest/slides-2025", sted="TryggEst: Hvem kan søke?", lang="nb")
    assert "Oppdiktet tekst om hvem som kan søke, ord for ord &lt;b&gt;&amp;&lt;/b&gt;." in html
    assert "<mark>" in html and "Statsforvalteren i Trøndelag" in html
    assert "/saksbehandler" not in html


async def test_a_source_without_its_document_says_so_and_links_to_the_original(site: Site) -> None:
    found = two_editions().scheme("kommunalt-rusarbeid")
    assert found is not None
    citation = next(f.citation for f in found.edition().facts if f.citation.source == "page-2023")
    html = await get(site, "/kilder/kommunalt-rusarbeid/page-2023", sted=citation.locator, lang="nb")
    assert "Dokumentet er ikke lagt inn her" in html
    assert f'href="{found.source("page-2023").url}"' in html
    assert "<blockquote" not in html


async def test_a_source_without_a_publisher_is_shown_without_one(site: Site) -> None:
    tryggest = two_editions().scheme("tryggest")
    assert tryggest is not None
    nameless = [source.model_copy(update={"publisher": " "}) for source in tryggest.sources]
    scheme = tryggest.model_copy(update={"sources": tuple(nameless)})
    shelf = site.client.app[SERVICES].shelf
    shelf.library = dataclasses.replace(shelf.library, schemes=[scheme])
    token = await site.stores.staff.begin("test|2", "Ola Nordmann", Role.EDITOR)
    site.client.session.cookie_jar.update_cookies({COOKIE: token}, site.client.make_url("/"))
    for path in ("/kilder/tryggest/slides-2025", "/saksbehandler/ordninger/tryggest", "/redaksjon/dokument"):
        text = plain(await get(site, path))
        assert nameless[0].title in text
        assert not re.search(r"\(\s*[,)]|(?<!\w)\s*, \d", text), path


async def test_every_citation_of_every_scheme_has_its_page(site: Site) -> None:
    for scheme in two_editions().schemes:
        for edition in scheme.editions:
            for locator, source in {(c.locator, c.source) for _, c in edition.citations()}:
                await get(site, f"/kilder/{scheme.id}/{source}", sted=locator)


@pytest.mark.parametrize(
    "path",
    ["ukjent/slides-2025", "tryggest/ukjent", "tryggest/slides-2025?sted=Finnes+ikke", "tryggest@2025/slides-2025",
     "tryggest/slides-2025?sted=%3Cscript%3Ealert(1)%3C/script%3E", "tryggest/..%2f..%2fsecret.key"],
)  # fmt: skip
async def test_an_unknown_place_is_a_clear_page_that_repeats_nothing(site: Site, path: str) -> None:
    html = await get(site, f"/kilder/{path}", status=404)
    assert "script>alert" not in html
    assert "<h1>" in html


async def test_a_source_without_a_place_lists_the_places_that_are_cited(site: Site) -> None:
    html = await get(site, "/kilder/tryggest/slides-2025", lang="nn")
    assert html.count("sted=") >= 5


@pytest.mark.parametrize("path", [*STAFF_PAGES, "/kilder/tryggest/slides-2025"])
async def test_no_page_has_inline_script_or_style(site: Site, path: str) -> None:
    html = await get(site, path)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", html)


@pytest.mark.parametrize("path", STAFF_PAGES[2:])
async def test_headings_come_in_order(site: Site, path: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", await get(site, path))]
    after_first = levels[levels.index(1) :]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(after_first))


@pytest.mark.parametrize("path", [*STAFF_PAGES[2:], "/saksbehandler?q=helse", "/kilder/tryggest/slides-2025"])
async def test_no_id_stands_twice_on_a_page(site: Site, path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', await get(site, path))
    assert len(ids) == len(set(ids))
