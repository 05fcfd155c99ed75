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

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


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
        if self._is_limited(request):
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
        address = _parsed(request.remote or "")
        while hops and self._is_proxy(address):
            hop = _parsed(hops.pop())
            if hop is None:
                break
            address = hop
        return str(address or "")

    def is_local(self, request: web.Request) -> bool:
        """Whether the request comes from this machine itself, and not through a proxy on it."""
        return not _is_forwarded(request) and _is_loopback(_parsed(request.remote or ""))

    def is_from_proxy(self, request: web.Request) -> bool:
        """Whether a trusted proxy sent the request."""
        return self._is_proxy(_parsed(request.remote or ""))

    async def _count(self, request: web.Request, kind: str) -> None:
        """Count a request against its address."""
        if self._is_limited(request):
            await self._take(kind, _network(_parsed(self.address(request))))

    async def _take(self, kind: str, key: str) -> None:
        if wait_seconds := await self._rates.take(kind, key):
            self.on_refusal(kind)
            raise retry("rate-limited", "rate_limited", wait_seconds)

    def _is_limited(self, request: web.Request) -> bool:
        """Whether it counts: what comes from this machine itself need not; what came through a proxy on it, told in full or
        not, always does."""
        return self._limit_loopback or not self.is_local(request)

    def _is_proxy(self, address: _Address | None) -> bool:
        return address is not None and any(address in network for network in self._proxies)


def _is_forwarded(request: web.Request) -> bool:
    return not {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"}.isdisjoint(request.headers)


def _parsed(text: str) -> _Address | None:
    """The address that a connection or a proxy names; None where it names none.

    Some proxies write the port too («203.0.113.9:5555», «[2001:db8::1]:443»), and an IPv4 client of a socket for both is
    written as IPv6 («::ffff:203.0.113.9», RFC 4291; «64:ff9b::203.0.113.9» behind NAT64, RFC 6052): it is that IPv4 address.
    """
    plain = text.strip().strip('"')
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        address = ipaddress.ip_address(plain.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
        return address.ipv4_mapped or inner or address
    return address


def _is_loopback(address: _Address | None) -> bool:
    return address is not None and address.is_loopback


def _network(address: _Address | None) -> str:
    """The key of an address: an IPv6 client owns a whole /64, so that is counted as one."""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address or "")
