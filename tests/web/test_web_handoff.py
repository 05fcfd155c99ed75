"""A person takes over: the summary is complete and honest, and nothing is sent without consent."""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import unquote

import pytest
from handoff_receiver import SECRET, receiving
from shipped_library import shipped_library
from web_support import Site, problem

from assistant.conversations.ports import Standing
from assistant.handoff.summary import as_text, summarise


async def _talk(site: Site) -> None:
    await site.open()
    await site.replies("kan vi søke i lag med St. Olav? ring 91 23 45 67")
    site.assistant.standings[site.id] = Standing(
        scheme="oppfolging-voksne",
        municipality="5001",
        walk="oppfolging-voksne",
        edition="2025",
        answers={"applicant_type": "municipality", "years": 4.0},
    )


async def preview(site: Site) -> dict[str, Any]:
    response = await site.call("GET", "/handoff")
    assert response.status == 200, await response.text()
    body: dict[str, Any] = await response.json()
    return body


async def test_the_summary_has_scheme_questions_answers_sources_and_the_right_office(site: Site) -> None:
    await _talk(site)
    shown = await preview(site)
    assert shown["scheme"] == "oppfolging-voksne"
    assert shown["questions"] == ["kan vi søke i lag med St. Olav? ring [telefon]"]
    assert [each["answer"] for each in shown["answers"]] == ["Én kommune", "4 år"]
    assert shown["citations"][0]["locator"] == "Hvem kan søke"
    assert shown["office"]["name"] == "Statsforvalteren i Trøndelag"
    assert shown["can_send"] is False
    assert shown["hours"] is None
    for part in ("Trondheim", "4 år", "[telefon]", "https://www.bufdir.no/tryggest"):
        assert part in shown["text"]
    assert shown["mailto"].startswith("mailto:sftlpost@statsforvalteren.no?subject=")
    assert "St. Olav" in unquote(shown["mailto"])


async def test_buttons_and_replies_to_a_walks_questions_are_no_questions_of_the_user(site: Site) -> None:
    await site.open()
    await site.replies("hva er målet?")
    button = (await (await site.call("GET")).json())["messages"][-1]["buttons"][0]
    await site.send({"payload": button["payload"]})
    assert (await preview(site))["questions"] == ["hva er målet?"]


async def test_a_conversation_without_scheme_and_municipality_names_no_office(site: Site) -> None:
    await site.open()
    shown = await preview(site)
    assert (shown["scheme"], shown["office"], shown["mailto"], shown["answers"]) == (None, None, None, [])


async def test_tryggest_goes_to_bufdir_wherever_the_municipality_is(site: Site) -> None:
    await site.open()
    site.assistant.standings[site.id] = Standing(scheme="tryggest", municipality="5001")
    assert (await preview(site))["office"]["name"] == "Bufdir"


async def test_all_schemes_at_once_are_summed_up_too(site: Site) -> None:
    await site.open()
    site.assistant.standings[site.id] = Standing(walk="all", answers={"applicant_type": "municipality"})
    assert len((await preview(site))["answers"]) == 1


async def test_it_is_written_in_the_language_of_the_conversation(site: Site) -> None:
    await site.open({"lang": "nn"})
    await site.replies("kva er målet?")
    assert "Dette har vi spurt om:" in (await preview(site))["text"]
    assert "Oppsummering frå" in (await preview(site))["text"]


async def test_a_text_too_long_for_a_link_is_left_out_of_it(site: Site) -> None:
    await _talk(site)
    for number in range(6):
        await site.replies(f"og hva med {number} {'lange spørsmål ' * 40}?")
    link = (await preview(site))["mailto"]
    assert len(link) < 1800
    assert "body=" not in link


async def test_it_is_sent_once_signed_masked_and_told_in_the_conversation(site: Site) -> None:
    await _talk(site)
    async with receiving(site) as receiver:
        body = {"consent": True, "text": "Hei. fnr 17018012366 <b>&</b>", "contact": "kari@example.no"}
        first = await site.call("POST", "/handoff", json=body, Idempotency_Key="k1")
        again = await site.call("POST", "/handoff", json=body, Idempotency_Key="k1")
    assert (first.status, again.status) == (201, 201)
    assert await first.json() == await again.json()
    assert len(receiver.got) == 1
    headers, raw = receiver.got[0]
    expected = hmac.digest(SECRET.encode(), raw, "sha256").hex()
    assert headers["X-Veileder-Signature"] == f"sha256={expected}"
    assert receiver.content["text"] == "Hei. fnr [fødselsnummer] <b>&</b>"
    assert receiver.content["contact"] == "kari@example.no"
    assert receiver.content["reference"] == (await first.json())["reference"]
    history = await (await site.call("GET")).text()
    assert receiver.content["reference"] in history
    assert "kari@example.no" not in history


