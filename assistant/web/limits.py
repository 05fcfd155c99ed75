"""What a client may do now: rate limits by address and by conversation, and who the client really is."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from aiohttp import web

from assistant.settings import Settings
from assistant.web.admission import Admission, Overloaded
from assistant.web.problems import retry
from assistant.web.rates import LocalRates, Rates, limits_of

_OVERLOADED_SECONDS = 2


class Place:
    """The place of one request among those in flight."""

    def __init__(self, limits: Limits, new: bool) -> None:
        self._limits = limits
        self._new = new
        self._held = ExitStack()
        self._is_taken = False

    def take(self) -> None:
        """Take it, unless it is taken or was given back already.

        Raises:
            Problem: unavailable, with how long to wait.
        """
        if not self._is_taken:
            self._is_taken = True
            self._held.enter_context(self._limits.enter(new=self._new))

    def leave(self) -> None:
        """Give it back, if it is taken."""
        self._held.close()


class Limits:
    """The limits of one service.

    Attributes:
        on_refusal: Told why, whenever a request is refused: address, conversation, export, sign_in or overloaded.
    """

    def __init__(self, settings: Settings, rates: Rates | None = None) -> None:
        """
        Args:
            settings: The limits.
            rates: Counts against them; this process alone when not given.
        """
        self._rates = rates or LocalRates(limits_of(settings))
        self._limit_loopback = settings.limit_loopback
        self._proxies = [ipaddress.ip_network(network) for network in settings.trusted_proxies]
        self._admission = Admission(settings.max_wait_seconds, settings.max_in_flight)
        self.on_refusal: Callable[[str], None] = lambda _reason: None

    async def check_new_conversation(self, request: web.Request) -> None:
        """Count a new conversation against its address.

        Raises:
            Problem: rate-limited, with how long to wait.
        """
        await self._count(request, "address")

    async def check_message(self, request: web.Request, conversation_id: str) -> None:
        """Count a message against its conversation.

        Raises:
            Problem: rate-limited, with how long to wait.
        """
        if not self._exempt(self.address(request)):
            await self._take("conversation", conversation_id)

    async def check_export(self, request: web.Request) -> None:
        """Count a file made from a checklist, or a search without a conversation, against its address.

        Raises:
            Problem: rate-limited, with how long to wait.
        """
        await self._count(request, "export")

    async def check_sign_in(self, request: web.Request) -> None:
        """Count a step of signing in against its address.

        Raises:
            Problem: rate-limited, with how long to wait.
        """
        await self._count(request, "sign_in")

    @property
    def in_flight(self) -> int:
        """Messages and new conversations being handled."""
        return self._admission.in_flight

    @contextmanager
    def place(self, request: web.Request, *, new: bool = False) -> Iterator[Place]:
        """A place among the messages in flight while the block runs, taken before anything is done for the request.

        Who has not sent the whole body yet keeps no place from others meanwhile: it is taken with `Place.take`.

        Args:
            request: The request.
            new: It would begin a conversation.

        Raises:
            Problem: unavailable, with how long to wait.
        """
        place = Place(self, new)
        try:
            if request.content.is_eof():
                place.take()
            yield place
        finally:
            place.leave()

    def enter(self, *, new: bool) -> ExitStack:
        """A place that is taken now and given back when the context ends; `place` is what handlers use.

        Raises:
            Problem: unavailable, with how long to wait.
        """
        with ExitStack() as held:
            try:
                held.enter_context(self._admission.place(new=new))
            except Overloaded:
                self.on_refusal("overloaded")
                raise retry("unavailable", "overloaded", _OVERLOADED_SECONDS) from None
            return held.pop_all()

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

    async def _count(self, request: web.Request, kind: str) -> None:
        """Count a request against its address."""
        address = self.address(request)
        if not self._exempt(address):
            await self._take(kind, _network(address))

    async def _take(self, kind: str, key: str) -> None:
        if wait_seconds := await self._rates.take(kind, key):
            self.on_refusal(kind)
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
