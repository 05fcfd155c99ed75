"""Why a source could not be had: refused by a rule of ours, or failed on the way."""

from __future__ import annotations

from typing import Literal

from knowledge.remarks import Remark

RefusedFor = Literal["address", "host", "private", "redirects", "robots", "size", "media_type"]


class SourceError(Exception):
    """A source could not be had. The message says what, why, and what to do, in English for commands and logs.

    Attributes:
        told: The same as codes with values, for a page that says them in its own language: where it happened first,
            when that is not what was asked for.
    """

    def __init__(self, message: str, *told: Remark) -> None:
        super().__init__(message)
        self.told = told


class FetchRefused(SourceError):
    """A rule forbids to fetch it; asking again changes nothing.

    Attributes:
        reason: Which rule: `address` (no address that can be used), `host` (not on the list), `private` (an address in
            a network that is not public), `redirects` (too many), `robots` (robots.txt says no), `size` (too large) or
            `media_type` (not a document).
    """

    def __init__(self, reason: RefusedFor, message: str, *told: Remark) -> None:
        super().__init__(message, *told)
        self.reason: RefusedFor = reason


class FetchFailed(SourceError):
    """The network or the server failed; asking later may help.

    Attributes:
        status: The HTTP status, or None when there was no whole answer.
    """

    def __init__(self, message: str, *told: Remark, status: int | None = None) -> None:
        super().__init__(message, *told)
        self.status = status
