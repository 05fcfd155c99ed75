"""Fetches JSON from an OpenID Connect provider: with timeouts, a limit on the size, and no redirects."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NoReturn

import aiohttp

from assistant.staff.failures import SignInFailed

_MAX_BYTES = 256 * 1024


@dataclass(frozen=True)
class Asked:
    """What to send: a form makes it a POST; `authorization` is the header of that name."""

    form: dict[str, str] | None = None
    authorization: str | None = None


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True)
class Fetcher:
    """Asks the provider. A redirect is refused: it could lead secrets elsewhere.

    Attributes:
        total_seconds: The longest that one request may take, all in all.
    """

    total_seconds: float = 10.0
    nothing: Asked = field(default_factory=Asked)

    async def json(self, url: str, asked: Asked | None = None) -> Answer:
        """The JSON object at an address.

        Raises:
            SignInFailed: unreachable (no connection, too slow, 5xx) or untrusted (a redirect, too large, no object).
        """
        try:
            return await self._fetch(url, asked or self.nothing)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise SignInFailed("unreachable", f"connection:{type(error).__name__}") from None

    async def _fetch(self, url: str, asked: Asked) -> Answer:
        timeout = aiohttp.ClientTimeout(total=self.total_seconds)
        headers = {"Accept": "application/json"}
        if asked.authorization is not None:
            headers["Authorization"] = asked.authorization
        method = "GET" if asked.form is None else "POST"
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
            session.request(method, url, data=asked.form, allow_redirects=False) as response,
        ):
            if response.status >= 500:
                raise SignInFailed("unreachable", f"status:{response.status}")
            if 300 <= response.status < 400:
                raise SignInFailed("untrusted", "redirect")
            return Answer(response.status, _object(await _read(response)))


async def _read(response: aiohttp.ClientResponse) -> bytes:
    raw = bytearray()
    async for chunk in response.content.iter_chunked(16 * 1024):
        raw += chunk
        if len(raw) > _MAX_BYTES:
            raise SignInFailed("untrusted", "too large")
    return bytes(raw)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        content = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise SignInFailed("untrusted", "not JSON") from None
    if not isinstance(content, dict):
        raise SignInFailed("untrusted", "not an object")
    return content


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")
