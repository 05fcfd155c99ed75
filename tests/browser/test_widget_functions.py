"""What can be done with a conversation: take an answer along, change one, go on elsewhere, turn to a person."""

from __future__ import annotations

import itertools
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from fake_server import FakeServer
from page_driver import Guide
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "zoomed-400": {"viewport": {"width": 320, "height": 256}},
    "forced-colours": {"forced_colors": "active", "reduced_motion": "reduce"},
}
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
PRINTED = """() => new Promise((done) => { window.print = () => setTimeout(() => done(true));
  document.querySelector('tilskudds-veileder').shadowRoot.querySelectorAll('.more li button')[2].click() })"""


def clipboard(guide: Guide) -> str:
    """What has been copied."""
    return str(guide.page.evaluate("navigator.clipboard.readText()"))


def allow_clipboard(guide: Guide) -> None:
    guide.page.context.grant_permissions(["clipboard-read", "clipboard-write"])


def handed_over(guide: Guide) -> None:
    """The dialog with a draft for a person."""
    guide.choose("Snakk med et menneske")
    guide.button("Lag en oppsummering til et menneske").click()
    expect(guide.dialog.get_by_label("Teksten til kontoret")).to_be_visible()


def test_an_answer_is_copied_with_its_sources(guide: Guide) -> None:
    allow_clipboard(guide)
    guide.say("hvem får tryggest-midla")
    guide.button("Kopier svaret").click()
    expect(guide.status).to_have_text("Kopiert.")
    text = clipboard(guide)
    assert text.startswith("Kommuner som har innført TryggEst")
    assert "[1] TryggEst, tilskudd til kompetanseheving" in text
    assert "Avsnitt «Hvem kan søke?», utgave 2025, https://www.bufdir.no/tilskudd/tryggest/" in text
    assert "Automatisk svar fra Tilskuddsveilederen, hentet " in text


def test_on_a_page_without_https_an_answer_is_copied_the_old_way(open_guide: Any) -> None:
    guide: Guide = open_guide()
    guide.page.evaluate(NO_CLIPBOARD)
    guide.say("hvem får tryggest-midla")
    guide.button("Kopier svaret").click()
    expect(guide.status).to_have_text("Kopiert.")
    assert guide.focused() == "Kopier svaret"


def test_a_copy_that_the_browser_refuses_is_told(guide: Guide) -> None:
    guide.page.evaluate(f"{NO_CLIPBOARD}; document.execCommand = () => false")
    guide.say("hvem får tryggest-midla")
    guide.button("Kopier svaret").click()
    expect(guide.status).to_contain_text("Fikk ikke kopiert")


def test_each_source_leads_to_its_passage(guide: Guide) -> None:
    guide.say("hvem får tryggest-midla")
    link = guide.entries.last.get_by_role("link", name="Les stedet i kilden (Kilde 2, åpnes i ny fane)")
    url = urlsplit(str(link.get_attribute("href")))
    assert url.path == "/kilder/tryggest/statsforvalteren-2025"
    assert parse_qs(url.query) == {"sted": ["Lysbilde «TryggEst»"], "lang": ["nb"]}
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")


def test_each_answer_of_the_walk_can_be_changed_where_it_stands(guide: Guide, server: FakeServer) -> None:
    guide.say("sjekk tryggest")
    expect(guide.log.get_by_role("button", name="Endre")).to_have_count(0)
    guide.choose("Én kommune")
    guide.choose("Ja")
    changes = guide.log.get_by_role("button", name="Endre svaret om")
    expect(changes).to_have_count(2)
    expect(changes.last).to_have_accessible_name("Endre svaret om TryggEst i kommunen")
    changes.first.press("Enter")
    guide.wait()
    assert server.posted()[-1]["body"] == {"text": "Endre svaret om hvem som søker"}
    expect(guide.entries.last).to_contain_text("Hvem søker?")


def test_the_answers_are_shown_on_request(guide: Guide, server: FakeServer) -> None:
    guide.say("sjekk tryggest")
    guide.more("Vis svarene våre")
    guide.wait()
    assert server.posted()[-1]["body"] == {"text": "Vis svarene våre"}


def test_the_conversation_goes_on_elsewhere_by_a_link(guide: Guide) -> None:
    allow_clipboard(guide)
    guide.say("hei")
    guide.more("Fortsett på en annen enhet")
    field = guide.dialog.get_by_label("Lenke til samtalen")
    expect(guide.dialog).to_contain_text("Lenken virker én gang, til 3. mars 2026 kl. ")
    guide.dialog.get_by_role("button", name="Kopier lenken").click()
    expect(guide.dialog.get_by_role("status")).to_have_text("Kopiert.")
    assert clipboard(guide) == field.input_value()
    guide.page.keyboard.press("Escape")
    assert guide.focused() == "Mer"