@pytest.mark.parametrize(
    ("body", "status", "name"),
    [
        ({"text": "hei"}, 422, "invalid-input"),
        ({"consent": False, "text": "hei"}, 422, "invalid-input"),
        ({"consent": "true", "text": "hei"}, 422, "invalid-input"),
        ({"consent": True}, 422, "invalid-input"),
        ({"consent": True, "text": "  \u200b "}, 422, "invalid-input"),
        ({"consent": True, "text": "a" * 20_001}, 422, "invalid-input"),
        ({"consent": True, "text": "hei", "contact": "a" * 201}, 422, "invalid-input"),
        ({"consent": True, "text": "hei", "contact": "a\nBcc: b@c.no"}, 422, "invalid-input"),
        ({"consent": True, "text": "hei", "to": "x@y.no"}, 422, "invalid-input"),
        ([], 400, "malformed"),
    ],
)
async def test_nothing_is_sent_without_consent_or_with_bad_fields(
    site: Site, body: Any, status: int, name: str
) -> None:
    await _talk(site)
    async with receiving(site) as receiver:
        await problem(await site.call("POST", "/handoff", json=body), status, name)
    assert receiver.got == []


@pytest.mark.parametrize("status", [302, 401, 404, 500])
async def test_when_the_receiver_does_not_take_it_the_user_is_told_and_can_try_again(site: Site, status: int) -> None:
    await _talk(site)
    async with receiving(site) as receiver:
        receiver.status = status
        body = {"consent": True, "text": "hei"}
        told = await site.call("POST", "/handoff", json=body, Idempotency_Key="k")
        assert "e-post" in (await problem(told, 503, "unavailable"))["detail"]
        assert told.headers["Retry-After"] == "60"
        receiver.status = 204
        assert (await site.call("POST", "/handoff", json=body, Idempotency_Key="k")).status == 201
    assert len(receiver.got) == 2


async def test_without_a_receiver_nothing_can_be_sent(site: Site) -> None:
    await _talk(site)
    await problem(await site.call("POST", "/handoff", json={"consent": True, "text": "hei"}), 404, "not-found")


async def test_another_conversations_token_opens_no_summary(site: Site) -> None:
    await _talk(site)
    mine = site.id
    await site.open()
    site.id = mine
    await problem(await site.call("GET", "/handoff"), 401, "invalid-token")


async def test_markup_in_what_was_said_stays_text(site: Site) -> None:
    await site.open()
    await site.replies("<script>alert(1)</script> **fet**")
    assert "<script>alert(1)</script> **fet**" in (await preview(site))["text"]


async def test_the_hours_of_the_office_are_told_in_words_and_no_other_offices(site: Site) -> None:
    await site.open({"lang": "nn"})
    site.assistant.standings[site.id] = Standing("oppfolging-voksne", "5001")
    async with receiving(site, opening_hours="TL mon-thu 08:00-15:45; TL fri 08:00-15:00"):
        hours = (await preview(site))["hours"]
        site.assistant.standings[site.id] = Standing("tryggest", "5001")
        assert (await preview(site))["hours"] is None
    assert hours["text"] == "Måndag til torsdag klokka 08.00–15.45, fredag klokka 08.00–15.00. Stengt på heilagdagar."
    assert hours["open"] is True, "the test's clock stands on Thursday 9 October 2025, 10.53 in Oslo"


def test_how_the_latest_check_came_out_is_told_until_a_new_one_begins() -> None:
    verdict = {"role": "assistant", "kind": "verdict", "text": "…", "verdict": {"outcome": "needs_action"}}
    question = {"role": "assistant", "kind": "question", "text": "…", "question": {"criterion": "amount"}}
    for messages, told in (([question, verdict], "needs_action"), ([verdict, question], None), ([], None)):
        assert summarise(shipped_library(), Standing(), messages, "nb").outcome == told
    summary = summarise(shipped_library(), Standing(), [verdict], "nn")
    assert "Resultatet av sjekken: Noko må på plass først." in as_text(summary, "nn")
