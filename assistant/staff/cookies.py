"""The cookies of the staff's pages: never read by scripts, never sent by other sites' forms."""

from __future__ import annotations

from aiohttp import web

from assistant.staff.pending import PENDING_SECONDS
from assistant.web.services import services

COOKIE = "veileder_staff"
_SIGN_IN_PATH = "/logg-inn"


def set_session(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Keep a session's token in the browser until that is closed; the session itself ends sooner or later anyway."""
    response.set_cookie(COOKIE, token, path="/", httponly=True, samesite="Lax", secure=_is_secure(request))


def drop_session(request: web.Request, response: web.StreamResponse) -> None:
    """Take the token out of the browser."""
    response.del_cookie(COOKIE, path="/", httponly=True, samesite="Lax", secure=_is_secure(request))


def set_pending(request: web.Request, response: web.StreamResponse, name: str, value: str) -> None:
    """Bind a sign-in that begins to this browser. Lax, since the provider sends the browser back from its own site."""
    response.set_cookie(
        name,
        value,
        path=_SIGN_IN_PATH,
        httponly=True,
        samesite="Lax",
        secure=_is_secure(request),
        max_age=PENDING_SECONDS,
    )


def drop_pending(request: web.Request, response: web.StreamResponse, name: str) -> None:
    """Take a sign-in that has ended out of the browser."""
    response.del_cookie(name, path=_SIGN_IN_PATH, httponly=True, samesite="Lax", secure=_is_secure(request))


def origin(request: web.Request) -> str:
    """The origin that users see: as configured, or as the request says."""
    return services(request).settings.public_url or str(request.url.origin())


def _is_secure(request: web.Request) -> bool:
    """Whether the browser speaks https with us, also when a proxy in between ends the TLS."""
    return origin(request).startswith("https://") or request.secure
