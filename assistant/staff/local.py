"""Signing in without a provider: a link that works once, and only for a browser on this very machine."""

from __future__ import annotations

import hmac
from typing import Protocol

from aiohttp import web
from yarl import URL

from assistant.conversations.secret import new_token
from assistant.settings import is_loopback_host
from assistant.web.limits import Limits

SUBJECT = "local|user"


class Link(Protocol):
    """A link that signs in once; `assistant.workers.link.SharedLink` is the one of several workers."""

    @property
    def key(self) -> str | None: ...

    def fits(self, key: str) -> bool: ...

    def use(self, key: str) -> bool: ...


class LocalLink:
    """The key of one link. It lives in memory only: a new one is made when the service starts again."""

    def __init__(self) -> None:
        self._key: str | None = new_token()

    @property
    def key(self) -> str | None:
        """The key, until it has been used."""
        return self._key

    def fits(self, key: str) -> bool:
        """Whether this is the key, not yet used."""
        return self._key is not None and hmac.compare_digest(key.encode("utf-8", "replace"), self._key.encode())

    def use(self, key: str) -> bool:
        """Use the key up; whether it was the right one."""
        fits = self.fits(key)
        if fits:
            self._key = None
        return fits


def is_from_here(request: web.Request, limits: Limits) -> bool:
    """Whether a browser on this machine asked, under the machine's own name.

    The name matters: a page of another site can point its own name to 127.0.0.1 (DNS rebinding).
    """
    try:
        host = URL(f"http://{request.host}").host or ""
    except ValueError:
        return False
    return limits.is_local(request) and is_loopback_host(host)
