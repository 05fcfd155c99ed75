"""Only public addresses are connected to, whatever a name resolves to and however often it changes.

The check stands twice: where a name becomes addresses (all must be public, so that no mixture gets through), and where
a socket is made for one of them. What is connected to is therefore always an address that was checked, never a second
answer of the name server (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence

from aiohttp.abc import AbstractResolver, ResolveResult

from assistant.sources.failures import FetchRefused
from knowledge.remarks import remark

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port in, addresses out; OSError when there are none."""
Loopback = frozenset[tuple[str, int]]

# IANA's registries of special-purpose addresses, and what else no website has. Python's own `is_global` is not enough:
# its lists differ between patch releases, and it counts 6to4 relays and multicast as global.
_CLOSED_4 = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
_OPEN_6 = ipaddress.ip_network("2000::/3")  # all that is given out as global unicast
_CLOSED_6 = tuple(
    ipaddress.ip_network(network)
    for network in (
        "2001::/23",  # Teredo, ORCHID and other protocols
        "2001:db8::/32",
        "2002::/16",  # 6to4: holds any IPv4 address
        "3fff::/20",
    )
)


def is_public(address: Address) -> bool:
    """Whether an address is one that a public website can have; an IPv4 address inside an IPv6 one never is."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    return address in _OPEN_6 and not any(address in network for network in _CLOSED_6)


def check_public(host: str, port: int, text: str, loopback: Loopback) -> None:
    """Refuse an address that is not public.

    Args:
        host: The name that it was asked for by.
        port: The port to connect to.
        text: The address, as the resolver or the socket writes it.
        loopback: The addresses and ports on this machine that are allowed all the same.

    Raises:
        FetchRefused: It is not public, or no address at all.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        raise FetchRefused(
            "private", f"{host} resolves to {text!r}, which is no address.", remark("private", host=host)
        ) from None
    if is_public(address) or (address.is_loopback and (str(address), port) in loopback):
        return
    raise FetchRefused(
        "private",
        f"{host} leads to {address}, which is no public address, so it is not fetched. "
        "If the document is on your own network, save it as a file and ingest the file.",
        remark("private", host=host),
    )


async def resolve_with_system(host: str, port: int) -> Sequence[str]:
    """The addresses that the operating system finds for a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class PublicResolver(AbstractResolver):
    """Resolves names for aiohttp, and refuses a name of which any address is not public."""

    def __init__(self, resolve: Resolve, loopback: Loopback) -> None:
        self._resolve = resolve
        self._loopback = loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host, all of them checked.

        Raises:
            FetchRefused: One of them is not public.
            OSError: There are none.
        """
        found = list(dict.fromkeys(await self._resolve(host, port)))
        if not found:
            raise OSError(f"{host} has no address")
        for text in found:
            check_public(host, port, text, self._loopback)
        return [_result(host, port, text) for text in found]

    async def close(self) -> None:
        """Nothing is kept open."""


def _result(host: str, port: int, text: str) -> ResolveResult:
    family = socket.AF_INET6 if ":" in text else socket.AF_INET
    numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=text, port=port, family=family, proto=0, flags=numeric)


def guarded_socket(loopback: Loopback) -> Callable[[tuple[int, int, int, str, tuple[str | int, ...]]], socket.socket]:
    """Makes sockets for aiohttp, for checked addresses only: the last check before a connection."""

    def make(info: tuple[int, int, int, str, tuple[str | int, ...]]) -> socket.socket:
        family, kind, proto, _, target = info
        check_public(str(target[0]), int(target[1]), str(target[0]), loopback)
        return socket.socket(family=family, type=kind, proto=proto)

    return make
