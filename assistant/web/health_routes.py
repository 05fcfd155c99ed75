"""Whether the service lives, is ready, and what it has done; and the contract itself."""

from __future__ import annotations

from aiohttp import web

from assistant.conversations.database import StoreUnavailable
from assistant.conversations.ports import ReportsReadiness
from assistant.web import openapi
from assistant.web.problems import Problem, retry
from assistant.web.services import services

routes = web.RouteTableDef()
OPENAPI_PATH = "/api/v1/openapi.json"


@routes.get("/healthz")
async def alive(_: web.Request) -> web.Response:
    """The process runs and its loop turns."""
    return web.json_response({"status": "ok"})


@routes.get("/readyz")
async def ready(request: web.Request) -> web.Response:
    """The engine and the database would answer a message now."""
    service = services(request)
    if isinstance(service.assistant, ReportsReadiness) and not service.assistant.ready():
        raise retry("unavailable", "not_ready", 2)
    try:
        await service.stores.database.ping()
    except StoreUnavailable:
        raise retry("unavailable", "store_unavailable", 5) from None
    return web.json_response({"status": "ready"})


@routes.get("/metrics", allow_head=False)
async def metrics(request: web.Request) -> web.Response:
    """The counters, for this machine only; for others the address does not exist."""
    service = services(request)
    if not service.limits.is_local(request):
        raise Problem("not-found", "unknown_route")
    headers = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
    return web.Response(body=service.metrics.render().encode(), headers=headers)


@routes.get(OPENAPI_PATH, allow_head=False)
async def contract(_: web.Request) -> web.Response:
    """The HTTP contract as OpenAPI 3.1."""
    return web.json_response(openapi.load())
