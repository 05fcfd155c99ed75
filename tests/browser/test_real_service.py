"""A real browser against the real service: ask, follow a source, walk by keyboard, take the calendar home."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from page_driver import Guide, OpenGuide, opening
from playwright.sync_api import Browser, Page, expect
from running_service import RunningService

pytestmark = [pytest.mark.browser, pytest.mark.rasa]

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SCHEMES = [
    "Kommunalt rusarbeid",
    "Oppfølging av barn og unge",
    "Oppfølging av voksne",
    "TryggEst",
]


@pytest.fixture
def open_real(chromium: Browser, service: RunningService) -> Iterator[OpenGuide]:
    """Opens the real page; afterwards nothing may have broken the policy, thrown, or left for another origin."""
    with opening(chromium, f"{service.url}/", timeout=10_000) as opener:
        yield opener


@pytest.fixture
def real(open_real: OpenGuide) -> Guide:
    """The real page in bokmål, light, on a desktop."""
    return open_real()


def shot(page: Page, name: str, *, whole: bool = False) -> None:
    """A picture of the window or of the whole page, when VEILEDER_SHOTS names a folder for them."""
    if folder := os.environ.get("VEILEDER_SHOTS"):
        page.wait_for_timeout(500)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=whole)


def on_checklist(guide: Guide) -> Page:
    """The checklist page of the conversation, opened by its link."""
    with guide.page.context.expect_page() as opened:
        guide.page.get_by_role("link", name="Åpne og kryss av").last.click()
    page = opened.value
    page.wait_for_load_state()
    return page


def axe(guide: Guide, page: Page) -> list[dict[str, Any]]:
    """Violations on another page of the same browser. The page's own policy holds: axe comes in through the debugger."""
    first, guide.page = guide.page, page
    try:
        return guide.axe_violations()
    finally:
        guide.page = first


def test_the_page_lists_the_schemes_of_the_knowledge_base(real: Guide) -> None:
    names = real.page.locator("ul.schemes a").all_inner_texts()
    assert len(names) == len(SCHEMES)
    for name, start in zip(names, SCHEMES, strict=True):
        assert name.startswith(start)
    offices = real.page.locator("ul.schemes span").all_inner_texts()
    assert offices == ["Søknaden går til Statsforvalteren"] * 3 + ["Søknaden går til Bufdir"]
    real.page.get_by_role("link", name="Oppfølging av voksne").click()
    real.wait()
    expect(real.entries.last).to_contain_text("oppfølging av voksne")


def test_a_question_gets_an_answer_and_its_citation_can_be_followed(real: Guide) -> None:
    real.say("hvem får tryggest-midla og når må vi ha søkt")
    answers = real.log.locator("li.guide.kind-answer")
    expect(answers).to_have_count(2)
    expect(answers.last).to_contain_text("31. mars 2025")
    link = answers.last.get_by_role("link", name="Presentasjon av tilskuddsordninger 2025").first
    assert str(link.get_attribute("href")).startswith("https://www.statsforvalteren.no/")
    assert link.get_attribute("rel") == "noopener noreferrer"
    followed: list[str] = []
    real.page.context.route(
        "https://www.statsforvalteren.no/**",
        lambda route: followed.append(route.request.url) or route.fulfill(body="kilden"),
    )
    with real.page.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_load_state()
    assert opened.value.inner_text("body") == "kilden"
    real.watch.foreign.clear()  # the user left for the source; the page itself asked for nothing
    assert "utm_" not in followed[0]
    shot(real.page, "answer")


def test_tryggest_is_walked_to_a_verdict_and_its_calendar_by_keyboard_alone(real: Guide, tmp_path: Path) -> None:
    page = real.page
    real.tab_to("field")
    page.keyboard.type("sjekk tryggest")
    page.keyboard.press("Enter")
    real.wait()
    expect(real.entries.last).to_contain_text("Steg 1 av")
    shot(page, "walk-1")
    real.tab_to("Én kommune", key="Shift+Tab")
    for answer, step in (("Ja, innført", 2), (None, 3)):
        page.keyboard.press("Enter")
        real.wait()
        expect(real.entries.last).to_contain_text(f"Steg {step} av")
        if answer:
            real.tab_to(answer)
    real.tab_to("field")
    for number in ("300 000", "2"):
        page.keyboard.type(number)
        page.keyboard.press("Enter")
        real.wait()
        assert real.focused() == "field"
    card = page.get_by_role("group", name="Dere oppfyller vilkårene")
    expect(card).to_contain_text("Fristen var 31. mars 2025 og er gått ut.")
    expect(card.get_by_role("listitem")).to_have_count(4)
    shot(page, "verdict")
    real.tab_to("Lag sjekkliste", key="Shift+Tab")
    page.keyboard.press("Enter")
    real.wait()
    shot(page, "checklist-card")
    real.tab_to("Last ned kalenderfil")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.suffix == ".ics"
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert [event.decoded("DTSTART").isoformat()[:4] for event in events] == ["2025"] * len(events)
    assert any("Bufdir" in str(event["SUMMARY"]) for event in events)


