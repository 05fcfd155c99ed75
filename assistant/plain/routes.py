"""`/samtale`: the whole conversation with plain forms, through the same steps as the API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiohttp import web

from assistant.conversations.database import StoreUnavailable
from assistant.handoff import steps as handoff
from assistant.plain import views
from assistant.plain.form import Form, identity, read, turn_key
from assistant.plain.views import PATH, Open, Trouble
from assistant.web import access, acts
from assistant.web.acts import AUTO
from assistant.web.body import message_text
from assistant.web.problems import Problem, from_http_error, invalid, retry
from assistant.web.services import services
from assistant.web.texts import LANGUAGES
from assistant.web.turns import complete, take_turn

routes = web.RouteTableDef()
_RESUME = "#resume="
# Which field to mend, by what is wrong with a handoff.
_FIELDS = {"handoff_consent": "samtykke", "handoff_contact": "kontakt", "text_empty": "tekst", "text_too_long": "tekst"}
_OVER = ("invalid-token", "unknown-conversation", "conversation-expired")


@routes.get(PATH)
async def start(request: web.Request) -> web.Response:
    """The start; nothing is stored before something is sent."""
    return views.start(request)


@routes.post(PATH)
async def act(request: web.Request) -> web.Response:
    """Whatever a button of the page stands for; the reply is always the next page."""
    try:
        form = await read(request)
    except web.HTTPRequestEntityTooLarge as error:
        return views.too_large(request, from_http_error(error, services(request).settings.max_body_bytes))
    except Problem as problem:
        return views.start(request, trouble=Trouble(problem, Form(), ""), ended=True)
    try:
        return await _ACTS.get(form.act, _say)(request, form)
    except StoreUnavailable:
        return await _refused(request, form, retry("unavailable", "store_unavailable", 5))
    except Problem as problem:
        return await _refused(request, form, problem)


async def _say(request: web.Request, form: Form) -> web.Response:
    """A text or a button; the first one begins the conversation."""
    with services(request).limits.place(request, new=not form.conversation) as place:
        place.take()
        return await _turn(request, form)


async def _turn(request: web.Request, form: Form) -> web.Response:
    service = services(request)
    opened = await _opened(request, form) if form.conversation else None
    if opened is None:
        _check_first(request, form)  # nothing is begun for what is refused
        opened = await _begun(request, form)
    conversation_id = opened.conversation.id
    await service.limits.check_message(request, conversation_id)
    said = await acts.said(service, conversation_id, form.body)
    key = turn_key(service, conversation_id, form, form.body)
    await complete(service, take_turn(service, conversation_id, said, key, started=_nothing))
    return await views.conversation(request, await _opened(request, _with(form, opened)), again=form)


def _check_first(request: web.Request, form: Form) -> None:
    if form.payload:
        raise Problem("invalid-payload", "invalid_payload")
    message_text(form.text, services(request).settings.max_text_chars)


async def _begun(request: web.Request, form: Form) -> Open:
    """The conversation that the first page's word stands for, begun unless it was before."""
    service = services(request)
    conversation_id, token = identity(service.stores.keyring, form.key)
    lang = form.lang if form.lang in LANGUAGES else None
    async with service.locks.hold(conversation_id):
        known = await service.stores.conversations.access(conversation_id, token)
        if known.conversation is None:
            await service.limits.check_new_conversation(request)
            await acts.begin(service, conversation_id, lang=lang, municipality=None, token=token)
    return await _opened(request, replace(form, conversation=conversation_id, token=token))


async def _rate(request: web.Request, form: Form) -> web.Response:
    opened = await _opened(request, form)
    if form.helpful not in ("yes", "no"):
        raise Problem("malformed", "plain_error_form")
    await acts.rate(services(request), opened.conversation.id, form.message, helpful=form.helpful == "yes")
    return await views.conversation(request, opened)


