"""The conversation without JavaScript in Chromium, and the pages about the service: by keyboard, and with axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from page_checks import Watch, axe_violations, overflow
from pages_server import PagesServer
from plain_engine import LONG, EveryKind
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
VIEWS = [
    pytest.param({"viewport": WIDE, "color_scheme": "light"}, id="wide-light"),
    pytest.param({"viewport": NARROW, "color_scheme": "dark"}, id="narrow-dark"),
]
STATES = [
    ["hvem kan søke"], ["nynorsk ja"], ["sjekk"], ["mangler"], ["sjekkliste"], ["menneske"], ["no_source"], ["notice"],
    ["feil"], ["html"], ["lang"], ["lenker"], ["samisk"], [""], ["sjekk", ""],
]  # fmt: skip
PRESSES = [["Nyttig"], ["Fortsett på en annen enhet"], ["Ny samtale"], ["Ny samtale", "Slett og begynn på nytt"]]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagesServer]:
    """The real web layer with an engine that gives every kind of reply."""
    server = PagesServer(tmp_path_factory.mktemp("plain"))
    server.assistant = EveryKind()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def without(chromium: Browser, plain: PagesServer, contexts: list[BrowserContext]) -> Page:
    """The start page in a browser that runs no script."""
    contexts.append(chromium.new_context(java_script_enabled=False, locale="nb-NO", viewport=WIDE))
    contexts[-1].set_default_timeout(5_000)
    page = contexts[-1].new_page()
    page.goto(f"{plain.url}/samtale")
    return page


def say(page: Page, text: str) -> None:
    page.locator("#tekst").fill(text)
    page.locator(".composer button").click()


def assert_accessible(page: Page) -> None:
    assert axe_violations(page) == []
    assert overflow(page) <= 0


def tab_to(page: Page, name: str, limit: int = 40) -> None:
    """Presses Tab until the named control has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and name in (focused.inner_text(), focused.get_attribute("id")):
            return
    raise AssertionError(f"{name!r} was not reached with Tab")


def test_a_walk_to_the_verdict_and_its_checklist_by_keyboard_alone(without: Page, plain: PagesServer) -> None:
    tab_to(without, "tekst")
    without.keyboard.type("sjekk")
    tab_to(without, "Send")
    without.keyboard.press("Enter")
    for question, answer in (("Steg 1 av 3", "Én kommune"), ("Steg 2 av 3", "Ja"), ("Steg 3 av 3", "Ja")):
        expect(without).to_have_title(re.compile(f"^{question}"))  # the page that the last key led to is here
        expect(without).to_have_title(
            f"{question}: {without.locator('.newest .text').last.inner_text()} · Tilskuddsveilederen"
        )
        tab_to(without, answer, limit=15)  # the focus is at the answer: few steps, not the whole page again
        without.keyboard.press("Enter")
    expect(without.get_by_role("heading", name="Dere oppfyller vilkårene")).to_be_visible()
    tab_to(without, "Lag sjekkliste", limit=15)
    without.keyboard.press("Enter")
    link = without.get_by_role("link", name="Last ned PDF")
    assert without.request.get(plain.url + str(link.get_attribute("href"))).status == 200


def test_the_newest_exchange_is_in_view_and_the_focus_is_there(without: Page) -> None:
    say(without, "hvem kan søke")
    say(without, "no_source")
    newest = without.locator("#svar")
    expect(newest).to_be_focused()
    expect(newest).to_be_in_viewport()
    expect(newest).to_contain_text("Kildene sier ikke")
    expect(without.locator(".earlier")).to_contain_text("Søknaden går til Bufdir.")


def test_an_error_has_the_focus_and_leads_to_the_field_with_the_text(without: Page) -> None:
    say(without, "x" * 20_001)
    alert = without.get_by_role("alert")
    expect(alert).to_be_focused()
    alert.get_by_role("link").click()
    expect(without.locator("#tekst")).to_be_focused()
    expect(without.locator("#tekst")).to_have_value("x" * 20_001)


