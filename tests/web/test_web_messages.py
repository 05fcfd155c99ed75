"""Messages over HTTP: input, buttons, idempotency, streams, and an engine that fails."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from web_support import API, Site, problem

from assistant.web.admission import Admission, Overloaded

pytestmark = pytest.mark.usefixtures("database_url")  # on SQLite and on PostgreSQL

FIELDS = {"id", "kind", "text", "lang", "scheme", "topic", "citations", "buttons"}


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {"reply_timeout_seconds": 0.2}


async def test_a_reply_is_a_list_of_messages_with_all_fields(site: Site) -> None:
    await site.open()
    answer, question = await site.replies("hva er målet?")
    assert answer.keys() == FIELDS
    assert question.keys() == FIELDS | {"question"}
    assert question["question"]["options"] == [
        {"value": "one", "title": "Én kommune"},
        {"value": "many", "title": "Flere kommuner"},
    ]
    assert [button["title"] for button in question["buttons"]] == ["Én kommune", "Flere kommuner"]
    assert len({answer["id"], question["id"]}) == 2


async def test_a_button_brings_its_command_back_to_the_engine(site: Site) -> None:
    await site.open()
    question = (await site.replies("hei"))[1]
    response = await site.send({"payload": question["buttons"][1]["payload"]})
    assert response.status == 200
    assert site.assistant.pressed == [{"act": "answer", "value": "many"}]


@pytest.mark.parametrize("payload", ["", "forged", "a.b", "/answer{}", "x" * 10_000])
async def test_a_forged_payload_is_400(site: Site, payload: str) -> None:
    await site.open()
    await problem(await site.send({"payload": payload}), 400, "invalid-payload")


async def test_a_payload_of_another_conversation_is_400(site: Site) -> None:
    foreign = (await site.open())["messages"][0]["buttons"][0]["payload"]
    await site.open()
    await problem(await site.send({"payload": foreign}), 400, "invalid-payload")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "a", "payload": "b"},
        {"text": "a", "payload": None},
        {"text": None},
        {"text": 1},
        {"payload": 1},
        {"text": ["a"]},
        {"text": "a", "extra": 1},
        {"text": ""},
        {"text": " \n\t "},
        {"text": "\u0000\u0007\u200b\u202e"},
        {"text": "a" * 20_001},
    ],
)
async def test_what_cannot_be_used_is_invalid_input(site: Site, body: object) -> None:
    await site.open()
    await problem(await site.send(body), 422, "invalid-input")
    assert site.assistant.heard == []


async def test_too_long_a_text_is_refused_with_the_limit(site: Site) -> None:
    await site.open()
    refused = await problem(await site.send({"text": "a" * 20_001}), 422, "invalid-input")
    assert "20000" in refused["detail"]


async def test_a_body_over_64_kb_is_too_large_and_one_of_64_kb_is_read(site: Site) -> None:
    await site.open()
    frame = len(json.dumps({"text": ""}))
    await problem(await site.send({"text": "a" * (65_536 - frame)}), 422, "invalid-input")
    await problem(await site.send({"text": "a" * (65_536 - frame + 1)}), 413, "too-large")
    await problem(await site.send({"text": "a" * 1_000_000}), 413, "too-large")


async def test_an_empty_body_is_malformed(site: Site) -> None:
    await site.open()
    url = f"{API}/conversations/{site.id}/messages"
    await problem(await site.client.post(url, headers=site.headers()), 400, "malformed")


@pytest.mark.parametrize(
    ("sent", "heard"),
    [
        ("/restart", "/restart"),
        ('/answer{"value":1}', '/answer{"value":1}'),
        ("<b>hei</b>", "<b>hei</b>"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("a\u0000b\u0007c", "abc"),
        ("a\tb\r\nc", "a b\nc"),
        ("A\u030angst", "Ångst"),
        ("fr\u00adist", "frist"),
        ("10\u00a0000\u202fkr", "10 000 kr"),
        ("halv \ud83d", "halv \ufffd"),
        ("jeg heter Kari, tlf 91 23 45 67", "jeg heter [navn], tlf [telefon]"),
    ],
)
async def test_a_text_is_cleaned_and_masked_before_the_engine_hears_it(site: Site, sent: str, heard: str) -> None:
    await site.open()
    response = await site.client.post(
        f"{API}/conversations/{site.id}/messages",
        data=json.dumps({"text": sent}).encode(),
        headers=site.headers(Content_Type="application/json"),
    )
    assert response.status == 200
    assert site.assistant.heard == [(site.id, heard)]


async def test_two_thousand_words_are_a_message(site: Site) -> None:
    await site.open()
    assert (await site.send({"text": "kommunen " * 2_000})).status == 200


@pytest.mark.parametrize("text", ["raise", "silence", "nonsense", "slow"])
async def test_an_engine_that_fails_gives_one_error_message_and_logs_no_text(
    site: Site, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    await site.open({"lang": "nn"})
    with caplog.at_level(logging.DEBUG):
        (message,) = await site.replies(text)
    assert (message["kind"], message["lang"]) == ("error", "nn")
    assert "Prøv ein gong til" in message["text"]
    assert "secret text" not in caplog.text
    assert "Traceback" not in caplog.text
    assert "veileder_engine_failures_total{" in await (await site.client.get("/metrics")).text()


async def test_messages_of_one_conversation_are_handled_one_after_the_other(site: Site) -> None:
    await site.open()
    texts = [f"melding {number}" for number in range(10)]
    tasks = []
    for text in texts:
        tasks.append(asyncio.create_task(site.send({"text": text})))
        await asyncio.sleep(0.02)
    assert {response.status for response in await asyncio.gather(*tasks)} == {200}
    assert [text for _, text in site.assistant.heard] == texts


async def test_the_same_key_and_body_give_the_same_reply_and_are_handled_once(site: Site) -> None:
    await site.open()
    first = await site.send({"text": "hei"}, Idempotency_Key="k-1")
    second = await site.send({"text": "hei"}, Idempotency_Key="k-1")
    assert await first.json() == await second.json()
    assert len(site.assistant.heard) == 1
    assert len((await (await site.call("GET")).json())["messages"]) == 4


async def test_the_same_key_with_another_body_is_a_conflict(site: Site) -> None:
    await site.open()
    await site.send({"text": "hei"}, Idempotency_Key="k-1")
    await problem(await site.send({"text": "hallo"}, Idempotency_Key="k-1"), 409, "idempotency-conflict")
    await problem(
        await site.send({"text": "hallo"}, Idempotency_Key="k-1", Accept="text/event-stream"),
        409,
        "idempotency-conflict",
    )


async def test_a_key_is_forgotten_after_24_hours_and_is_the_conversations_own(site: Site) -> None:
    await site.open()
    await site.send({"text": "hei"}, Idempotency_Key="k-1")
    site.clock.now += 24 * 3600
    assert (await site.send({"text": "hallo"}, Idempotency_Key="k-1")).status == 200
    await site.open()
    assert (await site.send({"text": "noe annet"}, Idempotency_Key="k-1")).status == 200


async def test_overlapping_requests_with_one_key_are_handled_once(site: Site) -> None:
    await site.open()
    responses = await asyncio.gather(*(site.send({"text": "hei"}, Idempotency_Key="same") for _ in range(8)))
    bodies = [json.dumps(await response.json()) for response in responses]
    assert len(set(bodies)) == 1
    assert len(site.assistant.heard) == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "æ", "a\tb"])
async def test_a_key_that_is_not_printable_ascii_is_invalid_input(site: Site, key: str) -> None:
    await site.open()
    await problem(await site.send({"text": "hei"}, Idempotency_Key=key), 422, "invalid-input")


def _events(text: str) -> list[tuple[str, Any]]:
    events = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return events


async def test_a_stream_types_gives_each_message_and_is_done(site: Site) -> None:
    await site.open()
    response = await site.send({"text": "hei"}, Accept="text/event-stream")
    assert response.status == 200
    assert response.content_type == "text/event-stream"
    events = _events(await response.text())
    assert [name for name, _ in events] == ["typing", "message", "message", "done"]
    assert events[1][1].keys() == FIELDS
    assert events[1][1]["text"] == "Du sa: hei"


async def test_a_stream_and_a_plain_reply_share_their_idempotency(site: Site) -> None:
    await site.open()
    streamed = await site.send({"text": "hei"}, Accept="text/event-stream", Idempotency_Key="k")
    plain = await site.send({"text": "hei"}, Idempotency_Key="k")
    messages = [data for name, data in _events(await streamed.text()) if name == "message"]
    assert messages == (await plain.json())["messages"]


async def test_problems_known_before_the_stream_are_plain_problems(site: Site) -> None:
    await site.open()
    await problem(await site.send({"text": ""}, Accept="text/event-stream"), 422, "invalid-input")
    site.token = "wrong"
    await problem(await site.send({"text": "hei"}, Accept="text/event-stream"), 401, "invalid-token")


async def test_a_failing_database_is_an_error_event_in_a_stream_and_503_otherwise(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.conversations.database import StoreUnavailable

    async def fail(*_: object) -> None:
        raise StoreUnavailable("OperationalError")

    await site.open()
    monkeypatch.setattr(site.stores.history, "record", fail)
    events = _events(await (await site.send({"text": "hei"}, Accept="text/event-stream")).text())
    assert [name for name, _ in events] == ["typing", "error", "done"]
    assert events[1][1]["type"] == "/problems/unavailable"
    response = await site.send({"text": "hei"})
    await problem(response, 503, "unavailable")
    assert response.headers["Retry-After"] == "5"


async def test_a_client_that_leaves_in_the_middle_finds_the_reply_in_the_history(site: Site) -> None:
    await site.open()
    site.assistant.gate = asyncio.Event()
    task = asyncio.create_task(site.send({"text": "hei"}))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.sleep(0.02)
    site.assistant.gate.set()
    await asyncio.sleep(0.1)
    assert len((await (await site.call("GET")).json())["messages"]) == 4


async def test_a_conversation_erased_while_it_answers_does_not_come_back(site: Site) -> None:
    await site.open()
    site.assistant.gate = asyncio.Event()
    message = asyncio.create_task(site.send({"text": "hei"}))
    await asyncio.sleep(0.05)
    late = asyncio.create_task(site.send({"text": "hei"}))
    erase = asyncio.create_task(site.call("DELETE"))
    await asyncio.sleep(0.05)
    site.assistant.gate.set()
    assert (await message).status == 200
    assert (await erase).status == 204
    assert (await late).status in (200, 404)
    await problem(await site.call("GET"), 404, "unknown-conversation")


async def test_more_messages_than_the_service_can_bear_are_503_with_the_time_to_wait(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Admission, *, new: bool) -> None:
        raise Overloaded

    await site.open()
    monkeypatch.setattr(Admission, "check", full)
    response = await site.send({"text": "hei"})
    await problem(response, 503, "unavailable")
    assert response.headers["Retry-After"] == "2"
    assert site.assistant.heard == []
