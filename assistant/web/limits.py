"""Rate limits: token buckets by address and by conversation, and who the client really is."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable

from aiohttp import web

from assistant.settings import Settings
from assistant.web.problems import retry

_MAX_KEYS = 50_000


class TokenBuckets:
    """Lets each key do `per_minute` things a minute, in bursts up to that number."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = float(per_minute)
        self._rate = per_minute / 60.0
        self._clock = clock
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> int:
        """Use one token of a key; returns 0, or the whole seconds to wait when there is none."""
        now = self._clock()
        level, since = self._levels.pop(key, (self._capacity, now))
        level = min(self._capacity, level + (now - since) * self._rate)
        wait = 0 if level >= 1 else max(1, math.ceil((1 - level) / self._rate))
        self._levels[key] = (level if wait else level - 1, now)  # at the end: the dict is ordered by latest use
        if len(self._levels) > _MAX_KEYS:
            del self._levels[next(iter(self._levels))]
        return wait


class Limits:
    """The limits of one service.

    Attributes:
        in_flight: Messages being handled.
        on_refusal: Told why, whenever a request is refused: address, conversation, sign_in or overloaded.
    """

    def __init__(self, settings: Settings) -> None:
        self._conversations = TokenBuckets(settings.conversations_per_minute)
        self._messages = TokenBuckets(settings.messages_per_minute)
        self._sign_ins = TokenBuckets(settings.sign_ins_per_minute)
        self._limit_loopback = settings.limit_loopback
        self._proxies = [ipaddress.ip_network(network) for network in settings.trusted_proxies]
        self._max_in_flight = settings.max_in_flight
        self.in_flight = 0
        self.on_refusal: Callable[[str], None] = lambda _reason: None

    def check_new_conversation(self, request: web.Request) -> None:
        """Count a new conversation against its address.

        Raises:
            Problem: rate-limited, with how long to wait.
        """
        address = self.address(request)
        if not self._exempt(address):
            self._refuse(self._conversations.take(_network(address)), "address")

    def check_message(self, request: web.Request, conversation_id: str) -> None:
        """Count a message against its conversation.

        Raises:
            Problem: rate-limited, with how long to wait.
        """
        if not self._exempt(self.address(request)):
            self._refuse(self._messages.take(conversation_id), "conversation")

    def check_sign_in(self, request: web.Request) -> None:
        """Count a step of signing in against its address.

        Raises:
            Problem: rate-limited, with how long to wait.
        """
        address = self.address(request)
        if not self._exempt(address):
            self._refuse(self._sign_ins.take(_network(address)), "sign_in")

    def __enter__(self) -> None:
        """Take a place among the messages in flight.

        Raises:
            Problem: unavailable, when all places are taken.
        """
        if self.in_flight >= self._max_in_flight:
            self.on_refusal("overloaded")
            raise retry("unavailable", "overloaded", 2)
        self.in_flight += 1

    def __exit__(self, *_: object) -> None:
        """Give the place back."""
        self.in_flight -= 1

    def address(self, request: web.Request) -> str:
        """The client's address; X-Forwarded-For is believed only as far as trusted proxies wrote it."""
        hops = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
        address = request.remote or ""
        while hops and self._is_proxy(address):
            hop = hops.pop().strip()
            if not _is_address(hop):
                break
            address = hop
        return address

    def is_local(self, request: web.Request) -> bool:
        """Whether the request comes from this machine itself, and not through a proxy on it."""
        forwarded = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"} & set(request.headers)
        return not forwarded and _is_loopback(request.remote or "")

    def is_from_proxy(self, request: web.Request) -> bool:
        """Whether a trusted proxy sent the request."""
        return self._is_proxy(request.remote or "")

    def _refuse(self, wait_seconds: int, reason: str) -> None:
        if wait_seconds:
            self.on_refusal(reason)
            raise retry("rate-limited", "rate_limited", wait_seconds)

    def _exempt(self, address: str) -> bool:
        return not self._limit_loopback and _is_loopback(address)

    def _is_proxy(self, address: str) -> bool:
        return _is_address(address) and any(ipaddress.ip_address(address) in network for network in self._proxies)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_loopback(address: str) -> bool:
    return _is_address(address) and ipaddress.ip_address(address).is_loopback


def _network(address: str) -> str:
    """The key of an address: an IPv6 client owns a whole /64, so that is counted as one."""
    if not _is_address(address) or ipaddress.ip_address(address).version == 4:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False))
