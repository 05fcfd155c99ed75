"""What holds for every request: errors become problems or pages, security headers, and calls from other sites."""

from __future__ import annotations

import logging

from aiohttp import web
from aiohttp.typedefs import Handler

from assistant.conversations.database import StoreUnavailable
from assistant.logs import place
from assistant.web import pages
from assistant.web.observed import method
from assistant.web.origins import is_https
from assistant.web.problems import Problem, from_http_error, retry
from assistant.web.services import services
from assistant.web.texts import wanted_language

log = logging.getLogger(__name__)

_CSP = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
SECURITY = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Only where users come by https: on this machine it would lock the browser out of every other local service.
_HSTS = "max-age=31536000; includeSubDomains"
_CORS_METHODS = "GET, POST, PATCH, DELETE"
_CORS_HEADERS = "Authorization, Content-Type, Idempotency-Key, Accept, Accept-Language"
_MACHINE_PATHS = ("/api/", "/healthz", "/readyz", "/metrics")


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every error in the form that the path calls for."""
    lang = wanted_language(request)
    try:
        if pages.is_missing_file(request):
            raise web.HTTPNotFound
        return await handler(request)
    except Problem as problem:
        return _refused(request, problem, lang)
    except StoreUnavailable as error:
        log.error("web: the database failed error=%s", error)
        services(request).metrics.count("veileder_refused_total", reason="database")
        return retry("unavailable", "store_unavailable", 5).response(lang)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _refused(request, from_http_error(error, services(request).settings.max_body_bytes), lang)
    except Exception as error:  # noqa: BLE001  the last resort: answered, counted, and logged without its text
        log.error("web: failed method=%s error=%s at=%s", method(request), type(error).__name__, place(error))
        return _refused(request, Problem("internal", "internal"), lang)


@web.middleware
async def other_sites(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer the question that a browser asks before a page of an allowed site calls the API (CORS preflight)."""
    asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    if not (asks and _allowed_origin(request)):
        return await handler(request)
    headers = {
        "Access-Control-Allow-Methods": _CORS_METHODS,
        "Access-Control-Allow-Headers": _CORS_HEADERS,
        "Access-Control-Max-Age": "600",
    }
    return web.Response(status=204, headers=headers)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the security headers to whatever is about to be sent; streams and files too."""
    headers = response.headers
    headers.update(SECURITY)
    if request.method == "CONNECT":  # what follows it is no request, whatever it looks like
        response.force_close()
    if is_https(request):
        headers["Strict-Transport-Security"] = _HSTS
    headers.popall("Server", None)
    if response.status >= 400 or not request.path.startswith(("/static/", "/widget/")):
        headers["Cache-Control"] = "no-store"
    if request.path.startswith("/widget/"):  # other sites embed it, as a module
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        headers["Access-Control-Allow-Origin"] = "*"
        return
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if _for_machines(request.path):
        headers.add("Vary", "Origin")
        origin = _allowed_origin(request)
        if origin:
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = "Retry-After, Location, Content-Language"
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"


def _refused(request: web.Request, problem: Problem, lang: str) -> web.Response:
    if _for_machines(request.path):
        return problem.response(lang)
    if problem.name == "not-found":
        title, text = "page_not_found_title", "page_not_found"
    else:
        title, text = f"title_{problem.name}", problem.sentence
    page = pages.message(request, title=title, text=text, status=problem.status, lang=lang, **problem.values)
    page.headers.update(problem.headers)
    return page


def _for_machines(path: str) -> bool:
    return path.startswith(_MACHINE_PATHS) or (
        path.startswith("/checklists/") and not path.endswith((".html", "/delete"))
    )


def _allowed_origin(request: web.Request) -> str | None:
    origin = request.headers.get("Origin")
    allowed = origin in services(request).settings.cors_origins and _for_machines(request.path)
    return origin if allowed else None
