"""Button payloads: opaque to the client, signed, and bound to one conversation."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from dataclasses import dataclass

from assistant.conversations.ports import Json
from assistant.conversations.secret import Keyring

MAX_CHARS = 8_192
_VERSION = 1


class InvalidPayload(ValueError):
    """The payload is not one that this service gave to this conversation."""


@dataclass(frozen=True)
class Press:
    """A verified button: what the user saw on it, and what it means to the engine."""

    title: str
    command: Json


class PayloadSigner:
    """Signs and verifies payloads with a key of its own."""

    def __init__(self, keyring: Keyring) -> None:
        self._key = keyring.key("payload")

    def sign(self, conversation_id: str, press: Press) -> str:
        """The payload for one button of one conversation."""
        content = {"v": _VERSION, "c": conversation_id, "t": press.title, "k": press.command}
        body = _encode(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
        return f"{body}.{self._mac(body)}"

    def verify(self, conversation_id: str, payload: str) -> Press:
        """The button behind a payload.

        Raises:
            InvalidPayload: It is malformed, forged, or another conversation's.
        """
        if len(payload) > MAX_CHARS or not payload.isascii() or payload.count(".") != 1:
            raise InvalidPayload
        body, mac = payload.split(".")
        if not hmac.compare_digest(mac.encode(), self._mac(body).encode()):
            raise InvalidPayload
        content = _decode(body)
        if content.get("v") != _VERSION or content.get("c") != conversation_id:
            raise InvalidPayload
        return Press(title=content["t"], command=content["k"])

    def _mac(self, body: str) -> str:
        return _encode(hmac.digest(self._key, body.encode(), "sha256"))


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(body: str) -> Json:
    """The content of a body whose signature was right: anything unreadable was still not made by us."""
    try:
        content: Json = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, ValueError):
        raise InvalidPayload from None
    return content
