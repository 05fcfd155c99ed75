"""The origin that users see."""

from __future__ import annotations

from aiohttp import web

from assistant.web.problems import Problem
from assistant.web.services import services


def public_origin(request: web.Request) -> str:
    """The origin as configured, or as the request says.

    Raises:
        Problem: malformed, when the request names a host that cannot be one.
    """
    if configured := services(request).settings.public_url:
        return configured
    try:
        return str(request.url.origin())
    except ValueError:
        raise Problem("malformed", "malformed_request") from None


def is_https(request: web.Request) -> bool:
    """Whether the browser speaks https with us, also when a proxy in between ends the TLS."""
    return services(request).settings.public_url.startswith("https://") or request.secure
