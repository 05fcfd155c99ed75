"""Problems: the errors of the API, as RFC 9457 problem JSON, and the HTML pages that stand in for them."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from aiohttp import web

from assistant.conversations.ports import Json
from assistant.web.texts import say

MEDIA_TYPE = "application/problem+json"
STATUS = {
    "malformed": 400,
    "invalid-payload": 400,
    "invalid-token": 401,
    "forbidden": 403,
    "unknown-conversation": 404,
    "not-found": 404,
    "method-not-allowed": 405,
    "idempotency-conflict": 409,
    "conversation-expired": 410,
    "gone": 410,
    "too-large": 413,
    "invalid-input": 422,
    "rate-limited": 429,
    "internal": 500,
    "unavailable": 503,
}


class Problem(Exception):
    """An error to answer with: its type, and the sentence (a key of texts/web.yml) that explains it."""

    def __init__(self, name: str, sentence: str, *, headers: dict[str, str] | None = None, **values: Any) -> None:
        super().__init__(name)
        self.name = name
        self.status = STATUS[name]
        self.sentence = sentence
        self.headers = headers or {}
        self.values = values

    def body(self, lang: str) -> Json:
        """The problem as JSON in a language."""
        return {
            "type": f"/problems/{self.name}",
            "title": say(f"title_{self.name}", lang),
            "status": self.status,
            "detail": say(self.sentence, lang, **self.values),
        }

    def response(self, lang: str) -> web.Response:
        """The problem as a response."""
        body = json.dumps(self.body(lang), ensure_ascii=False).encode()
        headers = {"Content-Language": lang, **self.headers}
        return web.Response(body=body, status=self.status, content_type=MEDIA_TYPE, headers=headers)


def invalid(sentence: str, **values: Any) -> NoReturn:
    """Refuse input that can be read but not used (422)."""
    raise Problem("invalid-input", sentence, **values)


def retry(name: str, sentence: str, seconds: int) -> Problem:
    """A problem that goes away by itself; `seconds` is when to try again."""
    return Problem(name, sentence, headers={"Retry-After": str(seconds)}, seconds=seconds)


def from_http_error(error: web.HTTPException, max_body_bytes: int) -> Problem:
    """What aiohttp itself refuses, as a problem."""
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        return Problem("too-large", "too_large", limit=max_body_bytes)
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        return Problem("method-not-allowed", "method", headers={"Allow": allowed}, allowed=allowed)
    if error.status in (403, 404):  # 403 is a folder of static files: not for listing
        return Problem("not-found", "unknown_route")
    if error.status < 500:
        return Problem("malformed", "malformed_request")
    return Problem("internal", "internal")
