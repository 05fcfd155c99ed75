"""Messages over HTTP: what the user writes or presses, as JSON or as an event stream, and feedback."""

from __future__ import annotations

import logging
from collections.abc import Awaitable

from aiohttp import web

from assistant.conversations.database import StoreUnavailable
from assistant.conversations.ports import Json
from assistant.web import access, acts, sse
from assistant.web.body import boolean, idempotency_key, read_object
from assistant.web.conversation_routes import BASE
from assistant.web.limits import Place
from assistant.web.problems import Problem, retry
from assistant.web.services import services
from assistant.web.texts import wanted_language
from assistant.web.turns import complete, request_key, take_turn

log = logging.getLogger(__name__)
routes = web.RouteTableDef()


@routes.post(BASE + "/{id}/messages")
async def send(request: web.Request) -> web.StreamResponse:
    """Reply to a text or a button."""
    with services(request).limits.place(request) as place:
        return await _send(request, place)


async def _send(request: web.Request, place: Place) -> web.StreamResponse:
    service = services(request)
    conversation = await access.conversation(request)
    await service.limits.check_message(request, conversation.id)
    body = await read_object(request, ("text", "payload"))
    place.take()
    key = request_key(service, conversation.id, idempotency_key(request), body)
    said = await acts.said(service, conversation.id, body)
    if sse.wanted(request):
        stream = sse.EventStream(request)
        work = complete(service, take_turn(service, conversation.id, said, key, started=stream.start))
        return await _stream(request, stream, work, place)
    messages = await complete(service, take_turn(service, conversation.id, said, key, started=_nothing))
    return web.json_response({"messages": messages})


@routes.post(BASE + "/{id}/messages/{message_id}/feedback")
async def feedback(request: web.Request) -> web.Response:
    """Store whether a reply helped; the latest answer counts."""
    conversation = await access.conversation(request)
    helpful = boolean(await read_object(request, ("helpful",)), "helpful")
    await acts.rate(services(request), conversation.id, request.match_info["message_id"], helpful=helpful)
    return web.Response(status=204)


async def _stream(
    request: web.Request, stream: sse.EventStream, work: Awaitable[list[Json]], place: Place
) -> web.StreamResponse:
    """The turn as events. Before the stream has started, a problem is an ordinary response."""
    try:
        messages = await work
        place.leave()  # who reads slowly must not keep it from others
        for message in messages:
            await stream.send("message", message)
    except Problem as problem:
        await _send_problem(request, stream, problem)
    except StoreUnavailable:
        await _send_problem(request, stream, retry("unavailable", "store_unavailable", 5))
    except Exception as error:  # noqa: BLE001  the status is sent, so the error middleware could not answer any more
        log.error("web: stream failed error=%s", type(error).__name__)
        await _send_problem(request, stream, Problem("internal", "internal"))
    return await stream.finish()


async def _send_problem(request: web.Request, stream: sse.EventStream, problem: Problem) -> None:
    if not stream.started:
        raise problem
    await stream.send("error", problem.body(wanted_language(request)))


async def _nothing() -> None:
    """A plain JSON reply shows no typing sign."""
