"""Conversations over HTTP: create, read, erase, language, resume."""

from __future__ import annotations

import re

from aiohttp import web

from assistant.conversations.clock import iso
from assistant.conversations.ports import Json
from assistant.conversations.secret import new_id
from assistant.conversations.store import Conversation
from assistant.web import access, acts
from assistant.web.acts import AUTO
from assistant.web.body import choice, read_object, string
from assistant.web.limits import Place
from assistant.web.problems import invalid
from assistant.web.services import services
from assistant.web.texts import LANGUAGES
from assistant.web.turns import language

routes = web.RouteTableDef()
BASE = "/api/v1/conversations"
_MUNICIPALITY = re.compile(r"[0-9]{4}")


@routes.post(BASE)
async def create(request: web.Request) -> web.Response:
    """Start a conversation; the answer holds its token and the greeting."""
    with services(request).limits.place(request, new=True) as place:
        return await _create(request, place)


async def _create(request: web.Request, place: Place) -> web.Response:
    service = services(request)
    await service.limits.check_new_conversation(request)
    lang, municipality = _wishes(await read_object(request, ("lang", "municipality"), may_be_empty=True))
    place.take()
    conversation_id = new_id()
    conversation, token, greeting = await acts.begin(service, conversation_id, lang=lang, municipality=municipality)
    location = {"Location": f"{BASE}/{conversation_id}"}
    return web.json_response(_opened(conversation, token, greeting), status=201, headers=location)


@routes.post(f"{BASE}/resume")
async def resume(request: web.Request) -> web.Response:
    """Exchange a resume link's token, once, for a token of this browser's own, and the history."""
    service = services(request)
    await service.limits.check_new_conversation(request)
    token = string(await read_object(request, ("token",)), "token")
    conversation, bearer = await acts.redeem(service, token)
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
    conversation = await access.conversation(request, even_expired=True)
    await acts.erase(services(request), conversation)
    return web.Response(status=204)


@routes.patch(BASE + "/{id}")
async def change(request: web.Request) -> web.Response:
    """Override the language until `auto`."""
    conversation = await access.conversation(request)
    lang = choice(await read_object(request, ("lang",)), "lang", (*LANGUAGES, AUTO))
    await acts.set_language(services(request), conversation, lang)
    return web.json_response(_described(conversation, lang))


@routes.post(BASE + "/{id}/resume-link")
async def resume_link(request: web.Request) -> web.Response:
    """Make a link that opens the conversation in another browser, once."""
    url, expires = await acts.resume_link(request, await access.conversation(request))
    return web.json_response({"url": url, "expires": iso(expires)}, status=201)


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
