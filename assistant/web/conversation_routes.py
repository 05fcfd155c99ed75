"""Conversations over HTTP: create, read, erase, language, resume."""

from __future__ import annotations

import logging
import re

from aiohttp import web

from assistant.conversations.clock import iso
from assistant.conversations.ports import Json
from assistant.conversations.secret import new_id
from assistant.conversations.store import Conversation
from assistant.web import access
from assistant.web.body import choice, read_object, string
from assistant.web.problems import Problem, invalid, retry
from assistant.web.services import services
from assistant.web.texts import LANGUAGES
from assistant.web.turns import greet, language

log = logging.getLogger(__name__)
routes = web.RouteTableDef()
BASE = "/api/v1/conversations"
AUTO = "auto"
_MUNICIPALITY = re.compile(r"[0-9]{4}")


@routes.post(BASE)
async def create(request: web.Request) -> web.Response:
    """Start a conversation; the answer holds its token and the greeting."""
    service = services(request)
    service.limits.check_new_conversation(request)
    lang, municipality = _wishes(await read_object(request, ("lang", "municipality"), may_be_empty=True))
    conversation_id = new_id()
    with service.limits:
        greeting = await greet(service, conversation_id, lang=lang, municipality=municipality)
        conversation, token = await service.stores.conversations.create(conversation_id, lang=lang, greeting=greeting)
    location = {"Location": f"{BASE}/{conversation_id}"}
    return web.json_response(_opened(conversation, token, greeting), status=201, headers=location)


@routes.post(f"{BASE}/resume")
async def resume(request: web.Request) -> web.Response:
    """Exchange a resume link's token, once, for a token of this browser's own, and the history."""
    service = services(request)
    service.limits.check_new_conversation(request)
    token = string(await read_object(request, ("token",)), "token")
    redeemed = await service.stores.conversations.redeem(token)
    if redeemed is None:
        raise access.refused_resume()
    conversation, bearer = redeemed
    if conversation.expired:
        raise Problem("conversation-expired", "conversation_expired")
    return web.json_response(_opened(conversation, bearer, await service.stores.history.read(conversation.id)))


@routes.get(BASE + "/{id}", allow_head=False)
async def read(request: web.Request) -> web.Response:
    """The conversation with all its messages."""
    service = services(request)
    conversation = await access.conversation(request)
    lang = conversation.lang or await language(service.assistant, conversation.id)
    body = {**_described(conversation, lang), "messages": await service.stores.history.read(conversation.id)}
    return web.json_response(body)


@routes.delete(BASE + "/{id}")
async def erase(request: web.Request) -> web.Response:
    """Erase the conversation everywhere; an expired one too."""
    service = services(request)
    conversation = await access.conversation(request, even_expired=True)
    async with service.locks.hold(conversation.id):
        await service.stores.eraser.erase_content(conversation.id)
        try:
            await service.assistant.forget(conversation.id)
        except Exception as error:  # noqa: BLE001  any failure of the engine: the client must know that something is left
            log.error("engine: kept conversation=%s error=%s", conversation.id, type(error).__name__)
            raise retry("unavailable", "erase_unfinished", 10) from None
        await service.stores.eraser.erase(conversation.id)
    return web.Response(status=204)


@routes.patch(BASE + "/{id}")
async def change(request: web.Request) -> web.Response:
    """Override the language until `auto`."""
    service = services(request)
    conversation = await access.conversation(request)
    lang = choice(await read_object(request, ("lang",)), "lang", (*LANGUAGES, AUTO))
    async with service.locks.hold(conversation.id):
        await service.assistant.set_language(conversation.id, lang)
        await service.stores.conversations.set_language(conversation.id, None if lang == AUTO else lang)
    return web.json_response(_described(conversation, lang))


@routes.post(BASE + "/{id}/resume-link")
async def resume_link(request: web.Request) -> web.Response:
    """Make a link that opens the conversation in another browser, once."""
    service = services(request)
    conversation = await access.conversation(request)
    service.limits.check_message(request, conversation.id)
    token, expires = await service.stores.conversations.create_resume_link(conversation)
    origin = service.settings.public_url or str(request.url.origin())
    # After the #: the browser keeps it, so that it reaches no server's log.
    return web.json_response({"url": f"{origin}/#resume={token}", "expires": iso(expires)}, status=201)


def _wishes(body: Json) -> tuple[str | None, str | None]:
    lang = choice(body, "lang", (*LANGUAGES, AUTO)) if "lang" in body else AUTO
    if "municipality" not in body:
        return (None if lang == AUTO else lang), None
    municipality = string(body, "municipality")
    if not _MUNICIPALITY.fullmatch(municipality):
        invalid("municipality")
    return (None if lang == AUTO else lang), municipality


def _described(conversation: Conversation, lang: str) -> Json:
    return {"conversation_id": conversation.id, "lang": lang, "expires": iso(conversation.expires_at)}


def _opened(conversation: Conversation, token: str, messages: list[Json]) -> Json:
    expires = iso(conversation.expires_at)
    return {"conversation_id": conversation.id, "token": token, "expires": expires, "messages": messages}
