"""The sockets that all workers accept connections from, opened once by the supervisor."""

from __future__ import annotations

import os
import socket

BACKLOG = 1024
"""Connections that wait while no worker accepts them, as in a restart; the system may allow fewer."""


def listen(host: str, port: int) -> list[socket.socket]:
    """Listen on every address of a host.

    Args:
        host: A name or an address.
        port: The port; 0 for one that the system chooses, the same for all addresses.

    Raises:
        OSError: One of them cannot be listened on; none is then.
    """
    opened: list[socket.socket] = []
    try:
        for family, address in _addresses(host, port):
            chosen = opened[0].getsockname()[1] if opened and port == 0 else port
            opened.append(_open(family, address, chosen))
    except OSError:
        for one in opened:
            one.close()
        raise
    return opened


def address_of(opened: list[socket.socket], host: str) -> str:
    """Where browsers find it, e.g. `http://127.0.0.1:8000`."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{opened[0].getsockname()[1]}"


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return list(dict.fromkeys((family, str(address[0])) for family, _, _, _, address in found))


def _open(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind((address, port))
        opened.listen(BACKLOG)
        opened.setblocking(False)
    except OSError as error:
        opened.close()
        raise OSError(error.errno, f"Cannot listen on {address}:{port}: {os.strerror(error.errno or 0)}") from None
    return opened
