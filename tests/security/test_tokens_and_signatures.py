"""Nobody speaks in another's conversation: tokens cannot be guessed, read from the database or moved, nor can buttons."""

from __future__ import annotations

import base64
import json
import math
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from web_support import API, Site, problem

from assistant.conversations.payloads import MAX_CHARS, InvalidPayload, PayloadSigner, Press
from assistant.conversations.secret import Keyring, new_id, new_token
from assistant.staff.identity import Role

SIGNER = PayloadSigner(Keyring(b"k" * 32))
PRESS = Press("Ja", {"intent": "affirm"})


def test_tokens_and_ids_are_long_random_and_never_the_same() -> None:
    tokens, ids = [new_token() for _ in range(2_000)], [new_id() for _ in range(2_000)]
    assert len(set(tokens)) == len(set(ids)) == 2_000
    assert {len(token) for token in tokens} == {43}, "32 bytes"
    assert {len(each) for each in ids} == {32}, "16 bytes, as hexadecimal"
    counts = Counter("".join(tokens))
    entropy = -sum(n / counts.total() * math.log2(n / counts.total()) for n in counts.values())
    assert entropy > 5.9, "each of 64 signs is as likely: six bits"


async def test_no_token_stands_in_the_database_or_its_log(site: Site, tmp_path: Path) -> None:
    await site.open()
    link = (await (await site.call("POST", "/resume-link")).json())["url"].split("=")[1]
    session = await site.stores.staff.begin("s", "Kari", Role.READER)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    held = b"".join(path.read_bytes() for path in files)
    assert site.id.encode() in held, "the search would find what is there"
    for secret in (site.token, link, session):
        assert secret.encode() not in held
    (digest,) = sqlite3.connect(tmp_path / "conversations.db").execute("SELECT digest FROM tokens").fetchone()
    assert digest == site.stores.keyring.digest("token", site.token)
    assert digest != site.stores.keyring.digest("resume", site.token), "a token of one kind is none of another"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic {token}",
        "{token}",
        "Bearer {token}x",
        "Bearer {short}",
        "Bearer {token}, Bearer {token}",
        "Bearer {upper}",
        "Bearer \u0661\u0662",
        "Bearer %00{token}",
        "Bearer ' OR 1=1 --",
        "Bearer {long}",
    ],
)
async def test_only_the_token_opens_the_conversation(site: Site, header: str) -> None:
    await site.open()
    token = site.token
    made = header.format(token=token, short=token[:-1], upper=token.swapcase(), long="a" * 6_000)
    url = f"{API}/conversations/{site.id}"
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/messages"), ("POST", "/resume-link")):
        response = await site.client.request(method, url + path, headers={"Authorization": made}, json={"text": "hei"})
        await problem(response, 401, "invalid-token")
        assert response.headers["WWW-Authenticate"] == "Bearer"
    assert (await site.call("GET")).status == 200


async def test_a_token_opens_no_other_conversation_nor_is_it_taken_from_the_address(site: Site) -> None:
    await site.open()
    first, token = site.id, site.token
    await site.open()
    url = f"{API}/conversations/{first}"
    await problem(await site.client.get(url, headers=site.headers()), 401, "invalid-token")
    await problem(await site.client.get(url, params={"token": token, "access_token": token}), 401, "invalid-token")
    await problem(await site.client.get(url, cookies={"token": token}), 401, "invalid-token")


async def test_a_resume_link_is_no_token_and_works_once(site: Site) -> None:
    await site.open()
    link = (await (await site.call("POST", "/resume-link")).json())["url"].split("=")[1]
    opened, site.token = site.token, link
    await problem(await site.call("GET"), 401, "invalid-token")
    await problem(await site.client.post(f"{API}/conversations/resume", json={"token": opened}), 401, "invalid-token")
    assert (await site.client.post(f"{API}/conversations/resume", json={"token": link})).status == 200
    await problem(await site.client.post(f"{API}/conversations/resume", json={"token": link}), 401, "invalid-token")


def _forged(content: Any, mac: str) -> str:
    body = base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
    return f"{body}.{mac}"


def test_a_payload_with_another_content_and_an_old_signature_is_refused() -> None:
    true = SIGNER.sign("c1", PRESS)
    body, mac = true.split(".")
    content = json.loads(base64.urlsafe_b64decode(body + "=="))
    for changed in ({**content, "c": "c2"}, {**content, "k": {"intent": "x"}}, {**content, "v": 2}, [], None, "x"):
        with pytest.raises(InvalidPayload):
            SIGNER.verify("c1", _forged(changed, mac))


def test_a_payload_is_refused_when_any_part_of_it_is_missing_or_too_much() -> None:
    true = SIGNER.sign("c1", PRESS)
    body, mac = true.split(".")
    cut = [true[:end] for end in range(len(true))]
    odd = [f"{true}=", f"{body}=.{mac}", f".{mac}", f"{body}.", f"{body}..{mac}", f" {true}", f"{true}\n", f"{true}\0"]
    odd += [mac, true.replace(".", "\uff0e"), f"{body}.{mac}\u200b", "A" * MAX_CHARS + "." + mac, "." * MAX_CHARS]
    for payload in cut + odd:
        with pytest.raises(InvalidPayload):
            SIGNER.verify("c1", payload)


async def test_the_service_presses_nothing_that_it_did_not_sign_for_this_conversation(site: Site) -> None:
    opened = await site.open()
    mine = opened["messages"][0]["buttons"][0]["payload"]
    await site.open()
    other_secret = PayloadSigner(Keyring(b"x" * 32)).sign(site.id, PRESS)
    wrong = [mine, other_secret, "", "\ud800", "x" * 20_000, "\u0000", "a.b", mine[:-1], "Bearer." + site.token]
    for payload in wrong:
        await problem(await site.send({"payload": payload}), 400, "invalid-payload")
    assert site.assistant.pressed == []


@pytest.mark.parametrize("payload", [None, 1, 1.5, True, [], {}, ["a.b"]])
async def test_a_payload_that_is_no_text_is_refused(site: Site, payload: Any) -> None:
    await site.open()
    await problem(await site.send({"payload": payload}), 422, "invalid-input")
