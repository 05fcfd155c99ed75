"""The conversation with plain forms: the same steps as the API, nothing sent twice, nothing lost."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from plain_support import Browser
from sqlalchemy import func, select
from web_support import Site

from assistant.conversations.database import StoreUnavailable
from assistant.conversations.tables import ConversationRow, MessageRow

HTML = '<img src=x onerror="alert(1)"><b>fet</b> & **fet** [1](javascript:alert(1)) </textarea><script>'


@pytest.fixture
def browser(site: Site) -> Browser:
    return Browser(site.client)


async def _count(site: Site, table: Any) -> int:
    return await site.stores.database.read(lambda s: s.scalar(select(func.count()).select_from(table)) or 0)


async def test_the_start_stores_nothing_and_sets_no_cookie(site: Site, browser: Browser) -> None:
    response = await browser.open()
    assert response.status == 200
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert await _count(site, ConversationRow) == 0
    assert browser.hidden["token"] == ""


async def test_the_first_message_begins_a_conversation_and_gets_its_reply(site: Site, browser: Browser) -> None:
    await browser.open()
    response = await browser.say("Hva er målet?")
    assert response.status == 200
    assert str(response.url).endswith("/samtale?lang=nb")
    assert "Du sa: Hva er målet?" in browser.text
    assert "Steg 1 av 4" in browser.text
    assert browser.title.startswith("Steg 1 av 4: Hvem søker?")
    assert [said for _, said in site.assistant.heard] == ["Hva er målet?"]
    assert browser.hidden["conversation"] and browser.hidden["token"]


async def test_the_first_form_sent_twice_begins_one_conversation_with_one_message(site: Site, browser: Browser) -> None:
    await browser.open()
    first = dict(browser.hidden)
    await browser.say("hei")
    again = await browser.post({**first, "text": "hei"})
    assert again.status == 200
    assert await _count(site, ConversationRow) == 1
    assert len(site.assistant.heard) == 1


async def test_a_reload_repeats_nothing_and_shows_the_conversation_as_it_is_now(site: Site, browser: Browser) -> None:
    await browser.open()
    await browser.say("en")
    old = dict(browser.hidden)
    await browser.say("to")
    await browser.say("tre")
    await browser.post({**old, "text": "to"})
    assert [said for _, said in site.assistant.heard] == ["en", "to", "tre"]
    assert browser.text.index("Du sa: tre") < browser.text.index("Du sa: to") < browser.text.index("Du sa: en")


async def test_another_choice_on_an_old_page_is_a_new_message(site: Site, browser: Browser) -> None:
    await browser.open()
    await browser.say("en")
    old, buttons = dict(browser.hidden), browser.payloads()
    await browser.post({**old, "payload": buttons["Én kommune"]})
    await browser.post({**old, "payload": buttons["Flere kommuner"]})
    await browser.post({**old, "payload": buttons["Flere kommuner"]})
    assert [command["value"] for command in site.assistant.pressed] == ["one", "many"]


async def test_two_tabs_of_one_conversation_work(site: Site, browser: Browser) -> None:
    await browser.open()
    await browser.say("en")
    other = Browser(site.client)
    other.hidden = dict(browser.hidden)
    await browser.say("fra den ene")
    await other.say("fra den andre")
    assert "Du sa: fra den ene" in other.text
    assert await _count(site, ConversationRow) == 1


async def test_what_is_written_is_masked_before_the_engine_hears_it(site: Site, browser: Browser) -> None:
    await browser.open()
    await browser.say("Ring meg på 912 34 567")
    assert site.assistant.heard[0][1] == "Ring meg på [telefon]"
    assert "912 34 567" not in browser.text


@pytest.mark.parametrize(("text", "says"), [("", "tom"), (" \n\u200b", "tom"), ("x" * 20_001, "lengre enn grensen")])
async def test_a_text_that_cannot_be_sent_is_explained_and_kept(
    text: str, says: str, site: Site, browser: Browser
) -> None:
    for _ in range(2):  # before a conversation, and within one
        await browser.open()
        if _:
            await browser.say("hei")
        response = await browser.say(text)
        assert response.status == 422
        assert browser.title.startswith("Feil: ")
        assert re.search(r'role="alert"[^>]*tabindex="-1"', browser.html)
        assert '<a href="#tekst">' in browser.html
        assert says in browser.text
        assert 'aria-invalid="true"' in browser.html
        assert browser.field == text.replace("\r\n", "\n")
    assert len(site.assistant.heard) == 1


async def test_a_form_larger_than_the_limit_says_where_the_text_is(browser: Browser) -> None:
    await browser.open()
    response = await browser.say("x" * 70_000)
    assert response.status == 413
    assert "Gå tilbake i nettleseren" in browser.text


async def test_markup_in_what_is_written_is_shown_as_text(browser: Browser) -> None:
    await browser.open()
    await browser.say(HTML)
    assert "<img" not in browser.html
    assert "<script" not in browser.html.replace("<script src=", "")
    assert HTML in unescape(browser.html)
    await browser.say(HTML + "x" * 20_000)
    assert browser.field == HTML + "x" * 20_000


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"token": "wrong"}, 401, "feil eller ikke gyldig"),
        ({"token": ""}, 401, "feil eller ikke gyldig"),
        ({"conversation": "0" * 32}, 404, "finnes ikke"),
        ({"conversation": "../../etc"}, 404, "finnes ikke"),
    ],
)
@pytest.mark.parametrize("act", ["send", "rate", "language", "link", "new", "show"])
async def test_without_the_right_key_nothing_is_shown_and_a_new_conversation_is_offered(
    change: dict[str, str], status: int, says: str, act: str, browser: Browser
) -> None:
    await browser.open()
    await browser.say("hemmelig")
    extra = {"do": act, "text": "min tekst", "lang": "nb", "helpful": "yes", "message": "m"}
    response = await browser.post({**browser.hidden, **extra, **change})
    assert response.status == status
    assert says in browser.text
    assert "hemmelig" not in browser.text
    assert "Begynn en ny samtale" in browser.text
    assert browser.field == "min tekst"


async def test_another_conversations_token_and_button_open_nothing(site: Site, browser: Browser) -> None:
    other = Browser(site.client)
    await other.open()
    await other.say("den andre")
    await browser.open()
    await browser.say("den ene")
    assert (await browser.post({**browser.hidden, "token": other.hidden["token"], "text": "x"})).status == 401
    await browser.open()
    await browser.say("på nytt")
    response = await browser.post({**browser.hidden, "payload": other.payloads()["Én kommune"]})
    assert response.status == 400
    assert "hører ikke til denne samtalen" in browser.text
    assert site.assistant.pressed == []


async def test_an_expired_conversation_can_be_begun_anew_with_the_text_that_was_written(
    site: Site, browser: Browser
) -> None:
    await browser.open()
    await browser.say("hei")
    site.clock.now += 169 * 3600
    response = await browser.say("er du der")
    assert response.status == 410
    assert browser.field == "er du der"
    assert (await browser.say("er du der")).status == 200
    assert await _count(site, ConversationRow) == 2


@pytest.mark.parametrize("key", ["", "x", "æ" * 43, "x" * 44])
async def test_a_form_without_the_pages_word_is_refused(key: str, site: Site, browser: Browser) -> None:
    response = await browser.post({"key": key, "text": "hei"})
    assert response.status == 400
    assert site.assistant.heard == []


@pytest.mark.parametrize("site_of", ["cross-site", "same-site"])
async def test_a_form_that_another_site_made_is_refused(site_of: str, site: Site, browser: Browser) -> None:
    await browser.open()
    response = await browser.post({**browser.hidden, "text": "hei"}, headers={"Sec-Fetch-Site": site_of})
    assert response.status == 403
    assert site.assistant.heard == []


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded; charset=none", "multipart/form-data; boundary=x"])
async def test_a_body_that_is_no_form_is_refused(kind: str, browser: Browser) -> None:
    response = await browser.send_raw(b"\xff\xfe--", kind)
    assert response.status == 400


async def test_a_failing_engine_is_told_and_the_same_can_be_sent_again(site: Site, browser: Browser) -> None:
    await browser.open()
    assert (await browser.say("raise")).status == 200
    assert "Noe gikk galt hos oss" in browser.text
    assert (
        '<button class="ds-button" data-variant="secondary" data-size="sm" name="text" value="raise">' in browser.html
    )
    await browser.say("raise")
    assert len(site.assistant.heard) == 2


async def test_a_failing_store_keeps_the_text_and_the_key_to_the_conversation(
    site: Site, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.open()
    await browser.say("hei")
    before = dict(browser.hidden)

    async def broken(*_: Any, **__: Any) -> Any:
        raise StoreUnavailable

    with monkeypatch.context() as patch:
        for way in ("read", "find"):
            patch.setattr(site.stores.database, way, broken)
        response = await browser.say("min tekst")
    assert (response.status, response.headers["Retry-After"]) == (503, "5")
    assert browser.field == "min tekst"
    assert browser.hidden == before
    assert "Du sa: hei" not in browser.text
    assert (await browser.say("min tekst")).status == 200


async def test_feedback_is_stored_thanked_for_and_can_be_changed(browser: Browser) -> None:
    await browser.open()
    await browser.say("hei")
    await browser.post({**browser.hidden, "do": "rate", "message": browser.rated, "helpful": "yes"})
    assert "Du svarte: Nyttig." in browser.text
    await browser.post({**browser.hidden, "do": "rate", "message": browser.rated, "helpful": "no"})
    assert "Du svarte: Ikke nyttig." in browser.text
    for wrong in ({"helpful": "maybe"}, {"message": "f" * 32}, {"message": "../x"}):
        fields = {**browser.hidden, "do": "rate", "message": browser.rated, "helpful": "yes", **wrong}
        assert (await browser.post(fields)).status in (400, 404)
        assert "Du sa: hei" in browser.text


async def test_the_language_changes_the_page_around_the_answers_too(site: Site, browser: Browser) -> None:
    await browser.open()
    await browser.say("hei")
    await browser.post({**browser.hidden, "do": "language", "lang": "nn"})
    assert '<html lang="nn">' in browser.html
    assert "Språk: Nynorsk." in browser.text
    await browser.post({**browser.hidden, "do": "language", "lang": "en"})
    assert '<div class="plain" lang="en">' in browser.html
    assert "Write an answer or a new question" in browser.text
    assert site.assistant.languages[browser.hidden["conversation"]] == "en"
    assert (await browser.post({**browser.hidden, "do": "language", "lang": "xx"})).status == 400


async def test_the_first_message_can_choose_its_language(site: Site, browser: Browser) -> None:
    await browser.open("?lang=nn")
    assert '<option value="nn" selected>' in browser.html
    await browser.post({**browser.hidden, "text": "hei", "lang": "nn"})
    assert '<html lang="nn">' in browser.html
    assert site.assistant.languages[browser.hidden["conversation"]] == "nn"


async def test_erasing_is_asked_for_twice_and_deletes_everything(site: Site, browser: Browser, tmp_path: Path) -> None:
    await browser.open()
    await browser.say("hei")
    kept = dict(browser.hidden)
    await browser.post({**kept, "do": "new"})
    assert "Starte en ny samtale?" in browser.text
    assert await _count(site, ConversationRow) == 1
    await browser.post({**kept, "do": "show"})
    assert "Du sa: hei" in browser.text
    await browser.post({**kept, "do": "erase"})
    assert "Samtalen er slettet" in browser.text
    assert await _count(site, MessageRow) == 0
    assert site.assistant.forgotten == [kept["conversation"]]
    assert (await browser.post({**kept, "do": "erase"})).status == 200
    assert (await browser.post({**kept, "text": "hei"})).status == 404


async def test_an_engine_that_keeps_something_is_not_called_erased(site: Site, browser: Browser) -> None:
    await browser.open()
    await browser.say("hei")
    site.assistant.keeps = True
    response = await browser.post({**browser.hidden, "do": "erase"})
    assert (response.status, response.headers["Retry-After"]) == (503, "10")


async def test_a_link_opens_the_conversation_elsewhere_once(site: Site, browser: Browser) -> None:
    await browser.open()
    await browser.say("hei")
    await browser.post({**browser.hidden, "do": "link"})
    link = re.search(r'value="(http://[^"]+#resume=[^"]+)"', browser.html)
    assert link
    other = Browser(site.client)
    await other.open()
    await other.post({**other.hidden, "do": "resume", "link": f" {link[1]} "})
    assert "Samtalen er åpnet her." in other.text
    assert other.hidden["conversation"] == browser.hidden["conversation"]
    assert other.hidden["token"] != browser.hidden["token"]
    third = Browser(site.client)
    await third.open()
    assert (await third.post({**third.hidden, "do": "resume", "link": link[1]})).status == 401
    assert "Lenken er brukt" in third.text
    assert (await third.post({**third.hidden, "do": "resume", "link": " "})).status == 422


async def test_no_secret_stands_in_a_url(browser: Browser) -> None:
    await browser.open()
    response: ClientResponse = await browser.say("hei")
    urls = re.findall(r'(?:href|action|src)="([^"]*)"', browser.html)
    secrets = [browser.hidden[name] for name in ("conversation", "token", "key")]
    assert len(urls) > 10
    assert not [url for url in [*urls, str(response.url)] if any(secret in url for secret in secrets)]


async def test_a_citation_leads_to_the_passage_and_to_the_publisher(browser: Browser) -> None:
    await browser.open()
    await browser.say("hei")
    assert 'href="https://www.bufdir.no/tryggest"' in browser.html
    assert "kontrollert 15. januar 2025" in browser.text


async def test_a_checklist_has_its_files(browser: Browser) -> None:
    await browser.open()
    await browser.say("checklist")
    links = re.findall(r'href="(/checklists/[^"]+)"', browser.html)
    assert [link.rpartition(".")[2] for link in links] == ["html", "pdf", "docx", "ics"]
    assert "javascript:" not in browser.html
