"""The steps of handing over, which the API and the page without JavaScript share."""

from __future__ import annotations

import asyncio
import datetime as dt

from actions.offices import office_card
from assistant.conversations.database import StoreUnavailable
from assistant.conversations.history import ConversationGone, KeyReused, Overtaken, RequestKey, Turn
from assistant.conversations.ports import Json
from assistant.conversations.store import Conversation
from assistant.handoff import hours as opening
from assistant.handoff.delivery import NotDelivered, deliver, mailto
from assistant.handoff.summary import Summary, as_text, summarise
from assistant.privacy.masking import mask
from assistant.web.body import boolean, clean, string
from assistant.web.messages import notice_message, user_message
from assistant.web.problems import Problem, invalid, retry
from assistant.web.services import Services
from assistant.web.texts import say
from assistant.web.turns import language
from knowledge.offices.directory import Office

_MAX_CONTACT_CHARS = 200
# Letters and digits that are not mistaken for each other when read aloud: one for each of 32 values.
_SPOKEN = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


async def preview(service: Services, conversation: Conversation) -> Json:
    """What would be handed over, as the API's `Handoff`. Nothing is sent."""
    lang = await _language(service, conversation)
    summary = await _summary(service, conversation, lang)
    content, office = _content(summary, lang), summary.office
    return {
        **content,
        "hours": _hours(service, office, lang),
        "can_send": bool(service.settings.handoff_webhook),
        "mailto": mailto(office.email if office else None, content["summary"], content["text"]),
    }


async def hand_over(
    service: Services, conversation: Conversation, body: Json, key: RequestKey | None
) -> tuple[str, list[Json]]:
    """Send the text that the user has read and agreed to, once for each key.

    Args:
        service: The service.
        conversation: A conversation that the client may use.
        body: `consent` (true), `text` (masked once more here) and perhaps `contact` (passed on, not kept).
        key: Recognises a repeated request, which sends nothing.

    Returns:
        The reference, and the notice that now stands in the history.

    Raises:
        Problem: not-found where no receiver is set up; invalid-input; unavailable when the receiver does not take it;
            unknown-conversation; idempotency-conflict.
    """
    text, contact = _checked(service, body)
    async with service.locks.hold(conversation.id):
        try:
            replies = (await service.stores.history.begin(conversation.id, key)).replies
            if replies is None:
                notice, origin = await _send(service, conversation, text, contact)
                replies, lang = [notice], notice["lang"]
                turn = Turn(user_message(say("handoff_done", lang), lang), replies, key, [origin])
                await _record(service, conversation.id, turn)
        except ConversationGone:
            raise Problem("unknown-conversation", "unknown_conversation") from None
        except KeyReused:
            raise Problem("idempotency-conflict", "idempotency_conflict") from None
    return _reference(service, conversation, text), replies


async def _record(service: Services, conversation_id: str, turn: Turn) -> None:
    """Store that the summary was sent, unless another process has just stored the same request."""
    try:
        await service.stores.history.record(conversation_id, turn)
    except Overtaken:
        if turn.key is None or (await service.stores.history.begin(conversation_id, turn.key)).replies is None:
            raise StoreUnavailable("overtaken") from None


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


async def _send(service: Services, conversation: Conversation, text: str, contact: str | None) -> tuple[Json, Json]:
    """Sends it; returns the notice, and where that comes from, which leaves out the reference that the receiver has."""
    lang = await _language(service, conversation)
    summary = await _summary(service, conversation, lang)
    reference = _reference(service, conversation, text)
    masked = await asyncio.to_thread(mask, text)
    content = {**_content(summary, lang), "reference": reference, "text": masked.text, "contact": contact}
    try:
        await deliver(service.settings, content)
    except NotDelivered:
        service.metrics.count("veileder_handoffs_total", outcome="failed")
        raise retry("unavailable", "handoff_failed", 60) from None
    service.metrics.count("veileder_handoffs_total", outcome="sent")
    receiver = summary.office.name(lang) if summary.office else say("handoff_receiver", lang)
    without = {"office": receiver, "reference": "…"}
    made = {"key": "handoff_sent", "values": without}
    origin = {"lang": lang, "made": made, "shown": say("handoff_sent", lang, **without)}
    return notice_message(say("handoff_sent", lang, office=receiver, reference=reference), lang), origin


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


def _content(summary: Summary, lang: str) -> Json:
    """What a person gets to see of a summary, in one language."""
    return {
        "scheme": summary.scheme,
        "scheme_name": summary.scheme_name,
        "summary": say("handoff_subject", lang, scheme=summary.scheme_name or say("page_service", lang)),
        "questions": list(summary.questions),
        "answers": [{"label": label, "answer": answer} for label, answer in summary.answers],
        "citations": list(summary.citations),
        "office": office_card(summary.office, lang) if summary.office else None,
        "text": as_text(summary, lang),
        "lang": lang,
    }


def _hours(service: Services, office: Office | None, lang: str) -> Json | None:
    """The hours that the operator has stated for the office; nothing is said of another office's."""
    hours = opening.parse(service.settings.opening_hours).get(office.code) if office else None
    if hours is None:
        return None
    now = dt.datetime.fromtimestamp(service.stores.clock(), dt.UTC)
    text = say("hours_when", lang, spans=", ".join(_span(span, lang) for span in hours.spans))
    return {"text": text[:1].upper() + text[1:], "open": hours.is_open(now)}


def _span(span: opening.Span, lang: str) -> str:
    days = {"first": say(f"hours_day_{span.first}", lang), "last": say(f"hours_day_{span.last}", lang)}
    key = "hours_days" if span.first != span.last else "hours_day"
    return say(key, lang, **days, opens=f"{span.opens:%H.%M}", closes=f"{span.closes:%H.%M}")
