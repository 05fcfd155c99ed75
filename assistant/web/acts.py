"""What can be done with a conversation. The API and the pages without JavaScript go through the same steps."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from aiohttp import web

from assistant.conversations.history import ConversationGone, Memory, Overtaken
from assistant.conversations.payloads import InvalidPayload
from assistant.conversations.ports import Json
from assistant.conversations.store import Conversation
from assistant.observability.spans import span
from assistant.privacy.masking import Masked, mask
from assistant.web import access
from assistant.web.body import message_text, string
from assistant.web.origins import public_origin
from assistant.web.problems import Problem, invalid, retry
from assistant.web.services import Services, services
from assistant.web.turns import TRIES, Said, greet, overtaken, remembering, step_aside

log = logging.getLogger(__name__)
AUTO = "auto"
_MASK_IN_LOOP_CHARS = 1_000


async def begin(
    service: Services, conversation_id: str, *, lang: str | None, municipality: str | None, token: str | None = None
) -> tuple[Conversation, str, list[Json]]:
    """Start a conversation; returns it with its bearer token and the greeting.

    Args:
        service: The service.
        conversation_id: An id that no conversation has.
        lang: The user's choice of language, or None to follow the user.
        municipality: A municipality number, or None.
        token: The token it gets; a new one when not given.

    Raises:
        Problem: invalid-input for a municipality number that is not in use.
    """
    with remembering(service.assistant, conversation_id, None) as memory:
        greeting = await greet(service, conversation_id, lang=lang, municipality=municipality)
        conversation, token = await service.stores.conversations.create(
            conversation_id,
            lang=lang,
            greeting=greeting.messages,
            origins=greeting.origins,
            token=token,
            memory=None if memory.after is None else Memory(None, memory.after),
        )
        memory.stored()
    service.metrics.count("veileder_conversations_total", event="started")
    return conversation, token, greeting.messages


async def redeem(service: Services, resume_token: str) -> tuple[Conversation, str]:
    """Exchange a resume link's token, once, for the conversation and a token of this browser's own.

    Raises:
        Problem: invalid-token or conversation-expired.
    """
    redeemed = await service.stores.conversations.redeem(resume_token)
    if redeemed is None:
        raise access.refused_resume()
    if redeemed[0].expired:
        raise Problem("conversation-expired", "conversation_expired")
    return redeemed


async def said(service: Services, conversation_id: str, body: Json) -> Said:
    """What the user did, checked; a text is cleaned and masked here, before anything else sees it.

    Raises:
        Problem: invalid-input or invalid-payload.
    """
    if ("text" in body) == ("payload" in body):
        invalid("text_xor_payload")
    if "payload" in body:
        try:
            press = service.signer.verify(conversation_id, string(body, "payload"))
        except InvalidPayload:
            raise Problem("invalid-payload", "invalid_payload") from None
        return Said(press.title, press)
    with span("masking") as seen:
        masked = await _mask(message_text(string(body, "text"), service.settings.max_text_chars))
        seen.set("masked", len(masked.kinds))
    for kind in masked.kinds:
        service.metrics.count("veileder_masked_total", kind=kind.strip("[]"))
    return Said(masked.text)


async def rate(service: Services, conversation_id: str, message_id: str, *, helpful: bool) -> None:
    """Store whether a reply helped; the latest answer counts.

    Raises:
        Problem: not-found, when the conversation has no such reply.
    """
    known = len(message_id) <= 64 and message_id.isascii() and message_id.isalnum()
    if not known or not await service.stores.history.rate(conversation_id, message_id, helpful=helpful):
        raise Problem("not-found", "unknown_message")


async def set_language(service: Services, conversation: Conversation, lang: str) -> None:
    """Override the language of the replies, until `auto`.

    Raises:
        Problem: unknown-conversation, when it was erased meanwhile.
            unavailable, when other processes took turns all the time. Nothing was stored then.
    """
    async with service.locks.hold(conversation.id):
        for tried in range(TRIES):
            with suppress(Overtaken):
                return await _set_language(service, conversation.id, lang)
            await step_aside(tried)
    raise overtaken(service)


async def _set_language(service: Services, conversation_id: str, lang: str) -> None:
    """Once, from what is stored now; a turn that another process has stored meanwhile is not undone."""
    try:
        before = (await service.stores.history.begin(conversation_id, None)).memory
    except ConversationGone:
        raise Problem("unknown-conversation", "unknown_conversation") from None
    with remembering(service.assistant, conversation_id, before) as memory:
        await service.assistant.set_language(conversation_id, lang)
        after = None if memory.after is None else Memory(before, memory.after)
        await service.stores.conversations.set_language(conversation_id, None if lang == AUTO else lang, after)
        memory.stored()


async def resume_link(request: web.Request, conversation: Conversation) -> tuple[str, int]:
    """A link that opens the conversation in another browser, once; and when it expires, in seconds since 1970.

    Raises:
        Problem: rate-limited.
    """
    service = services(request)
    await service.limits.check_message(request, conversation.id)
    token, expires = await service.stores.conversations.create_resume_link(conversation)
    origin = public_origin(request)
    # After the #: the browser keeps it, so that it reaches no server's log.
    return f"{origin}/#resume={token}", expires


async def erase(service: Services, conversation: Conversation) -> None:
    """Erase a conversation everywhere.

    Raises:
        Problem: unavailable, when the engine keeps something; what was said is gone even then.
    """
    async with service.locks.hold(conversation.id):
        await service.stores.eraser.erase_content(conversation.id)
        try:
            await service.assistant.forget(conversation.id)
        except Exception as error:  # noqa: BLE001  any failure of the engine: the client must know that something is left
            log.error("engine: kept conversation=%s error=%s", conversation.id, type(error).__name__)
            raise retry("unavailable", "erase_unfinished", 10) from None
        await service.stores.eraser.erase(conversation.id)
    service.metrics.count("veileder_conversations_total", event="erased")


async def _mask(text: str) -> Masked:
    """Short texts take microseconds; a long one may take tens of milliseconds and must not stop the loop."""
    return mask(text) if len(text) <= _MASK_IN_LOOP_CHARS else await asyncio.to_thread(mask, text)