def test_the_checklist_page_keeps_its_ticks(real: Guide) -> None:
    real.say("lag en sjekkliste for oppfølging av voksne")
    page = on_checklist(real)
    boxes = page.get_by_role("checkbox")
    expect(boxes.first).not_to_be_checked()
    with page.expect_response(lambda response: response.request.method == "PATCH"):
        boxes.first.check()
    expect(page.get_by_role("status")).to_have_text("Lagret")
    with page.expect_response(lambda response: response.request.method == "PATCH"):
        boxes.nth(2).press("Space")
    page.reload()
    assert [box.is_checked() for box in boxes.all()[:4]] == [True, False, True, False]
    expect(page.locator("#progress")).to_contain_text("2 av")
    assert page.evaluate("window.cspReports") == []


def test_the_checklist_page_keeps_its_ticks_without_javascript(real: Guide, chromium: Browser) -> None:
    real.say("lag en sjekkliste for TryggEst")
    url = on_checklist(real).url
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url)
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Lagre avkryssingen").click()
    expect(page.get_by_role("checkbox").nth(1)).to_be_checked()
    expect(page.get_by_role("checkbox").first).not_to_be_checked()
    context.close()


@pytest.mark.parametrize("lang", ["nb", "nn"])
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_the_page_and_on_the_checklist(open_real: OpenGuide, look: str, lang: str) -> None:
    guide = open_real(f"?lang={lang}", **LOOKS[look])
    assert guide.axe_violations() == []
    shot(guide.page, f"front-{look}-{lang}", whole=True)
    nn = lang == "nn"
    guide.say("kven kan søkje om TryggEst?" if nn else "hvem kan søke om TryggEst?")
    guide.say("Eg vil snakke med eit menneske i Molde" if nn else "Jeg vil snakke med et menneske i Molde")
    guide.say("kan vi søkje om oppfølging av vaksne?" if nn else "kan vi søke om oppfølging av voksne?")
    shot(guide.page, f"walk-{look}-{lang}")
    guide.choose("Andre")
    guide.say("privatperson")
    guide.say("lag sjekkliste for oppfølging av " + ("vaksne" if nn else "voksne"))
    assert guide.axe_violations() == []
    assert guide.page.evaluate(TOO_WIDE) == 0
    shot(guide.page, f"conversation-{look}-{lang}")
    with guide.page.context.expect_page() as opened:
        guide.page.locator("tilskudds-veileder a[href*='/checklists/'][href$='.html']").last.click()
    page = opened.value
    page.wait_for_load_state()
    assert axe(guide, page) == []
    assert page.evaluate(TOO_WIDE) == 0
    assert page.evaluate("window.cspReports") == []
    shot(page, f"checklist-{look}-{lang}", whole=True)


def test_a_reload_brings_the_conversation_back_and_it_goes_on(real: Guide) -> None:
    real.say("kan vi søke TryggEst?")
    real.choose("Én kommune")
    real.page.reload()
    expect(real.entries.last).to_contain_text("Har kommunen innført TryggEst")
    real.choose("Vedtatt")
    expect(real.entries.last).to_contain_text("Binder kommunen seg")


def test_options_without_a_button_are_not_shown_as_buttons(real: Guide) -> None:
    real.say("kan vi søke TryggEst?")
    options = real.entries.last.locator(".replies button").all_inner_texts()
    assert "Vet ikke" in options
    assert len(options) <= 7


def test_a_resume_link_opens_the_conversation_in_another_browser_once(
    open_real: OpenGuide, service: RunningService
) -> None:
    first = open_real()
    first.say("Når er fristen for TryggEst?")
    expect(first.log).to_contain_text("31. mars 2025")
    saved = first.page.evaluate("JSON.parse(Object.values(sessionStorage)[0])")
    made = first.page.request.post(
        f"{service.url}/api/v1/conversations/{saved['id']}/resume-link",
        headers={"Authorization": f"Bearer {saved['token']}"},
    )
    link = made.json()["url"]
    fragment = link[link.index("#") :]
    second = open_real(f"?lang=nb{fragment}")
    expect(second.log).to_contain_text("31. mars 2025")
    assert "resume" not in second.page.url
    second.say("hvem kan søke?")
    expect(second.log).to_contain_text("innført")
    third = open_real(f"?lang=nb{fragment}")
    expect(third.page.get_by_text("Lenken er brukt eller utløpt.")).to_be_visible()
