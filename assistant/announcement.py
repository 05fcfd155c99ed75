"""What a start says on the terminal, alike for one process and for several; imports next to nothing."""

from __future__ import annotations

import sys
import time

CANNOT_LISTEN = "Cannot listen"
"""How the message begins when an address cannot be listened on."""


def tell_progress(line: str) -> None:
    """Say what is being done, on stderr."""
    print(f"  {line}", file=sys.stderr, flush=True)


def announce(address: str, began: float, link: str | None) -> None:
    """Say that the service is ready, where, and how staff sign in.

    Args:
        address: Where it is served, such as `http://127.0.0.1:8000`.
        began: When the start began, by `time.monotonic`.
        link: The one that signs staff in once; nothing where there is none.
    """
    print(
        f"Tilskuddsveilederen is ready on {address} ({time.monotonic() - began:.1f} s). Stop it with Ctrl-C.",
        flush=True,
    )
    if link:
        print(f"Staff pages: {link}  (works once, from this machine only)", flush=True)


def sign_in_link(address: str, key: str) -> str:
    """The link that signs in once."""
    return f"{address}/logg-inn/lokal?nokkel={key}"