async def _language(request: web.Request, form: Form) -> web.Response:
    opened = await _opened(request, form)
    if form.lang not in (*LANGUAGES, AUTO):
        raise Problem("malformed", "plain_error_form")
    await acts.set_language(services(request), opened.conversation, form.lang)
    opened = await _opened(request, form)
    return await views.conversation(request, opened, note=f"plain_language_{form.lang}")


async def _link(request: web.Request, form: Form) -> web.Response:
    opened = await _opened(request, form)
    url, expires = await acts.resume_link(request, opened.conversation)
    return views.link(request, opened, url, expires)


async def _resume(request: web.Request, form: Form) -> web.Response:
    """A pasted link, or only its token; used once, as in the widget."""
    service = services(request)
    await service.limits.check_new_conversation(request)
    token = form.link.strip().rpartition(_RESUME)[2]
    if not token:
        invalid("plain_resume_empty")
    conversation, bearer = await acts.redeem(service, token)
    return await views.conversation(request, Open(conversation, bearer), resumed=True)


async def _handoff(request: web.Request, form: Form) -> web.Response:
    """The summary for a person, to be read and changed."""
    opened = await _opened(request, form)
    return views.handoff(request, opened, await handoff.preview(services(request), opened.conversation))


async def _hand_over(request: web.Request, form: Form) -> web.Response:
    """Sends the summary; what cannot be sent stays on the page, with what the user has written."""
    service = services(request)
    opened = await _opened(request, form)
    await service.limits.check_message(request, opened.conversation.id)
    key = turn_key(service, opened.conversation.id, form, form.handoff)
    try:
        await handoff.hand_over(service, opened.conversation, form.handoff, key)
    except Problem as problem:
        if problem.name not in ("invalid-input", "unavailable", "not-found"):
            raise
        shown = await handoff.preview(service, opened.conversation)
        return views.handoff(request, opened, shown, trouble=Trouble(problem, form, _FIELDS.get(problem.sentence, "")))
    return await views.conversation(request, await _opened(request, form))


async def _new(request: web.Request, form: Form) -> web.Response:
    return views.confirm(request, await _opened(request, form))


async def _show(request: web.Request, form: Form) -> web.Response:
    return await views.conversation(request, await _opened(request, form))


async def _erase(request: web.Request, form: Form) -> web.Response:
    """Erases it, an expired one too; one that is gone already is as it should be."""
    try:
        opened = await _opened(request, form, even_expired=True)
        await acts.erase(services(request), opened.conversation)
    except Problem as problem:
        if problem.name != "unknown-conversation":
            raise
    return views.start(request, erased=True)


_ACTS: dict[str, Callable[[web.Request, Form], Awaitable[web.Response]]] = {
    "rate": _rate,
    "language": _language,
    "link": _link,
    "resume": _resume,
    "handoff": _handoff,
    "hand-over": _hand_over,
    "new": _new,
    "show": _show,
    "erase": _erase,
}


async def _opened(request: web.Request, form: Form, *, even_expired: bool = False) -> Open:
    found = await access.granted(services(request), form.conversation, form.token, even_expired=even_expired)
    return Open(found, form.token)


async def _refused(request: web.Request, form: Form, problem: Problem) -> web.Response:
    """The page again with what went wrong on top, and what the user wrote in its field."""
    if form.act == "resume":
        return views.start(request, trouble=Trouble(problem, form, "lenke"))
    trouble = Trouble(problem, form, "tekst" if form.act in ("", "send") and not form.payload else "")
    if not form.conversation:
        return views.start(request, trouble=trouble)
    try:
        opened = await _opened(request, form)
    except Problem as refused:
        return views.start(request, trouble=replace(trouble, problem=refused), ended=refused.name in _OVER)
    except StoreUnavailable:
        return views.unread(request, trouble)
    return await views.conversation(request, opened, trouble=trouble)


def _with(form: Form, opened: Open) -> Form:
    return replace(form, conversation=opened.conversation.id, token=opened.token)


async def _nothing() -> None:
    """A page shows no typing sign."""
