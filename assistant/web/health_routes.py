"""Whether the service lives, is ready, and what it has done; and the contract itself."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from assistant.staff.local import is_from_here
from assistant.web import openapi
from assistant.web.metrics import CONTENT_TYPE
from assistant.web.observing import READINESS, SAMPLER
from assistant.web.problems import MEDIA_TYPE, Problem, retry
from assistant.web.services import services
from assistant.web.texts import wanted_language

routes = web.RouteTableDef()
OPENAPI_PATH = "/api/v1/openapi.json"
_RETRY_SECONDS = 5
_SENTENCES = {"process": "draining", "engine": "not_ready"}


@routes.get("/healthz")
async def alive(_: web.Request) -> web.Response:
    """The process runs and its loop turns."""
    return web.json_response({"status": "ok"})


@routes.get("/readyz")
async def ready(request: web.Request) -> web.Response:
    """A message would be answered now, perhaps without a part that can be spared; else which parts are missing, and why."""
    readiness = request.app[READINESS]
    if not (missing := await readiness.missing()):
        degraded = await readiness.degraded()
        return web.json_response({"status": "ready", **({"degraded": degraded} if degraded else {})})
    lang = wanted_language(request)
    sentence = next((said for part, said in _SENTENCES.items() if part in missing), "part_not_ready")
    problem = retry("unavailable", sentence, _RETRY_SECONDS)
    body = json.dumps({**problem.body(lang), "not_ready": missing}, ensure_ascii=False).encode()
    headers = {"Content-Language": lang, **problem.headers}
    return web.Response(body=body, status=problem.status, content_type=MEDIA_TYPE, headers=headers)


@routes.get("/metrics", allow_head=False)
async def metrics(request: web.Request) -> web.Response:
    """The metrics, of all workers, for this machine under its own name only; for others the address does not exist."""
    service = services(request)
    if not is_from_here(request, service.limits):
        raise Problem("not-found", "unknown_route")
    request.app[SAMPLER].slow()
    body = await asyncio.to_thread(service.metrics.render)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})


@routes.get(OPENAPI_PATH, allow_head=False)
async def contract(_: web.Request) -> web.Response:
    """The HTTP contract as OpenAPI 3.1."""
    return web.json_response(openapi.load())
