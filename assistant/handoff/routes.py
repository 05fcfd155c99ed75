"""A person takes over, over HTTP: what would be handed over, and handing it over when the user says so."""

from __future__ import annotations

from aiohttp import web

from assistant.handoff import steps
from assistant.web import access
from assistant.web.body import idempotency_key, read_object
from assistant.web.services import services
from assistant.web.turns import request_key

routes = web.RouteTableDef()
PATH = "/api/v1/conversations/{id}/handoff"


@routes.get(PATH, allow_head=False)
async def preview(request: web.Request) -> web.Response:
    """What would be handed over. Nothing is sent."""
    conversation = await access.conversation(request)
    return web.json_response(await steps.preview(services(request), conversation))


@routes.post(PATH)
async def hand_over(request: web.Request) -> web.Response:
    """Send the text that the user has read and agreed to."""
    conversation = await access.conversation(request)
    service = services(request)
    await service.limits.check_message(request, conversation.id)
    body = await read_object(request, ("consent", "text", "contact"))
    key = request_key(service, conversation.id, idempotency_key(request), body)
    reference, replies = await steps.hand_over(service, conversation, body, key)
    return web.json_response({"reference": reference, "messages": replies}, status=201)
