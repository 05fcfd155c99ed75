"""Signing in, signing out and the audit log in Chromium: by keyboard alone, in both languages, light, dark and narrow."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from page_checks import Watch, axe_violations, overflow
from pages_server import PagesServer
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.staff.audit import add_entry
from assistant.staff.failures import FAILURES
from assistant.staff.identity import Member, Role
from assistant.staff.sign_in import SIGN_IN_KEY, LocalLink, SignIn

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "narrow-dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
}
OIDC = {
    "oidc_issuer": "http://127.0.0.1:9",
    "oidc_client_id": "veilederen",
    "oidc_provider_name": "Innlogging for Sør-Aurdal og Øygarden kommuner",
    "oidc_admins": "Styr",
}


@pytest.fixture(scope="module")
def with_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagesServer]:
    """A service with a provider that is down."""
    server = PagesServer(tmp_path_factory.mktemp("oidc"), **OIDC).start()
    yield server
    server.stop()


def _open(chromium: Browser, server: PagesServer, **options: Any) -> tuple[BrowserContext, Page, Watch]:
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "nb-NO", **options})
    context.set_default_timeout(5_000)
    watch = Watch(context, server.url)
    return context, context.new_page(), watch


def _check(page: Page, watch: Watch) -> None:
    assert axe_violations(page) == []
    assert overflow(page) <= 0
    watch.assert_nothing_went_wrong(page)


def _new_link(server: PagesServer) -> str:
    """A new local link for a server that may have used up its first."""

    async def renew() -> str:
        app = server.runner.app
        before = app[SIGN_IN_KEY]
        link = LocalLink()
        app._state[SIGN_IN_KEY] = SignIn(before.provider, link, before.pending)
        return f"{server.url}/logg-inn/lokal?nokkel={link.key}"

    return str(server.run(renew()))


def _tab_to(page: Page, name: str) -> None:
    for _ in range(15):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText?.trim()") == name:
            return
    raise AssertionError(f"{name!r} was not reached by Tab")


@pytest.mark.parametrize("lang", ["nb", "nn"])
def test_signing_in_and_out_by_keyboard_alone(chromium: Browser, pages: PagesServer, lang: str) -> None:
    context, page, watch = _open(chromium, pages)
    page.goto(f"{_new_link(pages)}&lang={lang}")
    _check(page, watch)
    _tab_to(page, "Logg inn")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{pages.url}/saksbehandler?lang={lang}")
    assert "nokkel" not in page.url
    _check(page, watch)
    _tab_to(page, "Logg ut")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Du er logget ut" if lang == "nb" else "Du er logga ut")
    _check(page, watch)
    page.go_back()
    page.goto(f"{pages.url}/logg?lang={lang}")
    expect(page).to_have_url(f"{pages.url}/logg-inn?til=/logg?lang%3D{lang}&lang={lang}")
    context.close()


def test_the_cookie_of_a_session_cannot_be_read_by_scripts(chromium: Browser, pages: PagesServer) -> None:
    context, page, _ = _open(chromium, pages)
    page.goto(_new_link(pages))
    page.get_by_role("button", name="Logg inn").click()
    expect(page).to_have_url(re.compile("/saksbehandler"))
    assert len(context.cookies()) == 1
    assert page.evaluate("document.cookie") == ""
    context.close()


def test_a_used_link_that_is_sent_again_says_so(chromium: Browser, pages: PagesServer) -> None:
    context, page, watch = _open(chromium, pages)
    link = _new_link(pages)
    page.goto(link)
    page.get_by_role("button", name="Logg inn").click()
    context.clear_cookies()
    page.goto(link)
    expect(page.get_by_text("Lenken er brukt eller ikke gyldig.")).to_be_visible()
    _check(page, watch)
    context.close()


@pytest.mark.parametrize(("look", "lang"), list(itertools.product(LOOKS, ["nb", "nn"])))
def test_axe_finds_nothing_on_any_sign_in_page(
    chromium: Browser, pages: PagesServer, with_provider: PagesServer, look: str, lang: str
) -> None:
    for server in (pages, with_provider):
        context, page, watch = _open(chromium, server, **LOOKS[look])
        for path in (
            "/logg-inn?",
            "/logg-inn?ut=1&",
            "/logg-inn?til=/logg&",
            *(f"/logg-inn?feil={f}&" for f in FAILURES),
        ):
            page.goto(f"{server.url}{path}lang={lang}")
            _check(page, watch)
        context.close()


@pytest.mark.parametrize("failure", FAILURES)
def test_every_failure_fits_on_a_narrow_screen(chromium: Browser, with_provider: PagesServer, failure: str) -> None:
    context, page, _ = _open(chromium, with_provider, **LOOKS["narrow"])
    for lang, title in (("nb", "Du er ikke logget inn"), ("nn", "Du er ikkje logga inn")):
        page.goto(f"{with_provider.url}/logg-inn?feil={failure}&lang={lang}")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert overflow(page) <= 0
        assert page.title().startswith(title)
    context.close()


@pytest.mark.parametrize("lang", ["nb", "nn"])
def test_a_provider_that_is_down_is_said_to_be_and_the_button_tries_again(
    chromium: Browser, with_provider: PagesServer, lang: str
) -> None:
    context, page, watch = _open(chromium, with_provider, **LOOKS["narrow"])
    page.goto(f"{with_provider.url}/logg-inn?til=/logg&lang={lang}")
    for _ in range(2):
        page.get_by_role("link", name="Logg inn med").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Du er ikke logget inn" if lang == "nb" else "Du er ikkje logga inn"
        )
        _check(page, watch)
    other = "Nynorsk" if lang == "nb" else "Bokmål"
    page.get_by_role("link", name=other).click()
    expect(page.get_by_text("Vent litt og prøv igjen.")).to_be_visible()
    assert "til=/logg" in page.url
    context.close()


@pytest.mark.parametrize(("look", "lang"), list(itertools.product(LOOKS, ["nb", "nn"])))
def test_axe_finds_nothing_in_the_log(chromium: Browser, pages: PagesServer, look: str, lang: str) -> None:
    _fill(pages)
    context, page, watch = _open(chromium, pages, **LOOKS[look])
    pages.sign_in(context, Role.ADMIN, name="Kari " + "Nordmann-" * 12)
    for path in ("/logg?", "/logg?hvem=Ola+Moe&", "/logg?hvem=ingen&", "/logg?eldre=60&"):
        page.goto(f"{pages.url}{path}lang={lang}")
        _check(page, watch)
    context.close()


@pytest.mark.parametrize(("look", "lang"), list(itertools.product(LOOKS, ["nb", "nn"])))
def test_axe_finds_nothing_where_a_role_is_not_enough(
    chromium: Browser, pages: PagesServer, look: str, lang: str
) -> None:
    context, page, watch = _open(chromium, pages, **LOOKS[look])
    pages.sign_in(context, Role.READER)
    for path in ("/logg?", "/logg-inn?"):
        page.goto(f"{pages.url}{path}lang={lang}")
        _check(page, watch)
    context.close()


def test_the_log_is_filtered_by_keyboard(chromium: Browser, pages: PagesServer) -> None:
    _fill(pages)
    context, page, watch = _open(chromium, pages)
    pages.sign_in(context, Role.ADMIN)
    page.goto(f"{pages.url}/logg?lang=nn")
    page.get_by_label("Kven").focus()
    page.keyboard.type("Ola")
    _tab_to(page, "Vis")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{pages.url}/logg?lang=nn&hvem=Ola+Moe&hva=")
    assert set(page.locator("tbody td:nth-child(2)").all_inner_texts()) == {"Ola Moe"}
    watch.assert_nothing_went_wrong(page)
    context.close()


def _fill(server: PagesServer) -> None:
    """Enough entries for two pages, some of them long."""

    def work(session: Any) -> None:
        member = Member("test|2", "Ola Moe", Role.EDITOR, "")
        for number in range(60):
            long = "x" * 150 if number % 20 == 0 else f"sak-{number}"
            add_entry(session, member, "inbox.status", long, now=1_790_000_000 + number, detail="besvart <b>")

    server.run(server.stores.database.write(work))
