"""The cookies of the staff's pages: never read by scripts, never sent by other sites' forms.

Where users come by https their names begin with `__Host-` and `__Secure-`: a browser takes such a cookie only from this
very host, so that no other site under the same domain can plant one.
"""

from __future__ import annotations

from aiohttp import web

from assistant.staff.pending import PENDING_SECONDS
from assistant.web.origins import is_https

COOKIE = "veileder_staff"
_SIGN_IN_PATH = "/logg-inn"


def session_token(request: web.Request) -> str:
    """The token of the session that a browser says it has; "" for none."""
    return request.cookies.get(_session_name(request), "")


def pending_value(request: web.Request, name: str) -> str:
    """What `set_pending` left in the browser under a name; "" for nothing."""
    return request.cookies.get(_pending_name(request, name), "")


def set_session(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Keep a session's token in the browser until that is closed; the session itself ends sooner or later anyway."""
    secure = is_https(request)
    response.set_cookie(_session_name(request), token, path="/", httponly=True, samesite="Lax", secure=secure)


def drop_session(request: web.Request, response: web.StreamResponse) -> None:
    """Take the token out of the browser."""
    secure = is_https(request)
    response.del_cookie(_session_name(request), path="/", httponly=True, samesite="Lax", secure=secure)


def set_pending(request: web.Request, response: web.StreamResponse, name: str, value: str) -> None:
    """Bind a sign-in that begins to this browser. Lax, since the provider sends the browser back from its own site."""
    response.set_cookie(
        _pending_name(request, name),
        value,
        path=_SIGN_IN_PATH,
        httponly=True,
        samesite="Lax",
        secure=is_https(request),
        max_age=PENDING_SECONDS,
    )


def drop_pending(request: web.Request, response: web.StreamResponse, name: str) -> None:
    """Take a sign-in that has ended out of the browser."""
    name, secure = _pending_name(request, name), is_https(request)
    response.del_cookie(name, path=_SIGN_IN_PATH, httponly=True, samesite="Lax", secure=secure)


def _session_name(request: web.Request) -> str:
    return f"__Host-{COOKIE}" if is_https(request) else COOKIE


def _pending_name(request: web.Request, name: str) -> str:
    """With `__Secure-`, since `__Host-` asks for the path /, and this cookie is for the pages of signing in alone."""
    return f"__Secure-{name}" if is_https(request) else name
