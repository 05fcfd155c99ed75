"""One turn of a conversation: from a checked request to stored replies, exactly once for each Idempotency-Key."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from assistant.conversations.history import ConversationGone, KeyReused, Memory, Overtaken, RequestKey, Turn
from assistant.conversations.payloads import Press
from assistant.conversations.ports import Assistant, Json, LeavesStoring, TurnMemory, UnknownMunicipality
from assistant.logs import place
from assistant.observability.spans import span
from assistant.web.messages import Replies, failed, finish, user_message
from assistant.web.problems import Problem, retry
from assistant.web.services import Services
from assistant.web.texts import DEFAULT, LANGUAGES

log = logging.getLogger(__name__)
Started = Callable[[], Awaitable[None]]
TRIES = 5


@dataclass(frozen=True)
class Said:
    """What the user did: wrote a text (masked) or pressed a button."""

    shown: str
    press: Press | None = None


def request_key(services: Services, conversation_id: str, key: str | None, body: Json) -> RequestKey | None:
    """The hashes that recognise a repeated request; None when it has no Idempotency-Key."""
    if key is None:
        return None
    digest = services.stores.keyring.digest
    canonical = json.dumps(body, sort_keys=True)
    return RequestKey(digest("idempotency", f"{conversation_id} {key}"), digest("request", canonical))


async def take_turn(
    services: Services, conversation_id: str, said: Said, key: RequestKey | None, *, started: Started
) -> list[Json]:
    """Let the engine reply, store both sides, and return the replies.

    Args:
        services: The service.
        conversation_id: A conversation that the client may use.
        said: What the user did.
        key: Recognises a repeated request, which gets the first one's replies.
        started: Awaited once the turn is sure to be answered, before the engine works.

    Raises:
        Problem: unknown-conversation or idempotency-conflict; unavailable, when other processes took turns of the same
            conversation all the time.
        StoreUnavailable: The replies could not be stored, so they are not given.
    """
    async with services.locks.hold(conversation_id):
        for tried in range(TRIES):
            with suppress(Overtaken):
                return await _taken(services, conversation_id, said, key, started)
            services.metrics.count("veileder_overtaken_total")
            await step_aside(tried)
    raise overtaken(services)


async def step_aside(tried: int) -> None:
    """Wait a moment after having been overtaken so many times before, each process another one."""
    await asyncio.sleep(secrets.randbelow(20 * (tried + 1)) / 1000)


def overtaken(services: Services) -> Problem:
    """What is told when each try was overtaken: it is busy, and nothing is wrong with the database."""
    services.limits.on_refusal("overloaded")
    return retry("unavailable", "overloaded", 1)


async def _taken(
    services: Services, conversation_id: str, said: Said, key: RequestKey | None, started: Started
) -> list[Json]:
    """The turn, from what is stored now.

    Raises:
        Overtaken: Another process has taken a turn meanwhile; nothing was stored or said.
        Problem, StoreUnavailable: As `take_turn`.
    """
    history, assistant = services.stores.history, services.assistant
    try:
        before = await history.begin(conversation_id, key)
        await started()
        if before.replies is not None:
            services.metrics.count("veileder_replays_total")
            return before.replies
        with remembering(assistant, conversation_id, before.memory) as memory:
            replies = await _reply(services, conversation_id, said)
            user = user_message(said.shown, await language(assistant, conversation_id))
            remembered = None if memory.after is None else Memory(before.memory, memory.after)
            await history.record(conversation_id, Turn(user, replies.messages, key, replies.origins, remembered))
            memory.stored()
    except ConversationGone:
        raise Problem("unknown-conversation", "unknown_conversation") from None
    except KeyReused:
        raise Problem("idempotency-conflict", "idempotency_conflict") from None
    return replies.messages


class _StoresItself:
    """The memory of an engine that stores it by itself."""

    after: str | None = None

    def stored(self) -> None:
        """Nothing to be done."""


def remembering(assistant: Assistant, conversation_id: str, stored: str | None) -> AbstractContextManager[TurnMemory]:
    """The engine's memory of a conversation while it works, to be stored with what was said."""
    if _leaves_storing(type(assistant)):
        return cast(LeavesStoring, assistant).remembering(conversation_id, stored)
    return nullcontext(_StoresItself())


