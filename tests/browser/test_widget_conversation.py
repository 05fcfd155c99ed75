"""The widget in a real browser: conversations, cards, trouble."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from fake_server import FakeServer
from page_driver import Guide
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ERASED = "/api/v1/conversations/c1"


def test_nothing_is_sent_or_stored_before_the_user_turns_to_the_guide(guide: Guide, server: FakeServer) -> None:
    expect(guide.page.get_by_text("Jeg er en automatisk tjeneste")).to_be_visible()
    assert server.requests == []
    assert guide.page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_the_greeting_comes_when_the_user_turns_to_the_field(guide: Guide, server: FakeServer) -> None:
    guide.field.focus()
    expect(guide.entries.first).to_contain_text("automatisk veileder")
    assert [request["body"] for request in server.requests] == [{"lang": "nb"}]
    assert guide.page.evaluate("sessionStorage.length") == 0


def test_a_question_gets_an_answer_with_its_sources(guide: Guide) -> None:
    guide.say("hvem får tryggest-midla")
    answer = guide.entries.last
    expect(answer).to_contain_text("binder seg til å starte")
    expect(answer).to_contain_text("utgave 2025 · kontrollert 16. februar 2026")
    expect(guide.field).to_be_focused()
    assert guide.field.input_value() == ""
    answer.get_by_role("button", name="Kilde 2").click()
    assert "Lysbilde «TryggEst»" in guide.focused()


def test_a_citation_opens_in_a_new_tab_and_says_so(guide: Guide) -> None:
    guide.say("hvem får tryggest-midla")
    link = guide.entries.last.get_by_role("link", name="presentasjon 2025 (åpnes i ny fane)")
    with guide.page.context.expect_page() as opened:
        link.click()
    assert opened.value.url == guide.url + "sources/presentasjon.html"


def test_a_walk_by_mouse_ends_in_a_verdict_with_reasons_and_window(guide: Guide) -> None:
    guide.say("sjekk tryggest")
    expect(guide.entries.last).to_contain_text("Steg 1 av 3")
    guide.choose("Én kommune")
    guide.choose("Ja")
    guide.choose("Ja")
    card = guide.page.get_by_role("group", name="Dere oppfyller vilkårene")
    expect(card).to_contain_text("Fristen var 31. mars 2025 og er gått ut.")
    expect(card.get_by_role("listitem")).to_have_count(3)
    expect(card.get_by_role("listitem").first).to_contain_text(re.compile("Hvem som søker.*Oppfylt", re.DOTALL))


def test_buttons_of_older_messages_are_inactive(guide: Guide) -> None:
    guide.say("når er fristen?")
    old = guide.button("Oppfølging av voksne")
    guide.say("hei")
    expect(old).to_be_disabled()


def test_an_unclear_verdict_names_what_to_do(guide: Guide) -> None:
    guide.say("mangler noe?")
    card = guide.page.get_by_role("group", name="Noe må på plass først")
    expect(card).to_contain_text("Antatt, ikke bekreftet")
    expect(card).to_contain_text("Inngå en samarbeidsavtale med helseforetaket")


def test_a_checklist_offers_its_files(guide: Guide) -> None:
    guide.field.focus()
    expect(guide.entries).to_have_count(1)  # the greeting's button, not the example of that name before it
    guide.choose("Hvilke ordninger finnes?")
    card = guide.page.get_by_role("group", name="Sjekkliste")
    expect(card.get_by_role("link", name="Åpne og kryss av (åpnes i ny fane)")).to_be_visible()
    with guide.page.expect_download() as download:
        card.get_by_role("link", name="Last ned kalenderfil").click()
    assert download.value.url.endswith("/checklists/k1.ics")


def test_a_person_is_one_press_away(guide: Guide) -> None:
    guide.choose("Snakk med et menneske")
    card = guide.page.get_by_role("group", name="Statsforvalteren i Trøndelag")
    expect(card.get_by_role("link", name="sftlpost@statsforvalteren.no")).to_be_visible()
    expect(card.get_by_role("link", name="74 16 80 00")).to_have_attribute("href", "tel:74168000")


def test_html_in_a_message_is_text(guide: Guide) -> None:
    guide.say("html <img src=x onload=window.hacked=1>")
    expect(guide.entries.last).to_contain_text("<script>window.hacked=1</script>")
    expect(guide.entries.last).to_contain_text("<i>Tittel</i>")
    expect(guide.entries.last.get_by_role("link")).to_have_count(0)
    assert guide.page.evaluate("window.hacked") is None


def test_a_reload_restores_the_conversation_without_announcing_it(guide: Guide, server: FakeServer) -> None:
    guide.say("sjekk tryggest")
    guide.choose("Én kommune")
    before = guide.entries.all_inner_texts()
    guide.page.reload()
    expect(guide.entries).to_have_count(len(before))
    assert [text.replace(", valgt", "") for text in guide.entries.all_inner_texts()][-1] == before[-1]
    guide.choose("Ja")
    expect(guide.entries.last).to_contain_text("Steg 3 av 3")
    stored = guide.page.evaluate("JSON.stringify(Object.values(sessionStorage))")
    assert set(json.loads(json.loads(stored)[0])) == {"id", "token", "expires", "choice"}


def test_an_expired_conversation_is_explained_and_a_new_one_starts(guide: Guide, server: FakeServer) -> None:
    guide.say("hei")
    server.conversations.clear()
    guide.say("når er fristen?")
    expect(guide.entries.last).to_contain_text("Samtalen er avsluttet")
    assert guide.field.input_value() == "når er fristen?"
    guide.entries.last.get_by_role("button", name="Ny samtale").click()
    expect(guide.entries).to_have_count(1)
    expect(guide.field).to_be_focused()
    guide.field.press("Enter")
    expect(guide.entries.last).to_contain_text("Hvilken ordning mener du")


def test_a_forgotten_conversation_is_explained_after_a_reload(guide: Guide, server: FakeServer) -> None:
    guide.say("hei")
    server.conversations.clear()
    guide.page.reload()
    expect(guide.entries).to_contain_text(["Samtalen er avsluttet"])
    guide.entries.last.get_by_role("button", name="Ny samtale").click()
    guide.say("når er fristen?")
    expect(guide.entries.last).to_contain_text("Hvilken ordning mener du")


def test_double_clicks_and_enter_twice_send_once(guide: Guide, server: FakeServer) -> None:
    server.delay = 0.3
    guide.field.fill("sjekk tryggest")
    guide.field.press("Enter")
    guide.field.press("Enter")
    guide.wait()
    guide.button("Én kommune").dblclick()
    guide.wait()
    assert len(server.posted()) == 2
    expect(guide.entries.last).to_contain_text("Steg 2 av 3")


def test_a_text_written_while_waiting_is_kept(guide: Guide, server: FakeServer) -> None:
    server.delay = 0.4
    guide.field.fill("hei")
    guide.field.press("Enter")
    guide.field.fill("og en ting til")
    guide.field.press("Enter")
    expect(guide.status).to_contain_text("Vent til svaret er kommet")
    guide.wait()
    assert guide.field.input_value() == "og en ting til"
    assert len(server.posted()) == 1


@pytest.mark.parametrize("failure", [(503, {}), "cut"])
def test_a_passing_failure_is_retried_with_the_same_key(guide: Guide, server: FakeServer, failure: Any) -> None:
    server.failures = [failure]
    guide.say("sjekk tryggest")
    assert len({request["key"] for request in server.posted()}) == 1
    assert len(server.posted()) == 2
    expect(guide.log.get_by_text("Hvem søker?")).to_have_count(1)
    expect(guide.log.locator("li.guide")).to_have_count(3)


def test_a_lasting_failure_offers_to_try_again(guide: Guide, server: FakeServer) -> None:
    server.failures = [(500, {})]
    guide.say("når er fristen?")
    expect(guide.entries.last).to_contain_text("Tjenesten svarer ikke akkurat nå")
    guide.choose("Prøv igjen")
    expect(guide.entries.last).to_contain_text("Hvilken ordning mener du")
    expect(guide.field).to_be_focused()
    assert len({request["key"] for request in server.posted()}) == 1


def test_too_many_messages_wait_as_long_as_the_service_says(guide: Guide, server: FakeServer) -> None:
    server.failures = [(429, {"Retry-After": "2"})]
    guide.say("når er fristen?")
    expect(guide.entries.last).to_contain_text("Vent 2 sekunder før du prøver igjen")
    retry = guide.button("Prøv igjen")
    expect(retry).to_have_attribute("aria-disabled", "true")
    expect(guide.status).to_have_text("Du kan prøve igjen nå.")
    retry.click()
    guide.wait()
    expect(guide.entries.last).to_contain_text("Hvilken ordning mener du")


def test_without_network_the_widget_says_so_and_recovers(guide: Guide) -> None:
    guide.say("hei")
    guide.page.context.set_offline(True)
    expect(guide.page.get_by_text("Du er uten nett. Du kan lese samtalen").first).to_be_visible()
    guide.say("når er fristen?")
    expect(guide.entries.last).to_contain_text("Prøv igjen når du er på nett")
    guide.page.context.set_offline(False)
    guide.choose("Prøv igjen")
    expect(guide.entries.last).to_contain_text("Hvilken ordning mener du")


def test_a_service_without_event_streams_works_too(guide: Guide, server: FakeServer) -> None:
    server.json_only = True
    guide.say("sjekk tryggest")
    expect(guide.entries.last).to_contain_text("Steg 1 av 3")
    assert server.posted()[0]["accept"] == "text/event-stream"


def test_feedback_is_sent_once_and_thanked_for(guide: Guide, server: FakeServer) -> None:
    guide.say("hvem får tryggest-midla")
    helpful = guide.button("Nyttig")
    helpful.click()
    helpful.click()
    expect(helpful).to_have_attribute("aria-pressed", "true")
    expect(guide.status).to_have_text("Takk for tilbakemeldingen.")
    sent = [request for request in server.requests if request["path"].endswith("/feedback")]
    assert [request["body"] for request in sent] == [{"helpful": True}]


def test_a_new_conversation_asks_first_and_erases_the_old(guide: Guide, server: FakeServer) -> None:
    guide.say("hei")
    guide.button("Ny samtale").click()
    dialog = guide.page.get_by_role("dialog", name="Starte en ny samtale?")
    dialog.get_by_role("button", name="Avbryt").click()
    assert guide.focused() == "Ny samtale"
    guide.button("Ny samtale").click()
    dialog.get_by_role("button", name="Slett og start ny").click()
    expect(guide.field).to_be_focused()
    expect(guide.entries).to_have_count(1)
    assert [request["path"] for request in server.requests if request.get("method") == "DELETE"] == [ERASED]
    assert guide.page.evaluate("sessionStorage.length") == 0


def test_the_language_can_be_changed_and_is_kept(guide: Guide, server: FakeServer) -> None:
    guide.say("hei")
    guide.page.get_by_role("combobox", name="Språk").select_option("nn")
    expect(guide.status).to_have_text("Språk: Nynorsk.")
    expect(guide.page.get_by_role("button", name="Snakk med eit menneske")).to_be_visible()
    assert server.languages == {"c1": "nn"}
    guide.page.reload()
    expect(guide.page.get_by_role("button", name="Snakk med eit menneske")).to_be_visible()


def test_the_words_around_a_message_follow_its_language(guide: Guide) -> None:
    guide.say("nynorsk")
    answer = guide.entries.last
    expect(answer).to_have_attribute("lang", "nn")
    expect(answer).to_contain_text("utgåve 2025")
    expect(answer.get_by_role("button", name="Ikkje nyttig")).to_be_visible()


def test_a_nynorsk_page_starts_in_nynorsk(open_guide: Any, server: FakeServer) -> None:
    guide = open_guide("?lang=nn")
    expect(guide.page.get_by_role("heading", name="Spør om tilskot til kommunale tiltak")).to_be_visible()
    guide.field.focus()
    expect(guide.entries).to_have_count(1)
    assert server.requests[0]["body"] == {"lang": "nn"}


def test_an_empty_or_too_long_message_is_refused_with_a_reason(guide: Guide, server: FakeServer) -> None:
    guide.field.press("Enter")
    expect(guide.page.get_by_role("alert")).to_have_text("Skriv et spørsmål før du sender.")
    guide.field.fill("a" * 2003)
    expect(guide.page.get_by_role("alert")).to_have_text("Meldingen er 3 tegn for lang. Kort den ned før du sender.")
    expect(guide.field).to_have_attribute("aria-invalid", "true")
    guide.field.press("Enter")
    assert server.posted() == []
    assert len(guide.field.input_value()) == 2003


def test_shift_enter_makes_a_new_line(guide: Guide, server: FakeServer) -> None:
    guide.field.fill("hei")
    guide.field.press("Shift+Enter")
    guide.field.press_sequentially("du")
    guide.field.press("Enter")
    guide.wait()
    assert server.posted()[0]["body"] == {"text": "hei\ndu"}


def test_a_scheme_on_the_page_asks_its_question(guide: Guide, server: FakeServer) -> None:
    guide.page.get_by_role("link", name="TryggEst").click()
    expect(guide.log.locator("li.user")).to_contain_text(["Hva er TryggEst?"])
    expect(guide.field).to_be_focused()


def test_without_javascript_the_page_says_so_and_shows_the_way_to_a_person(chromium: Any, server: FakeServer) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url)
    expect(page.get_by_role("link", name="Veilederen uten JavaScript").first).to_be_visible()
    expect(page.get_by_role("link", name="Statsforvalteren")).to_be_visible()
    context.close()
