"""Payloads cannot be forged or moved, and the secret is made once and kept to its owner."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.conversations.payloads import InvalidPayload, PayloadSigner, Press
from assistant.conversations.secret import Keyring, load_keyring, new_id
from assistant.settings import Settings, SettingsError

SIGNER = PayloadSigner(Keyring(b"k" * 32))
PRESS = Press("Éin kommune", {"act": "answer", "value": "one"})


def test_a_payload_comes_back_as_the_button_it_was_made_from() -> None:
    assert SIGNER.verify("c1", SIGNER.sign("c1", PRESS)) == PRESS


def test_a_payload_is_refused_in_another_conversation() -> None:
    with pytest.raises(InvalidPayload):
        SIGNER.verify("c2", SIGNER.sign("c1", PRESS))


def test_a_payload_of_another_secret_is_refused() -> None:
    with pytest.raises(InvalidPayload):
        PayloadSigner(Keyring(b"x" * 32)).verify("c1", SIGNER.sign("c1", PRESS))


def test_every_changed_character_makes_a_payload_invalid() -> None:
    payload = SIGNER.sign("c1", PRESS)
    for index, char in enumerate(payload):
        changed = payload[:index] + ("A" if char != "A" else "B") + payload[index + 1 :]
        with pytest.raises(InvalidPayload):
            SIGNER.verify("c1", changed)


@pytest.mark.parametrize("payload", ["", ".", "a.b", "a.b.c", "ø.å", "\ud800.x", "x" * 100_000, "eyJ2IjoxfQ."])
def test_nonsense_is_an_invalid_payload_and_nothing_worse(payload: str) -> None:
    with pytest.raises(InvalidPayload):
        SIGNER.verify("c1", payload)


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "a b" / "var")
    first = load_keyring(settings).key("token")
    path = settings.var / "secret.key"
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    assert load_keyring(settings).key("token") == first
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_empty_secret_file_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch(mode=0o600)
    with pytest.raises(SettingsError, match="Delete it"):
        load_keyring(Settings(var=tmp_path))


def test_keys_of_different_purposes_differ() -> None:
    keyring = Keyring(b"k" * 32)
    assert keyring.key("token") != keyring.key("payload")
    assert keyring.digest("token", "x") != keyring.digest("resume", "x")


def test_ids_are_given_once_whoever_asks() -> None:
    with ThreadPoolExecutor(8) as pool:
        given = [each for some in pool.map(lambda _: [new_id() for _ in range(200)], range(20)) for each in some]
    assert len(set(given)) == 4_000
    assert all(len(each) == 32 and int(each, 16) >= 0 for each in given)


def test_a_process_that_is_forked_gives_others() -> None:
    new_id()  # some are fetched, and not given yet
    reader, writer = os.pipe()
    if not (child := os.fork()):
        os.write(writer, new_id().encode())
        os._exit(0)
    os.waitpid(child, 0)
    told = os.read(reader, 100).decode()
    assert len(told) == 32
    assert told not in {new_id() for _ in range(200)}
