"""The caseworker's pages in Chromium: no violation of WCAG in any state, and every task by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from page_checks import Watch, axe_violations, overflow
from pages_server import PagesServer
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.staff.identity import Role

pytestmark = pytest.mark.browser

STATES = {
    "home": "/saksbehandler",
    "hits": "/saksbehandler?q=helseforetak",
    "no hits": "/saksbehandler?q=xyzzyq",
    "scheme": "/saksbehandler/ordninger/oppfolging-voksne#krav-agreement",
    "passages": "/saksbehandler/ordninger/tryggest",
    "unknown scheme": "/saksbehandler/ordninger/ukjent",
    "compare": "/saksbehandler/sammenlign?a=oppfolging-voksne&b=oppfolging-barn-unge",
    "differences": "/saksbehandler/sammenlign?a=oppfolging-voksne&b=oppfolging-barn-unge&bare=1",
    "nothing to compare": "/saksbehandler/sammenlign?a=ukjent",
    "case": "/saksbehandler/prov/oppfolging-voksne",
    "verdict": "/saksbehandler/prov/oppfolging-voksne?krav-applicant_type=municipality_trust&krav-agreement=no&krav-years=6",
    "refused": "/saksbehandler/prov/oppfolging-voksne?krav-applicant_type=person",
    "errors": "/saksbehandler/prov/tryggest?krav-amount=mye&krav-applicant_type=emperor&krav-x=1",
    "source": "/kilder/tryggest/slides-2025?sted=TryggEst:%20Hvem%20kan%20s%C3%B8ke%3F",
    "no document": "/kilder/kommunalt-rusarbeid/page-2023",
    "unknown place": "/kilder/tryggest/ukjent",
}
LOOKS = [
    pytest.param({"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}, "nb", id="1280-light-nb"),
    pytest.param({"viewport": {"width": 320, "height": 700}, "color_scheme": "dark"}, "nn", id="320-dark-nn"),
]
Opener = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, pages: PagesServer) -> Iterator[Opener]:
    """Opens a page signed in as a reader; afterwards nothing may have broken the policy, thrown, or left."""
    opened: list[tuple[Watch, Page, BrowserContext, bool]] = []

    def opener(path: str, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "nb-NO", **options})
        context.set_default_timeout(10_000)
        pages.sign_in(context, Role.READER)
        watch = Watch(context, pages.url)
        page = context.new_page()
        opened.append((watch, page, context, options.get("java_script_enabled", True)))
        page.goto(pages.url + path)
        return page

    yield opener
    for watch, page, context, scripted in opened:
        if scripted:
            watch.assert_nothing_went_wrong(page)
        context.close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def tab_to(page: Page, selector: str, *, key: str = "Tab", limit: int = 60) -> None:
    """Presses a key until the element has the focus."""
    for _ in range(limit):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached by {key}; the focus is on {focused(page)!r}")


@pytest.mark.parametrize(("look", "lang"), LOOKS)
@pytest.mark.parametrize("state", STATES)
def test_no_state_of_a_page_violates_wcag_or_is_wider_than_its_window(
    open_page: Opener, state: str, look: dict[str, Any], lang: str
) -> None:
    path, _, anchor = STATES[state].partition("#")
    separator = "&" if "?" in path else "?"
    page = open_page(f"{path}{separator}lang={lang}#{anchor}", **look)
    for details in page.locator("details").all():
        details.evaluate("(node) => { node.open = true }")
    assert page.locator("html").get_attribute("lang") == lang
    assert axe_violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("state", ["scheme", "compare", "verdict", "hits"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_colour_schemes_hold_at_both_widths(open_page: Opener, state: str, scheme: str) -> None:
    width = 320 if scheme == "light" else 1280
    page = open_page(STATES[state], viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert axe_violations(page) == []
    assert overflow(page) <= 0


def test_a_caseworker_finds_a_demand_by_keyboard_alone(open_page: Opener) -> None:
    page = open_page("/saksbehandler?lang=nb")
    page.keyboard.press("/")
    assert focused(page) == "cw-q"
    page.keyboard.type("helseforetak")
    expect(page.locator("#cw-count")).to_have_text(re.compile(r"^\d+ treff$"))
    assert focused(page) == "cw-q"
    assert "q=helseforetak" in page.url
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    hit = page.locator("a.hit").first
    expect(hit).to_be_focused()
    page.keyboard.press("Escape")
    assert focused(page) == "cw-q"
    page.keyboard.press("ArrowDown")
    target = hit.get_attribute("href")
    assert target is not None
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(target)))
    assert page.evaluate("document.querySelector(':target') !== null")
    page.go_back()
    expect(page.locator("#cw-q")).to_have_value("helseforetak")
    expect(page.locator("a.hit").first).to_have_attribute("href", target)


def test_the_slash_is_a_sign_like_others_while_one_types(open_page: Opener) -> None:
    page = open_page("/saksbehandler/prov/tryggest?lang=nb")
    page.locator("#krav-amount-tall").focus()
    page.keyboard.type("1/2")
    assert page.locator("#krav-amount-tall").input_value() == "1/2"
    page.locator("#krav-applicant_type-1").focus()
    page.keyboard.press("/")
    assert focused(page) == "cw-q"


def test_the_hits_follow_what_is_typed_and_go_away_with_it(open_page: Opener) -> None:
    page = open_page("/saksbehandler?lang=nn")
    field = page.locator("#cw-q")
    field.fill("xyzzyq")
    expect(page.locator("#cw-count")).to_have_text("Ingen treff")
    expect(page.get_by_role("heading", name="Ingen treff på «xyzzyq»")).to_be_visible()
    field.fill("<img src=x onerror=alert(1)>")
    expect(page.get_by_role("heading", name=re.compile("onerror"))).to_be_visible()
    assert page.locator("#cw-results img").count() == 0
    field.fill("")
    expect(page.locator("#cw-results section")).to_have_count(0)
    assert "q=" not in page.url


def test_a_search_that_fails_says_so_and_keeps_what_stood_there(open_page: Opener) -> None:
    page = open_page("/saksbehandler?q=helseforetak&lang=nb")
    page.route("**/saksbehandler/treff**", lambda route: route.fulfill(status=503, body="nei"))
    before = page.locator("a.hit").count()
    page.locator("#cw-q").fill("frist")
    expect(page.locator("#cw-count")).to_have_text("Søket svarte ikke. Trykk på Søk for å prøve igjen.")
    assert page.locator("a.hit").count() == before > 0


def test_two_schemes_are_compared_by_keyboard_alone(open_page: Opener) -> None:
    page = open_page("/saksbehandler/sammenlign?lang=nb")
    tab_to(page, "#cw-a")
    page.keyboard.type("Kommunalt")
    tab_to(page, "#cw-b")
    page.keyboard.type("Trygg")
    tab_to(page, "#cw-only")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Krav", exact=True)).to_be_visible()
    assert "a=kommunalt-rusarbeid" in page.url and "b=tryggest" in page.url and "bare=1" in page.url
    expect(page.get_by_text("Bare i B", exact=True).first).to_be_visible()
    assert page.locator("del").count() > 0
    assert page.locator("ins").count() > 0


def test_a_case_is_tried_and_its_letter_copied_by_keyboard_alone(open_page: Opener) -> None:
    page = open_page("/saksbehandler/prov/tryggest?lang=nb", permissions=["clipboard-read", "clipboard-write"])
    tab_to(page, "#krav-applicant_type input")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#krav-amount-tall")
    page.keyboard.type("500 000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Resultat")).to_be_visible()
    expect(page.locator(".verdict")).to_be_visible()
    assert page.url.endswith("#resultat")
    tab_to(page, "button[data-copy-from]", limit=120)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#cw-letter").input_value()
    page.go_back()
    expect(page.locator(".verdict")).to_have_count(0)


def test_an_error_gets_the_focus_and_leads_to_its_question(open_page: Opener) -> None:
    page = open_page("/saksbehandler/prov/tryggest?krav-amount=mye&krav-applicant_type=municipality&lang=nb")
    assert focused(page) == "cw-errors"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#krav-amount")).to_be_focused()
    assert page.title().startswith("Feil:")
    assert page.locator("#krav-amount-tall").input_value() == "mye"
    assert page.locator("#krav-applicant_type input:checked").input_value() == "municipality"


def test_a_statement_is_copied_with_its_source(open_page: Opener) -> None:
    page = open_page("/saksbehandler/ordninger/tryggest?lang=nb", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#fakta-amount button.copy").click()
    expect(page.get_by_role("status")).to_have_text("Kopiert")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("TryggEst, 2025: Hver kommune kan søke om inntil 400 000 kroner.")
    assert "TryggEst: Hver kommune kan maksimalt søke om. Utgave 2025." in copied


def test_what_a_citation_points_to_opens_on_the_page_itself(open_page: Opener) -> None:
    page = open_page("/saksbehandler/ordninger/tryggest?lang=nb")
    details = page.locator(".cw-demand details").first
    expect(details.locator("blockquote")).to_be_hidden()
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(details.locator("blockquote").first).to_be_visible()


def test_everything_works_without_javascript(open_page: Opener) -> None:
    page = open_page("/saksbehandler?lang=nn", java_script_enabled=False)
    page.locator("#cw-q").fill("helseføretak")
    page.locator("#cw-q").press("Enter")
    page.locator("a.hit").first.click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("button.copy").first).to_be_hidden()
    page.get_by_role("link", name="Prøv ei sak").click()
    page.locator("input[type=radio][value=municipality]").check()
    page.get_by_role("button", name="Vurder saka").click()
    expect(page.locator("#cw-letter")).to_have_value(re.compile("^Rettleiing om tilskot"))
    page.goto(page.url.split("/saksbehandler")[0] + "/saksbehandler/sammenlign?lang=nn")
    page.locator("#cw-a").select_option("tryggest")
    page.locator("#cw-b").select_option("kommunalt-rusarbeid")
    page.get_by_role("button", name="Samanlikn").click()
    expect(page.locator(".cw-row").first).to_be_visible()


def test_on_paper_nothing_that_is_folded_away_is_lost(open_page: Opener) -> None:
    page = open_page("/saksbehandler/ordninger/tryggest?lang=nb")
    page.emulate_media(media="print")
    expect(page.locator(".cw-toc")).to_be_hidden()
    expect(page.locator(".cw-demand blockquote").first).to_be_visible()


def test_the_contents_stay_in_view_beside_a_long_page(open_page: Opener) -> None:
    page = open_page("/saksbehandler/ordninger/oppfolging-voksne?lang=nb")
    page.locator("#apent").evaluate("(heading) => heading.scrollIntoView()")
    expect(page.locator("#cw-toc-title")).to_be_in_viewport()


def test_at_320_pixels_the_two_sides_stand_under_each_other(open_page: Opener) -> None:
    page = open_page(STATES["compare"], viewport={"width": 320, "height": 700})
    first, second = page.locator(".pair").first.locator("> div").all()
    a, b = first.bounding_box(), second.bounding_box()
    assert a is not None and b is not None
    assert b["y"] >= a["y"] + a["height"]
