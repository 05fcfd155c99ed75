"""The origin that users see."""

from __future__ import annotations

import re

from aiohttp import web

from assistant.web.problems import Problem
from assistant.web.services import services

HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
"""What a request may call us: a name or an address, with a port or without."""


def public_origin(request: web.Request) -> str:
    """The origin as configured, or as the request says.

    Raises:
        Problem: malformed, when the request names a host that cannot be one.
    """
    if configured := services(request).settings.public_url:
        return configured
    if not HOST.fullmatch(request.host):  # it comes back to the asker, in links
        raise Problem("malformed", "malformed_request")
    try:
        return str(request.url.origin())
    except ValueError:
        raise Problem("malformed", "malformed_request") from None


def is_https(request: web.Request) -> bool:
    """Whether the browser speaks https with us, also when a proxy in between ends the TLS."""
    return services(request).settings.public_url.startswith("https://") or request.secure