def test_a_link_that_could_not_be_made_is_told_and_made_again(guide: Guide, server: FakeServer) -> None:
    guide.say("hei")
    server.refusals = {"/resume-link": 503}
    guide.more("Fortsett på en annen enhet")
    expect(guide.dialog).to_contain_text("Fikk ikke laget lenken")
    server.refusals = {}
    guide.dialog.get_by_role("button", name="Prøv igjen").click()
    expect(guide.dialog.get_by_label("Lenke til samtalen")).to_be_visible()


def test_the_conversation_is_printed_without_the_page_around_it(guide: Guide) -> None:
    guide.say("hvem får tryggest-midla")
    heading = guide.page.get_by_role("heading", name="Spør om tilskudd til kommunale tiltak")
    guide.page.evaluate(PRINTED)
    guide.page.emulate_media(media="print")
    expect(heading).to_be_hidden()
    expect(guide.entries.last).to_be_visible()
    expect(guide.field).to_be_hidden()
    expect(guide.page.get_by_text("Automatisk svar fra Tilskuddsveilederen, hentet")).to_be_visible()
    guide.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(heading).to_be_visible()


def test_a_draft_for_a_person_is_read_corrected_and_sent_once(guide: Guide, server: FakeServer) -> None:
    handed_over(guide)
    expect(guide.dialog).to_contain_text("Statsforvalteren i Trøndelag")
    expect(guide.dialog).to_contain_text("Mandag til fredag, kl. 9.00 til 15.00. Åpent nå")
    guide.dialog.get_by_label("Teksten til kontoret").fill("Kan vi søke to år på rad?")
    guide.dialog.get_by_label("E-post eller telefon").fill("post@kommunen.no")
    send = guide.dialog.get_by_role("button", name="Send teksten")
    send.click()
    expect(guide.dialog).to_contain_text("Kryss av for at teksten kan sendes")
    sent = [request for request in server.requests if request["path"].endswith("/handoff")]
    assert sent == []
    guide.dialog.get_by_role(
        "checkbox", name="Jeg vil at teksten skal sendes til Statsforvalteren i Trøndelag."
    ).check()
    server.delay = 0.3
    send.dblclick()
    expect(guide.dialog).to_contain_text("Referansen er TV-2026-0042")
    sent = [request for request in server.requests if request["path"].endswith("/handoff")]
    body = {"consent": True, "text": "Kan vi søke to år på rad?", "contact": "post@kommunen.no"}
    assert [request["body"] for request in sent] == [body]
    expect(send).to_have_count(0)
    assert guide.focused() == "Lag en oppsummering til et menneske"


def test_a_draft_that_is_closed_by_accident_is_kept_until_the_conversation_goes_on(guide: Guide) -> None:
    handed_over(guide)
    text = guide.dialog.get_by_label("Teksten til kontoret")
    text.fill("Kan vi søke?")
    guide.page.keyboard.press("Escape")
    guide.button("Lag en oppsummering").click()
    expect(text).to_have_value("Kan vi søke?")
    guide.page.keyboard.press("Escape")
    guide.choose("Snakk med et menneske")
    guide.button("Lag en oppsummering").click()
    expect(text).to_have_value(re.compile("Vi har spurt Tilskuddsveilederen"))


def test_the_mail_program_gets_the_corrected_text(guide: Guide) -> None:
    handed_over(guide)
    guide.dialog.get_by_label("Teksten til kontoret").fill("Hei & hå\n100 % «sikkert»?")
    href = str(guide.dialog.get_by_role("link", name="Åpne i e-postprogrammet").get_attribute("href"))
    assert href.startswith("mailto:sftlpost@statsforvalteren.no?subject=Sp%C3%B8rsm%C3%A5l")
    assert unquote(href.split("body=")[1]) == "Hei & hå\r\n100 % «sikkert»?"
    assert "gammelt" not in href
    guide.dialog.get_by_label("Teksten til kontoret").fill("lang tekst " * 300)
    expect(guide.dialog).to_contain_text("det er tryggere å kopiere den")


def test_the_text_for_a_person_is_copied(guide: Guide) -> None:
    allow_clipboard(guide)
    handed_over(guide)
    guide.dialog.get_by_label("Teksten til kontoret").fill("Kan vi søke?")
    guide.dialog.get_by_role("button", name="Kopier teksten").click()
    expect(guide.dialog.get_by_role("status")).to_have_text("Kopiert.")
    assert clipboard(guide) == "Kan vi søke?"


