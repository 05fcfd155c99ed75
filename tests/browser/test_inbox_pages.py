"""The support inbox in Chromium: WCAG on every page and state, by keyboard alone, and nothing the policy forbids."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_checks import Watch, axe_violations, overflow
from pages_server import PagesServer
from playwright.sync_api import Browser, Page, expect

sys.path.append(str(Path(__file__).parents[1] / "web"))
from inbox_support import seed

from assistant.staff.identity import Role

pytestmark = pytest.mark.browser
LOOKS = [("nb", 1280, "light"), ("nn", 320, "light"), ("nn", 1280, "dark"), ("nb", 320, "dark")]
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true })"
TARGETS = """() => [...document.querySelectorAll('main button, main select, main textarea, main input:not([type=hidden])')]
  .map((node) => node.getBoundingClientRect()).filter((box) => box.width && Math.min(box.width, box.height) < 20).length"""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagesServer]:
    """A server of its own with a few weeks of conversations."""
    server = PagesServer(tmp_path_factory.mktemp("inbox")).start()
    server.run(seed(server.stores, time.time()))
    server.run(server.stores.inbox.daily.count())
    yield server
    server.stop()


@pytest.fixture
def desk(chromium: Browser, inbox: PagesServer) -> Iterator[Any]:
    """Opens a page of the inbox as a member of staff; afterwards nothing may have gone wrong on any of them."""
    opened: list[tuple[Watch, Page]] = []

    def opener(path: str, role: Role = Role.EDITOR, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "nb-NO", **options})
        context.set_default_timeout(10_000)
        inbox.sign_in(context, role)
        watch = Watch(context, inbox.url)
        page = context.new_page()
        page.goto(inbox.url + path)
        opened.append((watch, page))
        return page

    yield opener
    for watch, page in opened:
        watch.assert_nothing_went_wrong(page)
        page.context.close()


def _id(inbox: PagesServer, kind: str) -> str:
    found = inbox.run(inbox.stores.inbox.read())
    return str(next(marked.item.id for marked in found if marked.item.kind == kind))


@pytest.mark.parametrize(("lang", "width", "scheme"), LOOKS)
@pytest.mark.parametrize(
    "path",
    [
        "/innboks", "/innboks?status=done&kind=error", "/innboks/tall", "/innboks/tall?uker=4", "/innboks/eksempler",
        "/innboks/sporsmal/borte", "no_source", "error", "walk_left",
    ],
)  # fmt: skip
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(
    desk: Any, inbox: PagesServer, path: str, lang: str, width: int, scheme: str
) -> None:
    path = path if path.startswith("/") else f"/innboks/sporsmal/{_id(inbox, path)}"
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page: Page = desk(f"{path}{'&' if '?' in path else '?'}lang={lang}", **look)
    page.evaluate(OPEN_ALL)
    assert axe_violations(page) == []
    assert overflow(page) <= 0
    assert page.evaluate(TARGETS) == 0
    assert page.locator("html").get_attribute("lang") == lang


def test_forced_colours_keep_everything_readable_to_axe(desk: Any, inbox: PagesServer) -> None:
    page: Page = desk("/innboks/tall", forced_colors="active")
    assert axe_violations(page) == []
    assert page.locator("svg.chart").count() == 5


def test_each_chart_has_a_name_and_a_table_with_the_same_lines(desk: Any) -> None:
    page: Page = desk("/innboks/tall")
    page.evaluate(OPEN_ALL)
    charts = page.get_by_role("img")
    assert charts.count() == page.get_by_role("table").count() == 5
    for number in range(1, 5):
        section = page.locator("section.inbox-figure").nth(number)
        assert section.locator("svg text").evaluate_all("(all) => all[0].textContent") == (
            section.locator("tbody th").first.inner_text()
        )
        assert section.locator("svg title").text_content()
    expect(page.get_by_role("img", name="Spørsmål etter ordning og utfall")).to_be_visible()


def test_a_form_with_a_mistake_is_without_violations_and_leads_to_the_mistake(desk: Any, inbox: PagesServer) -> None:
    page: Page = desk(f"/innboks/sporsmal/{_id(inbox, 'out_of_scope')}")
    page.get_by_text("Treningseksempel", exact=True).click()
    page.get_by_label("Spørsmål, ett på hver linje").fill("ab")
    page.get_by_role("button", name="Lagre eksempel").click()
    expect(page.get_by_role("alert")).to_contain_text("for kort")
    assert axe_violations(page) == []
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "i-texts"
    assert page.get_by_label("Spørsmål, ett på hver linje").input_value() == "ab"


def test_by_keyboard_alone_from_the_filter_to_an_example_without_javascript(desk: Any) -> None:
    page: Page = desk("/innboks", java_script_enabled=False)
    keys = page.keyboard
    page.locator("#f-kind").focus()
    keys.press("k")
    keys.press("Tab")
    for _ in range(4):
        keys.press("Tab")
    keys.press("Enter")
    page.wait_for_url("**kind=no_source**")
    biggest = page.locator(".inbox-groups h3 a").first
    assert "husle" in biggest.inner_text()
    biggest.focus()
    keys.press("Enter")
    page.wait_for_url("**/innboks/sporsmal/**")
    page.locator("#eksempel summary").focus()
    keys.press("Enter")
    page.locator("#i-texts").focus()
    keys.press("Control+A")
    keys.insert_text("Får kommunen dekt husleie for gruppelokaler?")
    for _ in range(20):
        keys.press("Tab")
        if page.locator("#eksempel button[type=submit]:focus").count():
            break
    keys.press("Enter")
    page.wait_for_url("**hva=example**")
    expect(page.get_by_role("status")).to_contain_text("Nye eksempler som er lagret: 1")
    page.get_by_role("link", name="Se eksempler og utkast").focus()
    keys.press("Enter")
    page.wait_for_url("**/innboks/eksempler**")
    expect(page.locator(".inbox-text", has_text="Får kommunen dekt husleie for gruppelokaler?")).to_be_visible()
    expect(page.get_by_role("link", name="knowledge/schemes/questions/")).to_be_visible()


def test_accepted_texts_can_be_changed_and_deleted_and_the_page_is_without_violations(
    desk: Any, inbox: PagesServer
) -> None:
    page: Page = desk(f"/innboks/sporsmal/{_id(inbox, 'clarify')}")
    page.get_by_text("Nytt faktautkast", exact=True).click()
    page.get_by_label("Ordning", exact=True).select_option("tryggest")
    page.get_by_label("Tema", exact=True).select_option("eligible_costs")
    page.get_by_label("Spørsmålet som skal få svar").fill("Hva dekkes <b>ikke</b>?")
    page.get_by_role("button", name="Lagre utkast").click()
    expect(page.get_by_role("status")).to_contain_text("Nye utkast som er lagret: 1")
    assert axe_violations(page) == []
    page.get_by_role("link", name="Se eksempler og utkast").click()
    row = page.locator(".inbox-accepted li", has_text="Hva dekkes <b>ikke</b>?").first
    row.get_by_text("Endre eller slett").click()
    row.get_by_label("Tekst", exact=True).fill("Hva dekkes ikke?")
    assert axe_violations(page) == []
    row.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("status")).to_contain_text("Teksten er endret.")
    row = page.locator(".inbox-accepted li", has_text="Hva dekkes ikke?").first
    row.get_by_text("Endre eller slett").click()
    row.get_by_role("button", name="Slett").click()
    expect(page.get_by_role("status")).to_contain_text("Teksten er slettet.")


def test_a_status_is_undone_and_the_back_button_shows_no_form_again(desk: Any, inbox: PagesServer) -> None:
    page: Page = desk(f"/innboks/sporsmal/{_id(inbox, 'handoff')}")
    page.get_by_role("button", name="Ta saken").click()
    expect(page.get_by_role("status")).to_contain_text("Status er endret")
    page.get_by_role("button", name="Angre").click()
    expect(page.get_by_role("status")).to_contain_text("tatt tilbake")
    page.go_back()
    page.get_by_role("button", name="Angre").click()
    expect(page.get_by_role("status")).to_contain_text("Ingenting ble endret")


def test_a_reader_is_told_why_there_is_nothing_to_press(desk: Any, inbox: PagesServer) -> None:
    page: Page = desk(f"/innboks/sporsmal/{_id(inbox, 'error')}?lang=nn", Role.READER)
    expect(page.get_by_text("Rolla di kan lese innboksen")).to_be_visible()
    assert page.locator("main button").count() == 0
    assert axe_violations(page) == []