def test_the_buttons_of_an_old_page_give_the_notice_and_the_current_question(
    without: Page, plain: PagesServer, contexts: list[BrowserContext]
) -> None:
    say(without, "sjekk")
    html = without.content()  # Playwright cannot go back to a reply to a form, so the old page is served again
    contexts[-1].route("**/gammel", lambda route: route.fulfill(body=html, content_type="text/html"))
    old = contexts[-1].new_page()
    old.goto(f"{plain.url}/gammel")
    without.get_by_role("button", name="Én kommune").click()
    without.get_by_role("button", name="Vedtatt").click()
    old.get_by_role("button", name="Andre").click()
    expect(old.locator("body")).to_contain_text("Steg 3 av 3")
    expect(old.locator(".newest")).to_contain_text("Valget gjelder et tidligere spørsmål")


def test_feedback_language_and_a_new_conversation(without: Page) -> None:
    say(without, "hvem kan søke")
    without.get_by_role("button", name="Ikke nyttig").click()
    expect(without.locator(".newest")).to_contain_text("Du svarte: Ikke nyttig.")
    without.get_by_label("Svarene skal være på").select_option("Nynorsk")
    without.get_by_role("button", name="Bytt språk").click()
    expect(without.get_by_role("status")).to_have_text("Språk: Nynorsk.")
    without.get_by_role("button", name="Ny samtale").click()
    without.get_by_role("button", name="Slett og byrj på nytt").click()
    expect(without.get_by_role("status")).to_contain_text("Samtalen er sletta")
    assert without.context.cookies() == []


def test_a_link_is_opened_in_another_browser(
    without: Page, chromium: Browser, plain: PagesServer, contexts: list[BrowserContext]
) -> None:
    say(without, "hvem kan søke")
    without.get_by_role("button", name="Fortsett på en annen enhet").click()
    link = without.get_by_label("Lenken til samtalen").input_value()
    contexts.append(chromium.new_context(java_script_enabled=False, locale="nb-NO"))
    other = contexts[-1].new_page()
    other.goto(f"{plain.url}/samtale")
    other.get_by_text("Har du en lenke fra en annen enhet?").click()
    other.get_by_label("Lim inn lenken").fill(link)
    other.get_by_role("button", name="Åpne samtalen").click()
    expect(other.locator(".newest")).to_contain_text("Søknaden går til Bufdir.")


@pytest.mark.parametrize("view", VIEWS)
def test_no_state_breaks_wcag_or_overflows(
    view: dict[str, Any], chromium: Browser, plain: PagesServer, contexts: list[BrowserContext]
) -> None:
    contexts.append(chromium.new_context(locale="nb-NO", **view))
    watch = Watch(contexts[-1], plain.url)
    page = contexts[-1].new_page()
    for texts in STATES:
        page.goto(f"{plain.url}/samtale")
        for text in texts:
            say(page, text)
        assert_accessible(page)
        watch.assert_nothing_went_wrong(page)
    for names in PRESSES:
        page.goto(f"{plain.url}/samtale")
        say(page, "hvem kan søke")
        for name in names:
            page.get_by_role("button", name=name, exact=True).click()
        assert_accessible(page)
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("lang", ["nb", "nn"])
@pytest.mark.parametrize("path", ["/samtale", "/hjelp", "/personvern", "/tilgjengelighet", "/"])
def test_no_page_about_the_service_breaks_wcag_or_overflows(
    path: str, lang: str, view: dict[str, Any], chromium: Browser, plain: PagesServer, contexts: list[BrowserContext]
) -> None:
    contexts.append(chromium.new_context(locale="nb-NO", **view))
    watch = Watch(contexts[-1], plain.url)
    page = contexts[-1].new_page()
    page.goto(f"{plain.url}{path}?lang={lang}")
    assert_accessible(page)
    watch.assert_nothing_went_wrong(page)


@pytest.mark.parametrize("choice", ["nn", "en"])
def test_a_conversation_in_another_language_is_accessible_too(
    choice: str, chromium: Browser, plain: PagesServer, contexts: list[BrowserContext]
) -> None:
    contexts.append(chromium.new_context(locale="nb-NO", viewport=WIDE))
    page = contexts[-1].new_page()
    page.goto(f"{plain.url}/samtale")
    page.locator("#sprak").select_option(choice)
    say(page, "sjekk")
    expect(page.locator(".composer label")).to_have_text(
        {"nn": "Skriv eit svar eller eit nytt spørsmål", "en": "Write an answer or a new question"}[choice]
    )
    assert_accessible(page)


def test_a_very_long_option_stays_within_the_page(without: Page) -> None:
    without.set_viewport_size(NARROW)
    say(without, "lang")
    box = without.get_by_role("button", name=LONG).bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"]