def test_where_nothing_can_be_sent_the_text_can_still_be_copied(guide: Guide, server: FakeServer) -> None:
    server.handoff_draft |= {"can_send": False, "mailto": None, "office": None, "hours": None}
    handed_over(guide)
    expect(guide.dialog.get_by_role("button")).to_have_text(["Kopier teksten", "Lukk"])
    expect(guide.dialog.get_by_role("checkbox")).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "words"),
    [(403, "tok ikke imot teksten"), (422, "ble ikke godtatt"), (503, "ikke sikkert at teksten er sendt")],
)
def test_a_refusal_is_said_and_the_text_is_kept(guide: Guide, server: FakeServer, status: int, words: str) -> None:
    handed_over(guide)
    text = guide.dialog.get_by_label("Teksten til kontoret")
    text.fill("Kan vi søke?")
    guide.dialog.get_by_role("checkbox").check()
    server.refusals = {"/handoff": status}
    guide.dialog.get_by_role("button", name="Send teksten").click()
    expect(guide.dialog).to_contain_text(words)
    expect(text).to_have_value("Kan vi søke?")
    server.refusals = {}
    guide.dialog.get_by_role("button", name="Send teksten").click()
    expect(guide.dialog).to_contain_text("TV-2026-0042")


def test_a_draft_that_could_not_be_made_is_told_and_made_again(guide: Guide, server: FakeServer) -> None:
    guide.choose("Snakk med et menneske")
    server.refusals = {"/handoff": 503}
    guide.button("Lag en oppsummering").click()
    expect(guide.dialog).to_contain_text("Fikk ikke laget oppsummeringen")
    server.refusals = {}
    guide.dialog.get_by_role("button", name="Prøv igjen").click()
    expect(guide.dialog.get_by_label("Teksten til kontoret")).to_be_visible()


def test_a_person_is_reached_by_keyboard_alone(guide: Guide) -> None:
    guide.tab_to("Snakk med et menneske")
    guide.page.keyboard.press("Enter")
    guide.wait()
    guide.tab_to("Lag en oppsummering")
    guide.page.keyboard.press("Enter")
    expect(guide.dialog.get_by_label("Teksten til kontoret")).to_be_visible()
    guide.tab_to("handoff-consent")
    guide.page.keyboard.press("Space")
    guide.tab_to("Send teksten")
    guide.page.keyboard.press("Enter")
    expect(guide.dialog).to_contain_text("TV-2026-0042")
    guide.tab_to("Lukk")
    guide.page.keyboard.press("Enter")
    assert guide.focused() == "Lag en oppsummering til et menneske"


def test_markup_in_a_draft_is_text(guide: Guide, server: FakeServer) -> None:
    bad = "<img src=x onerror=window.hacked=1>"
    office = {"name": bad, "url": "javascript:window.hacked=1", "email": bad, "phone": bad}
    server.handoff_draft |= {"text": bad, "scheme_name": bad, "office": office, "hours": {"text": bad, "open": False}}
    server.handoff_draft["mailto"] = "javascript:window.hacked=1"
    handed_over(guide)
    expect(guide.dialog).to_contain_text(bad)
    assert guide.dialog.get_by_role("link").count() == 0
    assert guide.page.evaluate("window.hacked") is None


@pytest.mark.parametrize(("look", "lang"), list(itertools.product(LOOKS, ["nb", "nn"])))
def test_axe_finds_nothing_in_the_dialogs(open_guide: Any, look: str, lang: str) -> None:
    guide: Guide = open_guide(f"?lang={lang}", **LOOKS[look])
    guide.say("menneske")
    nn = lang == "nn"
    guide.more("Hald fram på ei anna eining" if nn else "Fortsett på en annen enhet")
    expect(guide.dialog.get_by_role("textbox")).to_be_visible()
    assert guide.axe_violations() == []
    guide.page.keyboard.press("Escape")
    guide.button("Lag ei oppsummering" if nn else "Lag en oppsummering").click()
    send = guide.dialog.get_by_role("button", name="Send teksten")
    send.click()
    assert guide.axe_violations() == []
    guide.dialog.get_by_role("checkbox").check()
    send.click()
    expect(guide.dialog).to_contain_text("TV-2026-0042")
    assert guide.axe_violations() == []


@pytest.mark.parametrize("look", ["light", "narrow"])
def test_a_label_of_500_characters_stays_inside(open_guide: Any, look: str) -> None:
    guide: Guide = open_guide(**LOOKS[look])
    guide.say("lang tekst")
    assert guide.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert guide.axe_violations() == []
