"""What a form of the page without JavaScript sends, and the identity that it carries from page to page.

There is no cookie and nothing secret in a URL. The first page holds a random word (`key`); the first form that comes
with it begins a conversation whose id and token are derived from the word, so that the same form sent twice begins one
conversation. From then on id and token travel in hidden fields. Each page has a fresh word, which with what is sent
makes the Idempotency-Key: a reload or a double click repeats a request, another choice on an old page is a new one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from assistant.conversations.history import RequestKey
from assistant.conversations.ports import Json
from assistant.conversations.secret import Keyring
from assistant.web.body import read_form, refuse_foreign_form
from assistant.web.problems import Problem
from assistant.web.services import Services
from assistant.web.turns import request_key

_KEY = re.compile(r"[A-Za-z0-9_-]{43}")  # as `new_token` makes them
_MAX_FIELD_CHARS = 10_000


@dataclass(frozen=True)
class Form:
    """The fields of one form; a field that did not come is empty."""

    act: str = ""
    conversation: str = ""
    token: str = ""
    key: str = ""
    text: str = ""
    payload: str = ""
    lang: str = ""
    message: str = ""
    helpful: str = ""
    link: str = ""
    contact: str = ""
    consent: str = ""

    @property
    def body(self) -> Json:
        """What is said with it, as the API takes it: a button's payload, or else the text."""
        return {"payload": self.payload} if self.payload else {"text": self.text}

    @property
    def handoff(self) -> Json:
        """What is handed over to a person, as the API takes it; a browser sends a text's lines with CR and LF."""
        text = self.text.replace("\r\n", "\n")
        return {"consent": self.consent == "yes", "text": text, "contact": self.contact or None}


async def read(request: web.Request) -> Form:
    """The form in the request's body.

    Raises:
        Problem: malformed, or forbidden for a form that another site made.
    """
    refuse_foreign_form(request)
    sent = await read_form(request)
    fields = {name: _field(sent, name) for name in Form.__dataclass_fields__ if name != "act"}
    form = Form(act=_field(sent, "do"), **fields)
    if not _KEY.fullmatch(form.key) or _too_long(form):
        raise Problem("malformed", "plain_error_form")
    return form


def identity(keyring: Keyring, key: str) -> tuple[str, str]:
    """The id (32 characters) and the token (64) of the conversation that a first page's word begins."""
    return keyring.digest("plain-conversation", key)[:32], keyring.digest("plain-token", key)


def turn_key(service: Services, conversation_id: str, form: Form, body: Json) -> RequestKey | None:
    """Recognises the same thing sent again from the same page; anything else sent from it is new."""
    sent = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return request_key(service, conversation_id, f"plain {form.key} {sent}", body)


def _field(sent: Mapping[str, object], name: str) -> str:
    value = sent.get(name, "")
    return value if isinstance(value, str) else ""


def _too_long(form: Form) -> bool:
    """Whether a field that no person writes is longer than any that the page makes."""
    return max(map(len, (form.conversation, form.token, form.payload, form.message, form.link))) > _MAX_FIELD_CHARS
