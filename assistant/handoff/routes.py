"""A person takes over: what would be handed over, and handing it over when the user says so."""

from __future__ import annotations

import asyncio
import datetime as dt

from aiohttp import web

from assistant.conversations.history import ConversationGone, KeyReused, Turn
from assistant.conversations.ports import Json
from assistant.conversations.store import Conversation
from assistant.handoff.delivery import NotDelivered, deliver, mailto
from assistant.handoff.hours import OpeningHours
from assistant.handoff.summary import Summary, as_text, summarise
from assistant.privacy.masking import mask
from assistant.web import access
from assistant.web.body import boolean, clean, idempotency_key, read_object, string
from assistant.web.messages import notice_message, user_message
from assistant.web.problems import Problem, invalid, retry
from assistant.web.services import Services, services
from assistant.web.texts import say
from assistant.web.turns import language, request_key

routes = web.RouteTableDef()
PATH = "/api/v1/conversations/{id}/handoff"
_MAX_CONTACT_CHARS = 200
# Letters and digits that are not mistaken for each other when read aloud: one for each of 32 values.
_SPOKEN = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@routes.get(PATH, allow_head=False)
async def preview(request: web.Request) -> web.Response:
    """What would be handed over. Nothing is sent."""
    conversation = await access.conversation(request)
    service = services(request)
    lang = await _language(service, conversation)
    summary = await _summary(service, conversation, lang)
    return web.json_response(_described(service, summary, lang))


@routes.post(PATH)
async def hand_over(request: web.Request) -> web.Response:
    """Send the text that the user has read and agreed to. It is masked once more; `contact` is passed on, not kept."""
    conversation = await access.conversation(request)
    service = services(request)
    service.limits.check_message(request, conversation.id)
    body = await read_object(request, ("consent", "text", "contact"))
    text, contact = _checked(service, body)
    key = request_key(service, conversation.id, idempotency_key(request), body)
    async with service.locks.hold(conversation.id):
        try:
            replies = await service.stores.history.begin(conversation.id, key)
            if replies is None:
                replies = [await _send(service, conversation, text, contact)]
                turn = Turn(user_message(say("handoff_done", replies[0]["lang"]), replies[0]["lang"]), replies, key)
                await service.stores.history.record(conversation.id, turn)
        except ConversationGone:
            raise Problem("unknown-conversation", "unknown_conversation") from None
        except KeyReused:
            raise Problem("idempotency-conflict", "idempotency_conflict") from None
    return web.json_response({"reference": _reference(service, conversation, text), "messages": replies}, status=201)


def _checked(service: Services, body: Json) -> tuple[str, str | None]:
    if not service.settings.handoff_webhook:
        raise Problem("not-found", "handoff_no_receiver")
    if not boolean(body, "consent"):
        invalid("handoff_consent")
    text = clean(string(body, "text"))
    contact = clean(string(body, "contact")) if body.get("contact") is not None else None
    limit = service.settings.max_text_chars
    if not text:
        invalid("text_empty")
    if len(text) > limit:
        invalid("text_too_long", limit=limit)
    if contact is not None and (len(contact) > _MAX_CONTACT_CHARS or "\n" in contact):
        invalid("handoff_contact", limit=_MAX_CONTACT_CHARS)
    return text, contact or None


async def _send(service: Services, conversation: Conversation, text: str, contact: str | None) -> Json:
    lang = await _language(service, conversation)
    summary = await _summary(service, conversation, lang)
    reference = _reference(service, conversation, text)
    masked = await asyncio.to_thread(mask, text)
    content = {**_described(service, summary, lang), "reference": reference, "text": masked.text, "contact": contact}
    for of_preview_only in ("can_send", "mailto", "hours"):
        content.pop(of_preview_only)
    try:
        await deliver(service.settings, content)
    except NotDelivered:
        service.metrics.count("veileder_handoffs_total", outcome="failed")
        raise retry("unavailable", "handoff_failed", 60) from None
    service.metrics.count("veileder_handoffs_total", outcome="sent")
    receiver = summary.office.name(lang) if summary.office else say("handoff_receiver", lang)
    return notice_message(say("handoff_sent", lang, office=receiver, reference=reference), lang)


def _reference(service: Services, conversation: Conversation, text: str) -> str:
    """What user and receiver call this handoff; the same text of a conversation gets the same one, also when resent."""
    digest = bytes.fromhex(service.stores.keyring.digest("handoff", f"{conversation.id} {text}"))
    letters = "".join(_SPOKEN[byte % len(_SPOKEN)] for byte in digest[:8])
    return f"{letters[:4]}-{letters[4:]}"


async def _language(service: Services, conversation: Conversation) -> str:
    return conversation.lang or await language(service.assistant, conversation.id)


async def _summary(service: Services, conversation: Conversation, lang: str) -> Summary:
    messages = await service.stores.history.read(conversation.id)
    standing = await service.assistant.standing(conversation.id)
    return await asyncio.to_thread(summarise, service.library, standing, messages, lang)


def _described(service: Services, summary: Summary, lang: str) -> Json:
    text, office = as_text(summary, lang), summary.office
    subject = say("handoff_subject", lang, scheme=summary.scheme_name or say("page_service", lang))
    card = (
        {"name": office.name(lang), "url": office.url, "email": office.email, "phone": office.phone} if office else None
    )
    return {
        "scheme": summary.scheme,
        "scheme_name": summary.scheme_name,
        "summary": subject,
        "questions": list(summary.questions),
        "answers": [{"label": label, "answer": answer} for label, answer in summary.answers],
        "citations": list(summary.citations),
        "office": card,
        "hours": _hours(service, lang),
        "can_send": bool(service.settings.handoff_webhook),
        "mailto": mailto(office.email if office else None, subject, text),
        "text": text,
        "lang": lang,
    }


def _hours(service: Services, lang: str) -> Json | None:
    written = service.settings.opening_hours
    if not written:
        return None
    now = dt.datetime.fromtimestamp(service.stores.clock(), dt.UTC)
    hours = OpeningHours.parse(written)
    is_open = hours.is_open(now)
    spans = [
        say(
            "hours_days" if span.first != span.last else "hours_day",
            lang,
            first=say(f"hours_day_{span.first}", lang),
            last=say(f"hours_day_{span.last}", lang),
            opens=f"{span.opens:%H.%M}",
            closes=f"{span.closes:%H.%M}",
        )
        for span in hours.spans
    ]
    text = say("hours_when", lang, spans=", ".join(spans))
    return {"text": text[:1].upper() + text[1:], "open": is_open}
