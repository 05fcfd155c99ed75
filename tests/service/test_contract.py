"""The HTTP contract (design §7) against the real service: conversations, messages, languages, erasure.

The client validates every response against openapi.json and every Message against the design; see contract_client.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from contract_client import API, FIELDS, Api, Talk, check_message, events, problem
from running_service import RunningService

pytestmark = pytest.mark.rasa

Open = Callable[..., Talk]
SECRET = "kanarifuglen 17018012366 tlf 91234567 kari@example.no"


def test_a_conversation_begins_with_an_automatic_greeting(api: Api) -> None:
    response = api.call("POST", f"{API}/conversations", {})
    opened = response.json()
    assert response.status_code == 201
    assert opened.keys() == {"conversation_id", "token", "expires", "messages"}
    assert response.headers["Location"] == f"{API}/conversations/{opened['conversation_id']}"
    (greeting,) = opened["messages"]
    check_message(greeting)
    assert (greeting["kind"], greeting["lang"]) == ("greeting", "nb")
    assert "automatisk" in greeting["text"]
    assert dt.datetime.fromisoformat(opened["expires"]) > dt.datetime.now(dt.UTC)


def test_a_conversation_needs_no_body(api: Api) -> None:
    assert api.call("POST", f"{API}/conversations").status_code == 201


@pytest.mark.parametrize(
    ("wishes", "lang"),
    [
        ({"lang": "nn"}, "nn"),
        ({"lang": "en"}, "en"),
        ({"lang": "auto"}, "nb"),
        ({"municipality": "1515"}, "nn"),
        ({"municipality": "5001"}, "nb"),
        ({"lang": "nb", "municipality": "1515"}, "nb"),
    ],
)
def test_the_greeting_follows_the_language_asked_for_then_the_municipality(
    open_talk: Open, wishes: dict[str, str], lang: str
) -> None:
    assert open_talk(**wishes).last[0]["lang"] == lang


@pytest.mark.parametrize(
    "body", [{"lang": "xx"}, {"lang": 1}, {"municipality": "0000"}, {"municipality": "15"}, {"x": 1}]
)
def test_a_conversation_cannot_begin_with_what_does_not_exist(api: Api, body: object) -> None:
    problem(api.call("POST", f"{API}/conversations", body), 422, "invalid-input")


def test_a_text_is_answered_with_all_fields_and_a_source(talk: Talk) -> None:
    (answer,) = talk.say("når er søknadsfristen for TryggEst?")
    assert answer.keys() == FIELDS
    assert (answer["kind"], answer["scheme"], answer["topic"]) == ("answer", "tryggest", "deadline")
    assert "31. mars 2025" in answer["text"]
    assert answer["citations"][0]["edition"] == "2025"


def test_two_questions_in_one_message_get_two_answers(talk: Talk) -> None:
    answers = talk.say("hvem kan søke TryggEst, og når er fristen?")
    assert [message["topic"] for message in answers] == ["who_can_apply", "deadline"]


def test_a_button_is_answered(talk: Talk) -> None:
    talk.say("når er fristen for kommunalt rusarbeid?")
    talk.press("Sjekk om dere kan søke")
    assert talk.question["criterion"] == "applicant_type"


def test_a_bare_may_we_apply_gives_a_short_answer_and_the_first_question(talk: Talk) -> None:
    assert [message["kind"] for message in talk.say("kan vi søke TryggEst?")] == ["answer", "question"]


def test_a_text_and_a_payload_cannot_come_together_nor_be_missing(talk: Talk) -> None:
    payload = talk.last[0]["buttons"][0]["payload"]
    for body in ({}, {"text": "hei", "payload": payload}, {"text": None}, {"payload": 1}, {"text": "hei", "extra": 1}):
        problem(talk.send(body), 422, "invalid-input")
    assert len(talk.history()) == 1


def test_a_reply_can_come_as_events(talk: Talk) -> None:
    stream = events(talk.send({"text": "hvem kan søke TryggEst, og når er fristen?"}, Accept="text/event-stream"))
    assert [name for name, _ in stream] == ["typing", "message", "message", "done"]
    assert stream[0][1] == stream[-1][1] == {}
    for _, message in stream[1:-1]:
        check_message(message)
    assert [message["id"] for message in talk.history()[2:]] == [message["id"] for _, message in stream[1:-1]]


def test_what_is_wrong_before_a_stream_starts_is_an_ordinary_problem(talk: Talk) -> None:
    problem(talk.send({"text": ""}, Accept="text/event-stream"), 422, "invalid-input")
    problem(talk.send({"payload": "x.y"}, Accept="text/event-stream"), 400, "invalid-payload")


def test_the_same_request_again_gets_the_same_reply_and_is_stored_once(talk: Talk) -> None:
    first = talk.send({"text": "hvem kan søke TryggEst?"}, Idempotency_Key="key-1").json()
    again = talk.send({"text": "hvem kan søke TryggEst?"}, Idempotency_Key="key-1").json()
    stream = events(talk.send({"text": "hvem kan søke TryggEst?"}, Idempotency_Key="key-1", Accept="text/event-stream"))
    assert first == again
    assert [data for name, data in stream if name == "message"] == first["messages"]
    assert len(talk.history()) == 3


def test_a_key_with_another_body_is_a_conflict(talk: Talk) -> None:
    talk.send({"text": "hvem kan søke TryggEst?"}, Idempotency_Key="key-2")
    problem(talk.send({"text": "når er fristen?"}, Idempotency_Key="key-2"), 409, "idempotency-conflict")
    assert len(talk.history()) == 3


def test_a_key_belongs_to_one_conversation(talk: Talk, open_talk: Open) -> None:
    other = open_talk()
    talk.send({"text": "hvem kan søke TryggEst?"}, Idempotency_Key="key-3")
    assert other.send({"text": "når er fristen for TryggEst?"}, Idempotency_Key="key-3").status_code == 200


def test_a_key_that_overlaps_with_itself_is_answered_once(talk: Talk) -> None:
    send = lambda _: talk.send({"text": "hva kan TryggEst-pengene brukes til?"}, Idempotency_Key="key-4")  # noqa: E731
    with ThreadPoolExecutor(6) as pool:
        answers = [response.json() for response in pool.map(send, range(6))]
    assert all(answer == answers[0] for answer in answers)
    assert len(talk.history()) == 3


@pytest.mark.parametrize("key", ["x" * 201, "æ".encode().decode("latin-1")])
def test_a_key_that_cannot_be_one_is_refused(talk: Talk, key: str) -> None:
    problem(talk.send({"text": "hei"}, Idempotency_Key=key), 422, "invalid-input")


def test_messages_that_overlap_are_answered_in_turn(talk: Talk) -> None:
    texts = [f"hvem kan søke TryggEst, spørsmål {number}" for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        statuses = [response.status_code for response in pool.map(lambda text: talk.send({"text": text}), texts)]
    assert statuses == [200] * 6
    roles = [message["role"] for message in talk.history()]
    assert roles == ["assistant", *["user", "assistant"] * 6]


def test_the_history_holds_both_sides_with_the_users_text_masked(talk: Talk, service: RunningService) -> None:
    talk.say(SECRET)
    greeting, mine, reply = talk.history()
    assert [m["role"] for m in (greeting, mine, reply)] == ["assistant", "user", "assistant"]
    assert mine["text"] == "kanarifuglen [fødselsnummer] tlf [telefon] [e-post]"
    assert all(m.keys() >= FIELDS | {"role", "at"} for m in (greeting, mine, reply))
    for personal in SECRET.split()[1::2]:
        assert service.holds(personal) == []


def test_the_history_describes_the_conversation(open_talk: Open) -> None:
    described = open_talk(lang="nn").call("GET").json()
    assert described.keys() == {"conversation_id", "lang", "expires", "messages"}
    assert described["lang"] == "nn"


def test_an_erased_conversation_is_gone_from_every_file(talk: Talk, service: RunningService) -> None:
    talk.say("kolibrien i hagen lurer på fristen for TryggEst")
    talk.say("lag sjekkliste")
    page = talk.last[0]["checklist"]["links"]["html"]
    assert service.holds("kolibrien") != []
    assert talk.call("DELETE").status_code == 204
    assert service.holds("kolibrien") == []
    assert service.holds(talk.id) == []
    problem(talk.call("GET"), 404, "unknown-conversation")
    problem(talk.send({"text": "er du der?"}), 404, "unknown-conversation")
    problem(talk.call("DELETE"), 404, "unknown-conversation")
    assert talk.api.call("GET", page).status_code in (404, 410)


def test_the_language_is_overridden_until_auto(talk: Talk) -> None:
    assert talk.call("PATCH", body={"lang": "nn"}).json()["lang"] == "nn"
    assert talk.say("hvem kan søke TryggEst?")[0]["lang"] == "nn"
    assert talk.call("PATCH", body={"lang": "en"}).json()["lang"] == "en"
    assert talk.say("hvem kan søke TryggEst?")[0]["lang"] == "en"
    assert talk.call("GET").json()["lang"] == "en"
    assert talk.call("PATCH", body={"lang": "auto"}).json()["lang"] == "auto"
    assert talk.say("hvem kan søke TryggEst, og hva kan pengene brukes til?")[0]["lang"] == "nb"
    assert talk.say("kven kan søkje TryggEst, og kva kan pengane brukast til?")[0]["lang"] == "nn"
    assert talk.call("GET").json()["lang"] == "nn"


@pytest.mark.parametrize("body", [{}, {"lang": "se"}, {"lang": None}, {"lang": "nb", "x": 1}])
def test_a_language_that_does_not_exist_is_refused(talk: Talk, body: object) -> None:
    problem(talk.call("PATCH", body=body), 422, "invalid-input")


def test_feedback_is_taken_for_replies_only(talk: Talk) -> None:
    (answer,) = talk.say("hvem kan søke TryggEst?")
    assert talk.call("POST", f"/messages/{answer['id']}/feedback", {"helpful": True}).status_code == 204
    assert talk.call("POST", f"/messages/{answer['id']}/feedback", {"helpful": False}).status_code == 204
    problem(talk.call("POST", f"/messages/{talk.history()[1]['id']}/feedback", {"helpful": True}), 404, "not-found")
    problem(talk.call("POST", "/messages/unknown/feedback", {"helpful": True}), 404, "not-found")
    problem(talk.call("POST", f"/messages/{answer['id']}/feedback", {"helpful": "yes"}), 422, "invalid-input")


def test_a_resume_link_opens_the_conversation_elsewhere_once(talk: Talk, service: RunningService) -> None:
    talk.say("hvem kan søke TryggEst?")
    link = talk.call("POST", "/resume-link")
    assert link.status_code == 201
    url = link.json()["url"]
    assert url.startswith(f"{service.url}/#resume=")
    token = {"token": url.split("#resume=")[1]}
    resumed = talk.api.call("POST", f"{API}/conversations/resume", token).json()
    assert [message["text"] for message in resumed["messages"]] == [message["text"] for message in talk.history()]
    talk.token = resumed["token"]
    assert talk.say("og for kommunalt rusarbeid?")[0]["scheme"] == "kommunalt-rusarbeid"
    problem(talk.api.call("POST", f"{API}/conversations/resume", token), 401, "invalid-token")


def test_an_expired_conversation_is_410_and_can_still_be_erased(talk: Talk, service: RunningService) -> None:
    service.execute("UPDATE conversations SET expires_at = 1 WHERE id = ?", talk.id)
    problem(talk.call("GET"), 410, "conversation-expired")
    problem(talk.send({"text": "er du der?"}), 410, "conversation-expired")
    problem(talk.call("PATCH", body={"lang": "nb"}), 410, "conversation-expired")
    problem(talk.call("POST", "/resume-link"), 410, "conversation-expired")
    assert talk.call("DELETE").status_code == 204
