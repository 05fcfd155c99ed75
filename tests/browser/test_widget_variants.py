"""The whole window, and a panel behind a button in the corner."""

from __future__ import annotations

from typing import Any

import pytest
from fake_host import FakeHost
from page_checks import overflow
from page_driver import Guide
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "zoomed-400": {"viewport": {"width": 320, "height": 256}},
    "forced-colours": {"forced_colors": "active"},
}
LOW = {"viewport": {"width": 320, "height": 256}}


def box(locator: Locator) -> dict[str, float]:
    """Where it stands in the window, in pixels."""
    found = locator.bounding_box()
    assert found
    return dict(found)


def opened(open_host: Any, variant: str, lang: str = "nb", **options: Any) -> Guide:
    """The widget in a variant, with the panel open."""
    guide: Guide = open_host(f'data-variant="{variant}" data-lang="{lang}"', **options)
    if variant == "dialog":
        guide.launcher.click()
    return guide


@pytest.fixture(autouse=True)
def calm_page(host: FakeHost) -> None:
    """The page that the documentation shows for the variant that fills the window."""
    host.css = "body { margin: 0 } h1 { position: absolute; clip-path: inset(50%); }"


def test_a_whole_page_scrolls_its_transcript_above_the_field(open_host: Any, host: FakeHost) -> None:
    host.body = "<main><h1>Tilskudd</h1>{embed}</main>"
    guide = opened(open_host, "page")
    for _ in range(4):
        guide.say("hvem får tryggest-midla")
    assert guide.page.evaluate("document.documentElement.scrollHeight - innerHeight") == 0
    composer = box(guide.page.locator("tilskudds-veileder .composer"))
    assert round(composer["y"] + composer["height"]) == 800
    assert guide.page.locator("tilskudds-veileder .transcript").evaluate("(n) => n.scrollHeight > n.clientHeight")
    expect(guide.entries.last.locator(".text")).to_be_in_viewport()


def test_the_panel_opens_and_closes_by_keyboard_and_gives_the_focus_back(open_host: Any) -> None:
    guide: Guide = open_host('data-variant="dialog"')
    expect(guide.launcher).to_have_attribute("aria-expanded", "false")
    guide.tab_to("Spør om tilskudd")
    guide.page.keyboard.press("Enter")
    expect(guide.page.get_by_role("dialog", name="Tilskuddsveilederen")).to_be_visible()
    assert guide.focused() == "field"
    guide.page.keyboard.type("hvem får tryggest-midla")
    guide.page.keyboard.press("Enter")
    expect(guide.entries.last).to_contain_text("binder seg til å starte")
    guide.page.keyboard.press("Escape")
    expect(guide.page.get_by_role("dialog")).to_have_count(0)
    expect(guide.launcher).to_be_focused()
    guide.page.keyboard.press("Enter")
    expect(guide.entries.last).to_contain_text("binder seg til å starte")
    guide.tab_to("Lukk", key="Shift+Tab")
    guide.page.keyboard.press("Enter")
    expect(guide.launcher).to_be_focused()


def test_beside_the_page_the_panel_is_not_modal_and_escape_reveals_what_it_covers(open_host: Any) -> None:
    guide = opened(open_host, "dialog")
    link = guide.page.get_by_role("link", name="En annen side")
    link.focus()
    expect(link).to_be_focused()
    guide.page.keyboard.press("Escape")
    expect(guide.launcher).to_be_visible()
    expect(link).to_be_focused()


@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, {"width": 320, "height": 256}])
def test_a_small_window_is_filled_and_nothing_behind_is_reached(open_host: Any, size: dict[str, int]) -> None:
    guide = opened(open_host, "dialog", viewport=size)
    panel = box(guide.page.locator("tilskudds-veileder dialog.panel"))
    assert (panel["width"], panel["height"]) == (size["width"], size["height"])
    link = guide.page.get_by_role("link", name="En annen side", include_hidden=True)
    link.evaluate("(node) => node.focus()")
    expect(link).not_to_be_focused()
    guide.page.keyboard.press("Escape")
    expect(guide.launcher).to_be_focused()


def test_a_window_made_small_keeps_the_panel_and_the_focus(open_host: Any) -> None:
    guide = opened(open_host, "dialog")
    guide.field.fill("halvferdig")
    guide.page.set_viewport_size({"width": 320, "height": 640})
    expect(guide.page.locator("tilskudds-veileder dialog.panel:modal")).to_be_visible()
    assert guide.focused() == "field"
    assert guide.field.input_value() == "halvferdig"


def test_at_400_per_cent_the_button_stands_in_the_page_and_covers_nothing(open_host: Any) -> None:
    guide: Guide = open_host('data-variant="dialog"', **LOW)
    assert guide.launcher.evaluate("(node) => getComputedStyle(node).position") == "static"


def test_a_question_on_the_page_opens_the_panel(open_host: Any, host: FakeHost) -> None:
    host.body = '<main><h1>Tilskudd</h1><a href="#" data-veileder-ask="Hvem får TryggEst?">Spør</a>{embed}</main>'
    guide: Guide = open_host('data-variant="dialog"')
    guide.page.get_by_role("link", name="Spør").click()
    expect(guide.log.locator("li.user")).to_contain_text(["Hvem får TryggEst?"])


def test_escape_closes_only_the_innermost_dialog(open_host: Any) -> None:
    guide = opened(open_host, "dialog")
    guide.say("hei")
    guide.more("Ny samtale")
    expect(guide.page.get_by_role("dialog", name="Starte en ny samtale?")).to_be_visible()
    guide.page.keyboard.press("Escape")
    expect(guide.page.get_by_role("dialog", name="Starte en ny samtale?")).to_have_count(0)
    expect(guide.field).to_be_visible()
    guide.page.locator("tilskudds-veileder .more summary").press("Enter")
    guide.page.keyboard.press("Escape")
    expect(guide.field).to_be_visible()
    assert guide.focused() == "Mer"


@pytest.mark.parametrize("lang", ["nb", "nn"])
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("variant", ["page", "dialog"])
def test_axe_finds_nothing_in_any_variant(open_host: Any, host: FakeHost, variant: str, look: str, lang: str) -> None:
    host.lang = lang
    guide: Guide = open_host(f'data-variant="{variant}" data-lang="{lang}"', **LOOKS[look])
    assert guide.axe_violations() == []
    if variant == "dialog":
        guide.launcher.click()
        assert guide.axe_violations() == []
    for text in ["tryggest", "mangler", "menneske", "sjekk"]:
        guide.say(text)
    assert guide.axe_violations() == []
    guide.page.locator("tilskudds-veileder .more summary").click()
    assert guide.axe_violations() == []
    assert overflow(guide.page) <= 0
