"""What is seen of every request: an id, a span, a count, and a line in the log for whoever wants one."""

from __future__ import annotations

import logging
import re
import secrets
import time

from aiohttp import web
from aiohttp.typedefs import Handler

from assistant.logs import request_id
from assistant.observability.spans import span
from assistant.web.services import services

HEADER = "X-Request-Id"
log = logging.getLogger("assistant.access")
_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{1,64}")
_METHODS = frozenset(["GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS", "PUT"])
_LEFT = 499  # the client left before it was answered: no status of HTTP, but the usual one in logs


@web.middleware
async def observed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Outermost: whatever happens within is seen."""
    begun = time.perf_counter()
    identity = _identity(request)
    token = request_id.set(identity)
    status = _LEFT
    try:
        with span("request") as seen:
            try:
                response = await handler(request)
                status = response.status
                _add_id(response, identity)
            except web.HTTPException as error:
                status = error.status
                _add_id(error, identity)
                raise
            finally:
                seen.set("route", route(request))
                seen.set("method", method(request))
                seen.set("status", status)
        return response
    finally:
        _tell(request, status, time.perf_counter() - begun)
        request_id.reset(token)


async def add_request_id(_: web.Request, response: web.StreamResponse) -> None:
    """Tell the client the id, so that a person can name it when something went wrong; here for what is sent in parts."""
    if identity := request_id.get():  # `prepared` is true already here, and the headers are not sent yet
        response.headers[HEADER] = identity


def _add_id(response: web.StreamResponse, identity: str) -> None:
    if not response.prepared:
        response.headers[HEADER] = identity


def route(request: web.Request) -> str:
    """The template of the route, as `/checklists/{id}.pdf`; an address itself can hold ids."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"


def method(request: web.Request) -> str:
    """The method; an unknown one is not repeated, since it ends up in a log and a metric."""
    return request.method if request.method in _METHODS else "other"


def _identity(request: web.Request) -> str:
    """The id that a trusted proxy gave the request, or a new one."""
    given = request.headers.get(HEADER, "")
    if given and _WELL_FORMED.fullmatch(given) and services(request).limits.is_from_proxy(request):
        return given
    return secrets.token_hex(8)


def _tell(request: web.Request, status: int, seconds: float) -> None:
    service = services(request)
    where, how = route(request), method(request)
    service.metrics.count("veileder_requests_total", route=where, method=how, status=str(status))
    if status == web.HTTPRequestEntityTooLarge.status_code:
        service.metrics.count("veileder_refused_total", reason="too_large")
    if service.settings.access_log:
        fields = {"method": how, "route": where, "status": status, "duration_ms": round(seconds * 1000, 1)}
        log.info("request", extra={"fields": fields})
