"""Why a source could not be had: refused by a rule of ours, or failed on the way."""

from __future__ import annotations

from typing import Literal

RefusedFor = Literal["address", "host", "private", "redirects", "robots", "size", "media_type"]


class FetchRefused(Exception):
    """A rule forbids to fetch it; asking again changes nothing. The message says what, why, and what to do.

    Attributes:
        reason: Which rule: `address` (no address that can be used), `host` (not on the list), `private` (an address in
            a network that is not public), `redirects` (too many), `robots` (robots.txt says no), `size` (too large) or
            `media_type` (not a document).
    """

    def __init__(self, reason: RefusedFor, message: str) -> None:
        super().__init__(message)
        self.reason: RefusedFor = reason


class FetchFailed(Exception):
    """The network or the server failed; asking later may help. The message says what, why, and what to do.

    Attributes:
        status: The HTTP status, or None when there was no whole answer.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status
