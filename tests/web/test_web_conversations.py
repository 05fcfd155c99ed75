"""Conversations over HTTP, to the letter of the contract."""

from __future__ import annotations

import re

import pytest
from web_support import API, Site, problem

pytestmark = pytest.mark.usefixtures("database_url")  # on SQLite and on PostgreSQL


async def test_a_new_conversation_has_a_token_an_expiry_and_a_greeting(site: Site) -> None:
    opened = await site.open({})
    assert opened.keys() == {"conversation_id", "token", "expires", "messages"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", opened["expires"])
    assert len(opened["token"]) >= 43
    (greeting,) = opened["messages"]
    assert greeting["kind"] == "greeting"
    assert greeting["buttons"][0].keys() == {"title", "payload"}


async def test_language_and_municipality_reach_the_engine(site: Site) -> None:
    opened = await site.open({"lang": "nn", "municipality": "1515"})
    assert opened["messages"][0]["lang"] == "nn"


async def test_creating_with_no_body_at_all_is_like_an_empty_object(site: Site) -> None:
    response = await site.client.post(f"{API}/conversations")
    assert response.status == 201


@pytest.mark.parametrize(
    "body",
    [
        {"lang": "de"},
        {"lang": None},
        {"municipality": 1515},
        {"municipality": "15"},
        {"municipality": "9999"},
        {"municipality": "١٥١٥"},
        {"unknown": 1},
    ],
)
async def test_bad_wishes_are_invalid_input_and_leave_nothing_behind(site: Site, body: object) -> None:
    await problem(await site.client.post(f"{API}/conversations", json=body), 422, "invalid-input")


@pytest.mark.parametrize("data", [b"{", b"[]", b'"x"', b"null", b"\xff", b'{"a":NaN}', b"[" * 50_000, b"9" * 5_000])
async def test_what_is_not_a_json_object_is_malformed(site: Site, data: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    await problem(await site.client.post(f"{API}/conversations", data=data, headers=headers), 400, "malformed")


async def test_another_content_type_is_malformed(site: Site) -> None:
    headers = {"Content-Type": "text/plain"}
    await problem(await site.client.post(f"{API}/conversations", data=b"{}", headers=headers), 400, "malformed")


async def test_a_token_opens_its_own_conversation_only(site: Site) -> None:
    await site.open()
    first = site.token
    await site.open()
    site.token = first
    response = await site.call("GET")
    await problem(response, 401, "invalid-token")
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer forged", "Basic abc", "bearer\tx"])
async def test_without_the_token_nothing_is_told(site: Site, header: str | None) -> None:
    await site.open()
    headers = {} if header is None else {"Authorization": header}
    response = await site.client.get(f"{API}/conversations/{site.id}", headers=headers)
    await problem(response, 401, "invalid-token")
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("conversation_id", ["0" * 32, "x", "æ", "%00", "..%2f..", "a" * 5000])
async def test_an_unknown_conversation_is_404_with_and_without_a_token(site: Site, conversation_id: str) -> None:
    await site.open()
    for headers in ({}, site.headers()):
        response = await site.client.get(f"{API}/conversations/{conversation_id}", headers=headers)
        await problem(response, 404, "unknown-conversation")


async def test_an_expired_conversation_is_410_but_can_still_be_erased(site: Site) -> None:
    await site.open()
    site.clock.now += 168 * 3600
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"lang": "nb"}),
        ("POST", "/messages", {"text": "hei"}),
        ("POST", "/resume-link", None),
    ):
        await problem(await site.call(method, path, json=body), 410, "conversation-expired")
    assert (await site.call("DELETE")).status == 204


async def test_each_message_moves_the_expiry_but_never_past_the_retention(site: Site) -> None:
    opened = await site.open()
    for _ in range(3):
        site.clock.now += 167 * 3600
        assert (await site.send({"text": "hei"})).status in (200, 410)
    site.clock.now += 4 * 3600
    await problem(await site.send({"text": "hei"}), 410, "conversation-expired")
    assert opened["expires"] < "2026"


async def test_the_history_holds_both_sides_in_order(site: Site) -> None:
    await site.open()
    replies = await site.replies("hva er målet?")
    history = await (await site.call("GET")).json()
    assert history.keys() == {"conversation_id", "lang", "expires", "messages"}
    roles = [message["role"] for message in history["messages"]]
    assert roles == ["assistant", "user", "assistant", "assistant"]
    assert history["messages"][1]["text"] == "hva er målet?"
    for stored, shown in zip(history["messages"][2:], replies, strict=True):
        assert {name: stored[name] for name in shown} == shown


