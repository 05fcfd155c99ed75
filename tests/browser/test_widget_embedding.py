"""One line on a page of another origin, under a strict policy of that page's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fake_host import FakeHost
from fake_server import FakeServer
from page_driver import Guide
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SEND_COLOR = """() => getComputedStyle(document.querySelector('tilskudds-veileder').shadowRoot
  .querySelector('.composer button')).backgroundColor"""
INLINE_IS_REFUSED = """() => new Promise((done) => {
  addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), { once: true });
  const style = document.createElement('style'); style.textContent = 'p { color: red }'; document.head.append(style) })"""
GUIDE_TO_EMBEDDING = Path(__file__).resolve().parents[2] / "docs" / "tasks" / "embed-the-widget.md"
OWN_COLORS = GUIDE_TO_EMBEDDING.read_text("utf-8").split("```css\n")[1].split("```")[0]


def test_one_line_puts_the_widget_after_its_script_and_it_answers(open_host: Any, server: FakeServer) -> None:
    guide: Guide = open_host('data-lang="nn" data-municipality="1515" data-title="Spør om tilskot"')
    assert (
        guide.page.evaluate("document.querySelector('tilskudds-veileder').previousElementSibling.localName") == "script"
    )
    expect(guide.page.get_by_role("heading", name="Spør om tilskot")).to_be_visible()
    guide.say("kven får midla?")
    expect(guide.entries.last).to_contain_text("Kommunen er hovudsøkjar")
    assert server.requests[0]["body"] == {"lang": "nn", "municipality": "1515"}


def test_the_styles_are_constructed_so_that_the_policy_needs_no_exception(open_host: Any, host: FakeHost) -> None:
    guide: Guide = open_host()
    root = "document.querySelector('tilskudds-veileder').shadowRoot"
    assert guide.page.evaluate(f"{root}.querySelectorAll('style, link, [style]').length") == 0
    assert guide.page.evaluate(f"{root}.adoptedStyleSheets.length") > 0
    assert "unsafe" not in host.policy
    assert guide.page.evaluate(INLINE_IS_REFUSED) == "style-src-elem"
    guide.page.evaluate("cspReports.length = 0")  # that one was ours


def test_the_script_can_name_a_place_on_the_page(open_host: Any, host: FakeHost) -> None:
    host.body = '{embed}<main><h1>Tilskudd</h1><div id="her"></div></main>'
    guide: Guide = open_host('data-target="#her"')
    assert guide.page.evaluate("document.querySelector('tilskudds-veileder').parentElement.id") == "her"


def test_a_place_that_is_not_there_is_told_to_the_developer(open_host: Any, host: FakeHost) -> None:
    guide: Guide = open_host('data-target="#borte"')
    told: list[str] = []
    guide.page.on("console", lambda line: told.append(line.text))
    guide.page.reload()
    expect(guide.field).to_be_visible()
    assert any('data-target="#borte"' in line for line in told)


@pytest.mark.parametrize("how", ["", "defer", "async"])
def test_a_script_in_the_head_puts_the_widget_last_in_the_body(open_host: Any, host: FakeHost, how: str) -> None:
    host.head = host.script().replace("defer", how)
    host.embed = "<p>Nederst</p>"
    guide: Guide = open_host()
    assert guide.page.evaluate("document.body.lastElementChild.localName") == "tilskudds-veileder"


def test_an_element_written_by_hand_is_the_only_one_and_asks_where_the_script_came_from(
    open_host: Any, host: FakeHost, server: FakeServer
) -> None:
    host.embed = (
        host.script('data-lang="en"') + '<tilskudds-veileder data-lang="nn"><p>Reserve</p></tilskudds-veileder>'
    )
    guide: Guide = open_host()
    expect(guide.page.locator("tilskudds-veileder")).to_have_count(1)
    guide.say("kven får midla?")
    assert server.requests[0]["body"] == {"lang": "nn"}


def test_a_site_that_the_service_does_not_know_gets_a_plain_explanation(open_host: Any, server: FakeServer) -> None:
    server.origins = set()
    guide: Guide = open_host()
    guide.field.fill("hei")
    guide.field.press("Enter")
    guide.wait()
    expect(guide.entries.last).to_contain_text("Jeg får ikke kontakt med tjenesten")


@pytest.mark.parametrize(("scheme", "color"), [("light", "rgb(107, 44, 122)"), ("dark", "rgb(192, 143, 208)")])
def test_the_page_sets_its_own_colours_and_keeps_the_contrast(
    open_host: Any, host: FakeHost, scheme: Any, color: str
) -> None:
    host.css = OWN_COLORS
    guide: Guide = open_host(color_scheme=scheme)
    guide.say("hvem får tryggest-midla")
    assert guide.page.evaluate(SEND_COLOR) == color
    assert guide.axe_violations() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["brand1", "brand2", "neutral"])
def test_every_named_colour_differs_and_keeps_the_contrast(open_host: Any, name: str, scheme: Any) -> None:
    guide: Guide = open_host(f'data-color="{name}"', color_scheme=scheme)
    guide.say("hvem får tryggest-midla")
    guide.say("sjekk tryggest")
    assert guide.page.evaluate(SEND_COLOR) not in {"rgb(0, 98, 186)", "rgb(76, 145, 207)"}
    assert guide.axe_violations() == []


def test_the_palettes_of_a_page_with_designsystemet_are_taken_over(open_host: Any, host: FakeHost) -> None:
    host.css = ":root { --ds-color-accent-base-default: rgb(1, 2, 3); }"
    guide: Guide = open_host('data-color="page"')
    assert guide.page.evaluate(SEND_COLOR) == "rgb(1, 2, 3)"


@pytest.mark.parametrize("wish", ["light", "dark"])
def test_the_page_can_settle_light_or_dark(open_host: Any, wish: str) -> None:
    guide: Guide = open_host(f'data-color-scheme="{wish}"', color_scheme="dark" if wish == "light" else "light")
    color = "getComputedStyle(document.querySelector('tilskudds-veileder').shadowRoot.querySelector('.widget')).backgroundColor"
    light = sum(int(part) for part in guide.page.evaluate(color)[4:-1].split(",")) > 380
    assert light == (wish == "light")
