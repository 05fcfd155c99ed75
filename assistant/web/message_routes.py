"""Messages over HTTP: what the user writes or presses, as JSON or as an event stream, and feedback."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable

from aiohttp import web

from assistant.conversations.database import StoreUnavailable
from assistant.conversations.payloads import InvalidPayload
from assistant.conversations.ports import Json
from assistant.privacy.masking import Masked, mask
from assistant.web import access, sse
from assistant.web.body import boolean, idempotency_key, message_text, read_object, string
from assistant.web.conversation_routes import BASE
from assistant.web.problems import Problem, invalid, retry
from assistant.web.services import Services, services
from assistant.web.texts import wanted_language
from assistant.web.turns import Said, complete, request_key, take_turn

log = logging.getLogger(__name__)
routes = web.RouteTableDef()
_MASK_IN_LOOP_CHARS = 1_000


@routes.post(BASE + "/{id}/messages")
async def send(request: web.Request) -> web.StreamResponse:
    """Reply to a text or a button."""
    service = services(request)
    conversation = await access.conversation(request)
    service.limits.check_message(request, conversation.id)
    body = await read_object(request, ("text", "payload"))
    key = request_key(service, conversation.id, idempotency_key(request), body)
    said = await _said(service, conversation.id, body)
    if sse.wanted(request):
        stream = sse.EventStream(request)
        work = complete(service, take_turn(service, conversation.id, said, key, started=stream.start))
        return await _stream(request, stream, work)
    messages = await complete(service, take_turn(service, conversation.id, said, key, started=_nothing))
    return web.json_response({"messages": messages})


@routes.post(BASE + "/{id}/messages/{message_id}/feedback")
async def feedback(request: web.Request) -> web.Response:
    """Store whether a reply helped; the latest answer counts."""
    conversation = await access.conversation(request)
    helpful = boolean(await read_object(request, ("helpful",)), "helpful")
    message_id = request.match_info["message_id"]
    known = len(message_id) <= 64 and message_id.isascii() and message_id.isalnum()
    if not known or not await services(request).stores.history.rate(conversation.id, message_id, helpful=helpful):
        raise Problem("not-found", "unknown_message")
    return web.Response(status=204)


async def _said(service: Services, conversation_id: str, body: Json) -> Said:
    """What the user did, checked; a text is cleaned and masked here, before anything else sees it."""
    if ("text" in body) == ("payload" in body):
        invalid("text_xor_payload")
    if "payload" in body:
        try:
            press = service.signer.verify(conversation_id, string(body, "payload"))
        except InvalidPayload:
            raise Problem("invalid-payload", "invalid_payload") from None
        return Said(press.title, press)
    masked = await _mask(message_text(string(body, "text"), service.settings.max_text_chars))
    for kind in masked.kinds:
        service.metrics.count("veileder_masked_total", kind=kind.strip("[]"))
    return Said(masked.text)


async def _mask(text: str) -> Masked:
    """Short texts take microseconds; a long one may take tens of milliseconds and must not stop the loop."""
    return mask(text) if len(text) <= _MASK_IN_LOOP_CHARS else await asyncio.to_thread(mask, text)


async def _stream(request: web.Request, stream: sse.EventStream, work: Awaitable[list[Json]]) -> web.StreamResponse:
    """The turn as events. Before the stream has started, a problem is an ordinary response."""
    try:
        for message in await work:
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
