"""Bad input to the real service: a clear answer or a problem each time, nothing crashes, nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from contract_client import API, Api, Talk, problem
from running_service import RunningService

pytestmark = pytest.mark.rasa

Open = Callable[..., Talk]
REFUSED = {
    "empty": "",
    "spaces": " \t\n ",
    "only control characters": "\x00\x01\x1b\x7f",
    "only zero width": "\u200b\u2060\ufeff",
    "only direction marks": "\u202e\u200f\u2066",
    "longer than the limit": "frist " * 4_000,
}
ANSWERED = {
    "emoji": "🙂🎉👩‍👩‍👧",
    "html": "<script>alert('hei')</script><img src=x onerror=alert(1)>",
    "a path": "/restart",
    "a path with a payload": '/inform{"criterion": "applicant_type", "value": "x"}',
    "a path after spaces": "   /session_start",
    "only a slash": "/",
    "only digits": "1234567890",
    "one digit": "9",
    "only marks": "?!?!...",
    "one letter": "å",
    "a template": "{{ 7*7 }} ${jndi:ldap://x} %s %(text)s {0}",
    "sql": "'; DROP TABLE conversations; --",
    "yaml and json": '{"text": "hei"} - !!python/object:os.system',
    "half a pair": "frist \ud83d",
    "many marks on a letter": "z" + "\u0301" * 500,
    "another script": "Πότε είναι η προθεσμία; متى الموعد النهائي",
    "one long word": "a" * 5_000,
    "many lines": "hei\n" * 500,
    "two thousand words": "vi lurer på mye rart og leser lenge om rusarbeid og " * 200,
}
UNDERSTOOD = {
    "control characters": "når er\x00 fristen\x07 for TryggEst?",
    "zero width": "n\u200bår er fris\u2060ten for Trygg\u200bEst?",
    "direction marks": "\u202enår er fristen\u202c for \u2067TryggEst\u2069?",
    "full width": "når er ｆｒｉｓｔｅｎ for ＴｒｙｇｇＥｓｔ?",
    "decomposed letters": "na\u030ar er fristen for TryggEst?",
    "soft hyphens": "når er fris\u00adten for Trygg\u00adEst?",
    "hard spaces": "når\u00a0er\u00a0fristen\u202ffor\u2003TryggEst?",
    "html around it": "<b>når er fristen for <i>TryggEst</i>?</b>",
    "a slash before it": "/frist TryggEst",
    "capitals": "NÅR ER FRISTEN FOR TRYGGEST???",
    "emoji around it": "📅 når er fristen for TryggEst 🙏",
    "look-alike letters": "når er fristen for TryggEst?".replace("e", "е").replace("r", "r").replace("s", "ѕ"),
    "letters of mathematics": "når er 𝐟𝐫𝐢𝐬𝐭𝐞𝐧 for 𝐓𝐫𝐲𝐠𝐠𝐄𝐬𝐭?",
    "letters held down": "nååår er friiiisten for TryggEst????",
    "two languages": "hei, can you tell me når fristen for TryggEst er, please",
    "two målformer": "eg lurer på hva fristen er for TryggEst, kor tid er ho?",
    "a long story before it": "Vi er en liten kommune med mye å gjøre for folk i bygda. " * 170
    + "Når er fristen for TryggEst?",
    "a long story after it": "Når er fristen for TryggEst? "
    + "Vi er en liten kommune med mye å gjøre for folk i bygda. " * 170,
}


def untouched(talk: Talk) -> None:
    """The walk under way is where it was, and can go on."""
    question = talk.say("hva koster det?")[-1]
    assert question.get("question", {}).get("criterion") == "applicant_type", question["text"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_nothing_to_read_is_refused_and_the_walk_stands(open_talk: Open, name: str) -> None:
    talk = open_talk()
    talk.say("kan vi søke TryggEst?")
    before = talk.history()
    problem(talk.send({"text": REFUSED[name]}), 422, "invalid-input")
    assert talk.history() == before
    untouched(talk)


@pytest.mark.parametrize("name", ANSWERED)
def test_what_makes_no_sense_is_answered_and_the_walk_stands(open_talk: Open, name: str) -> None:
    talk = open_talk()
    assert "error" not in [message["kind"] for message in talk.say(ANSWERED[name])]
    talk.say("kan vi søke TryggEst?")
    assert "error" not in [message["kind"] for message in talk.say(ANSWERED[name])]
    assert talk.question["criterion"] == "applicant_type", "the nonsense was taken as an answer, or ended the walk"
    untouched(talk)
    assert [m["role"] for m in talk.history()].count("user") == 4


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_odd_letters_do_not_hide_a_question(talk: Talk, name: str) -> None:
    answer = talk.say(UNDERSTOOD[name])[0]
    assert (answer["kind"], answer["scheme"], answer["topic"]) == ("answer", "tryggest", "deadline")


def test_html_is_stored_as_the_text_it_is(talk: Talk) -> None:
    talk.say(ANSWERED["html"])
    assert talk.history()[1]["text"] == ANSWERED["html"]


def test_a_hundred_kilobytes_are_too_large(talk: Talk) -> None:
    problem(talk.send({"text": "a" * 100_000}), 413, "too-large")
    problem(talk.call("POST", "/messages", data=b"\x00" * 5_000_000), 413, "too-large")
    assert len(talk.history()) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'"hei"',
        b"null",
        b'{"text": NaN}',
        b"\xff\xfe",
        b"text=hei",
        b"[" * 30_000,
        b'{"text": "\x00"}',
    ],
)
def test_a_body_that_is_not_a_json_object_is_malformed(talk: Talk, raw: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    problem(talk.call("POST", "/messages", data=raw, headers=headers), 400, "malformed")
    assert len(talk.history()) == 1


def test_another_media_type_is_malformed(talk: Talk) -> None:
    body = json.dumps({"text": "når er fristen for TryggEst?"})
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        headers = {"Content-Type": media_type}
        problem(talk.call("POST", "/messages", data=body, headers=headers), 400, "malformed")


def test_a_token_that_is_missing_forged_or_anothers_opens_nothing(talk: Talk, open_talk: Open, api: Api) -> None:
    other = open_talk()
    forged = talk.token[:-2] + ("AA" if not talk.token.endswith("AA") else "BB")
    for header in (
        None,
        "",
        "Bearer",
        f"Bearer {forged}",
        f"Bearer {other.token}",
        f"Basic {talk.token}",
        "Bearer æ" * 99,
    ):
        headers = {} if header is None else {"Authorization": header.encode()}
        for method, path, body in (
            ("GET", "", None), ("POST", "/messages", {"text": "hei"}), ("PATCH", "", {"lang": "nn"}), ("DELETE", "", None),
            ("POST", "/resume-link", None), ("POST", "/messages/x/feedback", {"helpful": True}),
        ):  # fmt: skip
            refused = api.call(method, talk.path + path, body, headers=headers)
            problem(refused, 401, "invalid-token")
            assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert len(talk.history()) == 1


def test_a_conversation_that_never_was_is_unknown(talk: Talk, api: Api) -> None:
    for wrong in ("unknown", "x" * 64, "x" * 500, "%00", "..%2f..%2fetc"):
        headers = {"Authorization": f"Bearer {talk.token}"}
        refused = api.call("POST", f"{API}/conversations/{wrong}/messages", {"text": "hei"}, headers=headers)
        problem(refused, 404, "unknown-conversation")


def test_a_forged_payload_is_refused_and_the_question_stands(talk: Talk, open_talk: Open) -> None:
    talk.say("kan vi søke TryggEst?")
    real = talk.payload("Én kommune")
    other = open_talk()
    other.say("kan vi søke TryggEst?")
    body, signature = real.split(".")
    forged = [
        "",
        "x",
        "x.y",
        f"{body}.{signature[:-2]}AA",
        f"{body[:-4]}AAAA.{signature}",
        real + "=",
        real * 50,
        other.payload("Én"),
    ]
    for payload in (*forged, '/inform{"value":"municipality"}', f" {real}", "æ.ø"):
        problem(talk.send({"payload": payload}), 400, "invalid-payload")
    talk.press("Én kommune")
    assert talk.question["criterion"] == "tryggest_status"


def test_a_stale_payload_gives_a_notice_and_the_current_question(talk: Talk) -> None:
    talk.say("kan vi søke TryggEst?")
    stale = talk.payload("Bydel")
    talk.press("Én kommune")
    notice, question = talk.send({"payload": stale}).json()["messages"]
    assert (notice["kind"], question["kind"]) == ("notice", "question")
    assert question["question"] == talk.question


def test_a_double_click_answers_once(talk: Talk) -> None:
    """Two clicks with keys of their own: the second is stale, wherever it comes."""
    talk.say("kan vi søke TryggEst?")
    payload = talk.payload("Én kommune")
    with ThreadPoolExecutor(2) as pool:
        answers = [r.json()["messages"] for r in pool.map(lambda _: talk.send({"payload": payload}), range(2))]
    kinds = sorted([message["kind"] for message in answer] for answer in answers)
    assert kinds == [["notice", "question"], ["question"]]
    assert {answer[-1]["question"]["criterion"] for answer in answers} == {"tryggest_status"}


def test_a_button_of_a_finished_walk_is_stale(talk: Talk) -> None:
    talk.say("kan vi søke TryggEst?")
    old = talk.payload("Én kommune")
    talk.choose("private_person")
    assert talk.last[-1]["verdict"]["outcome"] == "not_eligible"
    (notice,) = talk.send({"payload": old}).json()["messages"]
    assert notice["kind"] == "notice"


def test_a_password_in_the_address_or_a_broken_header_breaks_nothing(api: Api, service: RunningService) -> None:
    headers = {"Accept-Language": "x" * 5_000, "Accept": "text/event-stream;q=x", "X-Forwarded-For": "'; --"}
    assert api.call("GET", f"{API}/schemes", headers=headers).status_code == 200
    assert api.call("GET", "/?lang=%00%ff<script>", headers=headers).status_code == 200


def test_the_log_holds_no_traceback_and_no_text(service: RunningService) -> None:
    """After all of the above; the whole log is searched once more when the service has stopped."""
    assert service.leaks() == []
