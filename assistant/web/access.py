"""Who may use a conversation: the checks that stand before every call on one."""

from __future__ import annotations

import re

from aiohttp import web

from assistant.conversations.store import Conversation
from assistant.web.problems import Problem
from assistant.web.services import Services, services

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CHALLENGE = {"WWW-Authenticate": "Bearer"}


async def conversation(request: web.Request, *, even_expired: bool = False) -> Conversation:
    """The conversation in the path, for a client that sends its token in the header.

    Raises:
        Problem: as `granted`.
    """
    return await granted(services(request), request.match_info["id"], _bearer(request), even_expired=even_expired)


async def granted(
    service: Services, conversation_id: str, token: str | None, *, even_expired: bool = False
) -> Conversation:
    """A conversation, for a client that holds its token.

    An unknown id is answered before the token is looked at: there is nothing that a token could open.

    Raises:
        Problem: unknown-conversation, invalid-token or conversation-expired, in this order.
    """
    if not _ID.fullmatch(conversation_id):
        raise Problem("unknown-conversation", "unknown_conversation")
    access = await service.stores.conversations.access(conversation_id, token)
    if access.conversation is None:
        raise Problem("unknown-conversation", "unknown_conversation")
    if not access.granted:
        raise Problem("invalid-token", "token_wrong" if token else "token_missing", headers=_CHALLENGE)
    if access.conversation.expired and not even_expired:
        raise Problem("conversation-expired", "conversation_expired")
    return access.conversation


def refused_resume() -> Problem:
    """The answer to a resume token that opens nothing."""
    return Problem("invalid-token", "resume_wrong", headers=_CHALLENGE)


def _bearer(request: web.Request) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