async def test_a_pressed_button_stands_in_the_history_with_its_title(site: Site) -> None:
    opened = await site.open()
    await site.send({"payload": opened["messages"][0]["buttons"][0]["payload"]})
    history = await (await site.call("GET")).json()
    assert history["messages"][1]["text"] == "Sjekk om dere kan søke"


async def test_the_language_is_overridden_until_auto(site: Site) -> None:
    await site.open()
    response = await site.call("PATCH", json={"lang": "nn"})
    assert response.status == 200
    assert (await response.json())["lang"] == "nn"
    assert (await (await site.call("GET")).json())["lang"] == "nn"
    assert (await (await site.call("PATCH", json={"lang": "auto"})).json())["lang"] == "auto"
    assert (await (await site.call("GET")).json())["lang"] == "nb"


@pytest.mark.parametrize("body", [{}, {"lang": "se"}, {"lang": 1}, {"lang": None}, {"lang": "nb", "x": 1}])
async def test_a_bad_language_is_invalid_input(site: Site, body: object) -> None:
    await site.open()
    await problem(await site.call("PATCH", json=body), 422, "invalid-input")


async def test_an_erased_conversation_is_unknown_and_the_engine_forgets_it(site: Site) -> None:
    await site.open()
    response = await site.call("DELETE")
    assert response.status == 204
    assert await response.read() == b""
    assert site.assistant.forgotten == [site.id]
    await problem(await site.call("GET"), 404, "unknown-conversation")
    await problem(await site.call("DELETE"), 404, "unknown-conversation")


async def test_erasing_says_so_when_the_engine_could_not_forget_and_can_be_repeated(site: Site) -> None:
    await site.open()
    site.assistant.keeps = True
    response = await site.call("DELETE")
    await problem(response, 503, "unavailable")
    assert int(response.headers["Retry-After"]) > 0
    assert (await (await site.call("GET")).json())["messages"] == []
    site.assistant.keeps = False
    assert (await site.call("DELETE")).status == 204


async def test_feedback_is_stored_for_a_reply_and_refused_for_anything_else(site: Site) -> None:
    await site.open()
    reply = (await site.replies("hei"))[0]
    path = f"/messages/{reply['id']}/feedback"
    for helpful in (True, False):
        assert (await site.call("POST", path, json={"helpful": helpful})).status == 204
    await problem(await site.call("POST", path, json={"helpful": "yes"}), 422, "invalid-input")
    await problem(await site.call("POST", "/messages/nope/feedback", json={"helpful": True}), 404, "not-found")
    mine = (await (await site.call("GET")).json())["messages"][1]
    await problem(await site.call("POST", f"/messages/{mine['id']}/feedback", json={"helpful": True}), 404, "not-found")


async def test_a_resume_link_opens_the_conversation_once_in_another_browser(site: Site) -> None:
    await site.open()
    await site.replies("hei")
    response = await site.call("POST", "/resume-link")
    assert response.status == 201
    link = await response.json()
    assert link.keys() == {"url", "expires"}
    token = re.fullmatch(r"http://[^/]+/#resume=([\w-]+)", link["url"])
    assert token
    response = await site.client.post(f"{API}/conversations/resume", json={"token": token[1]})
    assert response.status == 200
    resumed = await response.json()
    assert resumed["conversation_id"] == site.id
    assert [message["role"] for message in resumed["messages"]][:2] == ["assistant", "user"]
    assert (await site.call("GET")).status == 200, "the first browser goes on"
    site.token = resumed["token"]
    assert (await site.send({"text": "hei igjen"})).status == 200
    again = await site.client.post(f"{API}/conversations/resume", json={"token": token[1]})
    await problem(again, 401, "invalid-token")


async def test_a_resume_link_expires(site: Site) -> None:
    await site.open()
    token = (await (await site.call("POST", "/resume-link")).json())["url"].split("=")[1]
    site.clock.now += 72 * 3600
    response = await site.client.post(f"{API}/conversations/resume", json={"token": token})
    await problem(response, 401, "invalid-token")


@pytest.mark.parametrize("body", [{}, {"token": 1}, {"token": None}])
async def test_resuming_without_a_token_is_invalid_input(site: Site, body: object) -> None:
    await problem(await site.client.post(f"{API}/conversations/resume", json=body), 422, "invalid-input")