@cache
def _leaves_storing(kind: type[Assistant]) -> bool:
    return issubclass(kind, LeavesStoring)


async def complete(services: Services, turn: Coroutine[Any, Any, list[Json]]) -> list[Json]:
    """Await a turn as a task of its own: once begun it is completed and stored, even if the client leaves.

    Raises:
        Problem: What the turn raises.
    """

    async def bounded() -> list[Json]:
        with span("turn"):
            return await turn

    task = asyncio.create_task(bounded())
    services.turns.add(task)
    task.add_done_callback(services.turns.discard)
    task.add_done_callback(_retrieve)
    try:
        return await asyncio.shield(task)
    finally:
        if task.done():
            turn.close()  # a turn that was refused never began


def _retrieve(task: asyncio.Task[list[Json]]) -> None:
    """Take note of a failure, or asyncio would log it, with its text, when the client has left."""
    if not task.cancelled():
        task.exception()


async def greet(services: Services, conversation_id: str, *, lang: str | None, municipality: str | None) -> Replies:
    """Open a conversation in the engine and return its greeting.

    Raises:
        Problem: invalid-input, for a municipality number that is not in use.
    """
    await services.turnstile.passed()
    try:
        return await _ask(
            services,
            conversation_id,
            services.assistant.open(conversation_id, lang=lang, municipality=municipality),
            lang or DEFAULT,
            "open",
        )
    except UnknownMunicipality:
        raise Problem("invalid-input", "municipality") from None


async def language(assistant: Assistant, conversation_id: str) -> str:
    """The language of the latest reply; bokmål when the engine cannot tell."""
    try:
        lang = await assistant.language(conversation_id)
    except Exception as error:  # noqa: BLE001  any failure of the engine: the language is a courtesy here
        log.error("engine: no language conversation=%s error=%s", conversation_id, type(error).__name__)
        return DEFAULT
    return lang if lang in LANGUAGES else DEFAULT


async def _reply(services: Services, conversation_id: str, said: Said) -> Replies:
    assistant = services.assistant
    await services.turnstile.passed()
    if said.press is not None:
        return await _ask(
            services, conversation_id, assistant.press(conversation_id, said.press.command), None, "button"
        )
    return await _ask(services, conversation_id, assistant.say(conversation_id, said.shown), None, "text")


async def _ask(
    services: Services, conversation_id: str, work: Awaitable[list[Json]], lang: str | None, turn: str
) -> Replies:
    """The engine's reply, seen: how long it took, and of what kind it is."""
    begun = time.perf_counter()
    with span("reply") as seen:
        seen.set("turn", turn)
        replies = await _answer(services, conversation_id, work, lang)
        for name in ("kind", "topic", "scheme", "lang"):
            seen.set(name, replies.messages[0][name])
    services.metrics.observe_reply(time.perf_counter() - begun, turn)
    return replies


async def _answer(services: Services, conversation_id: str, work: Awaitable[list[Json]], lang: str | None) -> Replies:
    """The engine's reply as Messages; when it fails or says nothing, one Message that says so."""
    failure = "Silence"
    replies = Replies([], [])
    try:
        async with asyncio.timeout(services.settings.reply_timeout_seconds):
            drafts = await work
        replies = finish(services.signer, conversation_id, drafts)
    except UnknownMunicipality:
        raise
    except Exception as error:  # noqa: BLE001  whatever goes wrong, the user is told and no content logged
        failure = type(error).__name__
        log.error("engine: failed conversation=%s error=%s at=%s", conversation_id, failure, place(error))
    if not replies.messages:
        services.metrics.count("veileder_engine_failures_total", error=failure)
        replies = failed(lang or await language(services.assistant, conversation_id))
    for message in replies.messages:
        services.metrics.count("veileder_messages_total", kind=message["kind"], topic=message["topic"] or "")
    return replies
