"""Keyboard, announcements, axe-core, zoom: what WCAG 2.2 AA asks of the widget and its page."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from page_driver import Guide
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "zoomed-400": {"viewport": {"width": 320, "height": 256}},
    "forced-colours": {"forced_colors": "active", "reduced_motion": "reduce"},
}
EVERY_KIND = ["tryggest", "frist", "menneske", "no_source", "notice", "error", "html", "nynorsk", "mangler"]
SMALLEST_TARGET = """() => [...document.querySelector('tilskudds-veileder').shadowRoot
  .querySelectorAll('button, select, textarea, a')]
  .map((node) => [node.innerText.trim(), node.getBoundingClientRect()]).filter(([, box]) => box.width)
  .map(([name, box]) => [Math.min(box.width, box.height), name]).sort((a, b) => a[0] - b[0])[0]"""
LAYOUT_UNIT = 1 / 64  # pixels: Chromium lays out in these; where a page is scrolled, a box is off by less


@pytest.mark.parametrize(("look", "lang"), list(itertools.product(LOOKS, ["nb", "nn"])))
def test_axe_finds_nothing_in_any_state(open_guide: Any, look: str, lang: str) -> None:
    guide: Guide = open_guide(f"?lang={lang}", **LOOKS[look])
    assert guide.axe_violations() == []
    for text in EVERY_KIND:
        guide.say(text)
    guide.choose("Lag sjekkliste")
    guide.say("sjekk")
    guide.choose("Én kommune")
    assert guide.axe_violations() == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert guide.page.evaluate(wide) == 0


def test_axe_finds_nothing_in_trouble(open_guide: Any, server: Any) -> None:
    for look in LOOKS.values():
        guide: Guide = open_guide(**look)
        server.failures = [(429, {"Retry-After": "60"})]
        guide.say("hei")
        guide.page.context.set_offline(True)
        guide.field.fill("a" * 2001)
        expect(guide.page.get_by_role("alert")).not_to_be_empty()
        assert guide.axe_violations() == []
        guide.page.context.set_offline(False)
        guide.new_chat()
        assert guide.axe_violations() == []


def test_the_walk_to_a_verdict_works_by_keyboard_alone(guide: Guide) -> None:
    guide.tab_to("field")
    guide.page.keyboard.type("sjekk tryggest")
    guide.page.keyboard.press("Enter")
    expect(guide.entries.last).to_contain_text("Steg 1 av 3")
    guide.tab_to("Én kommune", key="Shift+Tab")
    for step, answer in enumerate(["Ja", "Ja", "verdict"], start=2):
        guide.page.keyboard.press("Enter")
        guide.wait()
        assert guide.focused() not in {"", "veileder"}, "the focus was lost"
        if answer != "verdict":
            expect(guide.entries.last).to_contain_text(f"Steg {step} av 3")
            guide.tab_to(answer)
    expect(guide.page.get_by_role("group", name="Dere oppfyller vilkårene")).to_be_visible()
    guide.tab_to("Lag sjekkliste")
    guide.page.keyboard.press("Enter")
    guide.wait()
    guide.tab_to("Last ned kalenderfil")
    with guide.page.expect_download() as download:
        guide.page.keyboard.press("Enter")
    assert download.value.url.endswith(".ics")


def test_each_reply_is_announced_once(guide: Guide) -> None:
    guide.say("hei")
    guide.watch_log()
    guide.say("sjekk tryggest")
    guide.choose("Én kommune")
    added = guide.page.evaluate("added")
    for reply in ["binder seg", "Hvem søker?", "Har kommunen innført"]:
        assert sum(reply in text for text in added) == 1
    assert guide.page.evaluate("changed") == 0
    expect(guide.log).to_have_attribute("aria-live", "polite")
    assert guide.log.get_by_role("status").count() == 0


def test_the_status_says_when_the_guide_is_writing(guide: Guide, server: Any) -> None:
    server.delay = 0.4
    guide.field.fill("hei")
    guide.field.press("Enter")
    expect(guide.status).to_have_text("Veilederen skriver …")
    guide.wait()
    expect(guide.status).to_be_empty()


def test_the_transcript_is_an_ordered_list_and_headings_are_in_order(guide: Guide) -> None:
    guide.say("mangler")
    assert guide.log.locator("> ol > li").count() == guide.entries.count()
    levels = [int(node.evaluate("(n) => n.tagName[1]")) for node in guide.page.get_by_role("heading").all()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels


@pytest.mark.parametrize("look", ["light", "narrow"])
def test_every_target_is_at_least_24_pixels(open_guide: Any, look: str) -> None:
    guide: Guide = open_guide(**LOOKS[look])
    for text in ["tryggest", "menneske", "mangler", "sjekk"]:
        guide.say(text)
    size, name = guide.page.evaluate(SMALLEST_TARGET)
    assert round(size / LAYOUT_UNIT) * LAYOUT_UNIT >= 24, name


@pytest.mark.parametrize("look", ["light", "narrow", "zoomed-400"])
def test_what_has_the_focus_is_not_hidden_by_the_text_field(open_guide: Any, look: str) -> None:
    guide: Guide = open_guide(**LOOKS[look])
    for text in ["tryggest", "mangler", "tryggest"]:
        guide.say(text)
    covered = """() => { const root = document.querySelector('tilskudds-veileder').shadowRoot;
      const node = root.activeElement;
      const box = node.getBoundingClientRect(); const composer = root.querySelector('.composer');
      const top = getComputedStyle(composer).position === 'sticky' ? composer.getBoundingClientRect().top : innerHeight;
      return composer.contains(node) || (box.top < top && box.bottom > 0) ? '' : node.innerText }"""
    guide.page.evaluate("scrollTo(0, 0)")
    guide.page.get_by_role("button", name="Snakk med et menneske").focus()
    for _ in range(20):
        guide.page.keyboard.press("Tab")
        if guide.page.evaluate("document.activeElement.localName") != "tilskudds-veileder":
            break
        guide.page.wait_for_timeout(30)
        assert guide.page.evaluate(covered) == ""


def test_reduced_motion_animates_nothing(open_guide: Any) -> None:
    guide: Guide = open_guide(reduced_motion="reduce")
    guide.say("hei")
    assert guide.entries.last.evaluate("(node) => getComputedStyle(node).animationName") == "none"
