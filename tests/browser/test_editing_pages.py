"""The editors' pages in Chromium: WCAG on every page and state, by keyboard alone, and nothing the policy forbids."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_checks import Watch, axe_violations, overflow
from pages_server import PagesServer
from playwright.sync_api import Browser, Page, expect

sys.path.append(str(Path(__file__).parents[1] / "web"))
from archived_replies import keep_replies
from editing_support import TRYGGEST, UNKNOWN, disputed, ship
from shipped_library import shipped_library
from sqlalchemy import update

from assistant.archive.tables import ReplyRow
from assistant.editing.intake import Intake, take_in
from assistant.editing.versions import WATCH
from assistant.sources.ingest import Taken
from assistant.sources.register import Found, Noted
from assistant.sources.shelf import Shelf
from assistant.sources.versions import Origin
from assistant.staff.identity import Role

pytestmark = pytest.mark.browser
LOOKS = [("nb", 1280, "light"), ("nn", 320, "light"), ("nn", 1280, "dark"), ("nb", 320, "dark")]
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true })"
TARGETS = """() => [...document.querySelectorAll('main button, main select, main textarea, main input:not([type=hidden])')]
  .map((node) => node.getBoundingClientRect()).filter((box) => box.width && Math.min(box.width, box.height) < 20).length"""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PagesServer, dict[str, str]]]:
    """A server of its own with drafts, a disagreement and something that the watch has found; with their addresses."""
    folder = tmp_path_factory.mktemp("editing")
    server = PagesServer(folder).start()
    server.run(asyncio.to_thread(ship, server.stores))
    yield server, server.run(_seed(server, folder))
    server.stop()


async def _seed(server: PagesServer, folder: Path) -> dict[str, str]:
    stores, library = server.stores, shipped_library()
    intake = Intake(
        stores.drafts,
        stores.versions,
        stores.audit,
        Shelf(folder / "sources"),
        lambda: library.passages,
        library.today,
        stores.clock,
    )
    known = await take_in(WATCH, Taken(TRYGGEST.encode(), Origin(name="tryggest.txt")), intake, publisher="Bufdir")
    other = await take_in(WATCH, Taken(UNKNOWN.encode(), Origin(name="ny.txt")), intake)
    await stores.versions.publish(WATCH, disputed("kommunalt-rusarbeid"), base=1, why="Kilder.", kind="disputed")
    change = {"kind": "changed", "locator": "Frist", "before": "1. mars", "after": "2. mars <b>", "was": ""}
    found = [
        Found(
            "web-2023",
            "https://www.helsedirektoratet.no/a",
            "kommunalt-rusarbeid",
            "changed",
            {"changes": [change], "more": 0},
        ),
        Found("slides-2025", "", "tryggest", "expired", {"deadline": "2025-03-31", "edition": "2025"}),
    ]
    await stores.sources.note(Noted(found=found))
    kept, said = known.kept, await keep_replies(stores)
    altered = await keep_replies(stores)
    wrong = update(ReplyRow).where(ReplyRow.message_id == altered.goal).values(text="Noe annet.")
    await stores.database.write(lambda session: session.execute(wrong).close())
    return {
        "said": f"/redaksjon/arkiv/{said.goal}",
        "untold": f"/redaksjon/arkiv/{said.untold}",
        "differs": f"/redaksjon/arkiv/{altered.goal}",
        "draft": f"/redaksjon/utkast/{known.drafts[0].id}",
        "unknown": f"/redaksjon/utkast/{other.drafts[0].id}",
        "new": f"/redaksjon/ny?utkast={other.drafts[0].id}",
        "document": f"/redaksjon/dokument/{kept.source}/{kept.sha256}",
    }


@pytest.fixture
def desk(chromium: Browser, newsroom: tuple[PagesServer, dict[str, str]]) -> Iterator[Any]:
    """Opens a page as a member of staff; afterwards nothing may have gone wrong on any of them."""
    opened: list[tuple[Watch, Page]] = []
    server, addresses = newsroom

    def opener(path: str, role: Role = Role.EDITOR, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "nb-NO", **options})
        context.set_default_timeout(10_000)
        server.sign_in(context, role)
        watch = Watch(context, server.url)
        page = context.new_page()
        page.goto(server.url + _path(addresses, path))
        opened.append((watch, page))
        return page

    yield opener
    for watch, page in opened:
        watch.assert_nothing_went_wrong(page)
        page.context.close()


def _path(addresses: dict[str, str], path: str) -> str:
    name, rest = path.partition("?")[0], path.partition("?")[2]
    first, _, more = name.partition("/") if not name.startswith("/") else (name, "", "")
    address = f"{addresses.get(first, first)}{'/' + more if more else ''}"
    return f"{address}{('&' if '?' in address else '?') + rest if rest else ''}"


@pytest.mark.parametrize(("lang", "width", "scheme"), LOOKS)
@pytest.mark.parametrize(
    "path",
    [
        "/redaksjon", "/redaksjon/dokument", "/redaksjon/ny", "/redaksjon/ordning/kommunalt-rusarbeid",
        "/redaksjon/ordning/kommunalt-rusarbeid/versjon/2", "/redaksjon/ordning/tryggest/yaml",
        "/redaksjon/utkast/borte", "draft", "draft/publiser", "unknown", "new", "document",
        "/redaksjon/arkiv", "/redaksjon/arkiv?fra=feil", "/redaksjon/arkiv/borte", "said", "untold", "differs",
    ],
)  # fmt: skip
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(
    desk: Any, path: str, lang: str, width: int, scheme: str
) -> None:
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page: Page = desk(f"{path}{'&' if '?' in path else '?'}lang={lang}", **look)
    page.evaluate(OPEN_ALL)
    assert axe_violations(page) == []
    assert overflow(page) <= 0
    assert page.evaluate(TARGETS) == 0
    assert page.locator("html").get_attribute("lang") == lang


def test_a_draft_is_reviewed_and_published_by_keyboard_alone_without_javascript(desk: Any) -> None:
    page: Page = desk("draft", java_script_enabled=False)
    keys = page.keyboard
    page.get_by_role("button", name="Godta alle sikre datoer og tall").focus()
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Avgjørelsene er lagret")
    page.get_by_role("button", name="Angre avgjørelsen").first.focus()
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("tatt tilbake")
    proposal = page.locator("#p-amount")
    proposal.get_by_text("Rett før du godtar").focus()
    keys.press("Enter")
    field = proposal.get_by_label("Nynorsk").first
    field.focus()
    keys.press("Control+A")
    keys.insert_text("Kvar kommune kan søkje om inntil 450 000 kroner.")
    proposal.get_by_role("button", name="Godta").focus()
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Avgjørelsen er lagret")
    page.get_by_role("button", name="Behold det veilederen sier i resten").focus()
    keys.press("Enter")
    expect(page.locator("#framdrift")).to_contain_text("Avgjort: 3 av 3")
    page.get_by_role("link", name="Se alt samlet og publiser").focus()
    keys.press("Enter")
    page.wait_for_url("**/publiser**")
    expect(page.get_by_text("Slik blir svarene")).to_be_visible()
    expect(page.get_by_text("Kvar kommune kan søkje om inntil 450 000 kroner.").first).to_be_visible()


@pytest.mark.parametrize(("lang", "width"), [("nb", 1280), ("nn", 320)])
def test_everything_as_it_will_be_is_without_violations(desk: Any, lang: str, width: int) -> None:
    page: Page = desk(f"draft/publiser?lang={lang}", viewport={"width": width, "height": 800})
    assert page.locator("#why").count() == 1
    assert axe_violations(page) == []
    assert overflow(page) <= 0
    page.locator("#why").fill(" ")
    page.evaluate("document.querySelector('#why').required = false")
    page.get_by_role("button", name="Publiser", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv")
    assert axe_violations(page) == []
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "why"


def test_a_mistake_in_a_draft_is_told_at_its_field(desk: Any) -> None:
    page: Page = desk("draft")
    page.locator("#p-edition summary").last.click()
    date = page.locator("#p-edition input[type=date]")
    date.evaluate("(field) => { field.type = 'text'; field.value = '31.2.2026' }")
    page.locator("#p-edition button").click()
    expect(page.get_by_role("alert")).to_contain_text("Datoen finnes ikke")
    assert axe_violations(page) == []


def test_a_text_that_cannot_be_used_keeps_its_words_and_has_no_violations(desk: Any) -> None:
    page: Page = desk("/redaksjon/ordning/tryggest/yaml")
    page.locator("#text").fill("id: tryggest\nname: feil\n")
    page.get_by_role("button", name="Se endringene").click()
    expect(page.get_by_role("alert")).to_contain_text("line 2")
    expect(page.locator("#text")).to_have_value("id: tryggest\nname: feil")
    assert axe_violations(page) == []


def test_a_reply_is_found_and_opened_by_keyboard_alone_without_javascript(desk: Any) -> None:
    page: Page = desk("/redaksjon", Role.READER, java_script_enabled=False)
    page.get_by_role("link", name="Arkiv").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Ordning", exact=True).select_option("tryggest")
    page.get_by_role("button", name="Vis", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**ordning=tryggest**")
    page.locator(".ed-list a", has_not_text="Noe annet").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Gjengitt likt i dag")).to_be_visible()


def test_why_a_file_cannot_be_used_is_said_in_nynorsk_at_its_field(desk: Any) -> None:
    page: Page = desk("/redaksjon/dokument?lang=nn")
    page.locator("#file").set_input_files({"name": "tom.txt", "mimeType": "text/plain", "buffer": b" "})
    page.get_by_role("button", name="Les dokumentet").click()
    expect(page.get_by_role("alert")).to_contain_text("Fila er tom")
    assert page.locator("#file").get_attribute("aria-invalid") == "true"
    assert axe_violations(page) == []


def test_a_reader_has_nothing_to_press(desk: Any) -> None:
    page: Page = desk("draft?lang=nn", Role.READER)
    expect(page.get_by_text("Rolla di kan lese")).to_be_visible()
    assert page.locator("main button").count() == 0
    assert axe_violations(page) == []
