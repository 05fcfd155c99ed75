"""Clients that do not give up: each message has an Idempotency-Key and is sent again until it is acknowledged.

Afterwards what they were told is compared with what the service has stored.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from aiohttp import ClientResponse, ClientSession, ClientTimeout, TCPConnector

from assistant.evaluation.visitors import (
    API,
    Conversation,
    Json,
    Refused,
    Visitor,
    advised_wait,
    is_apology,
    refuse_other_machines,
)

_TIMEOUT = ClientTimeout(total=15)
_AGAIN_SECONDS = 0.2
_LONGEST_WAIT_SECONDS = 1.0  # a client of ours in a hurry; a browser waits as long as Retry-After says
QUESTIONS = (
    "hva er fristen for tryggest?",
    "hvem kan søke?",
    "kor mykje kan vi få?",
    "hva skjer etter at vi har søkt?",
    "hvilke vedlegg må vi ha?",
)


@dataclass
class Exchange:
    """One message: its key, how often it was sent, and the ids of the replies once it was acknowledged."""

    text: str
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    sent: int = 0
    replies: tuple[str, ...] = ()


@dataclass
class Tally:
    """What clients saw and what was stored.

    Attributes:
        sent: Messages, each counted once.
        acknowledged: Messages that were answered in the end.
        notices: Answers 503 and 429 with `Retry-After`: the service said that it could not, and when to try again.
        broken: Requests that got no answer: refused, cut off, too late.
        wrong: Any other answer, by status; among them 503 without `Retry-After`.
        apologies: Acknowledged messages whose reply is of kind `error`.
        stored: Acknowledged messages found stored exactly once, text and replies.
        lost: Acknowledged messages not found.
        doubled: Turns stored more often than the message was meant.
        changed: Repeated requests that got another reply than the first time.
        slowest: Seconds from the first sending of a message to its acknowledgement, the longest.
    """

    sent: int = 0
    acknowledged: int = 0
    notices: int = 0
    broken: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    apologies: int = 0
    stored: int = 0
    lost: int = 0
    doubled: int = 0
    changed: int = 0
    slowest: float = 0.0

    @property
    def is_kept(self) -> bool:
        """Whether all that was promised holds."""
        return not (self.lost or self.doubled or self.changed or self.wrong) and self.stored == self.acknowledged


class Talk(Visitor):
    """One conversation of a patient client."""

    def __init__(self, url: str, tally: Tally, *, keeps_alive: bool) -> None:
        self._url = url
        self._tally = tally
        self._session = ClientSession(timeout=_TIMEOUT, connector=TCPConnector(limit=1, force_close=not keeps_alive))
        self._held = Conversation("", {})
        self.exchanges: list[Exchange] = []

    @property
    def id(self) -> str:
        """Of the conversation; empty until it is open."""
        return self._held.id

    async def open(self) -> None:
        """Open the conversation."""
        opened = await self._patiently("POST", API, {}, {}, 201)
        if opened is None:
            raise TimeoutError("no conversation could be opened")
        self._held = Conversation.opened(opened)

    async def say(self, text: str) -> None:
        """Say something, again and again if need be."""
        exchange, began = Exchange(text), time.monotonic()
        self.exchanges.append(exchange)
        self._tally.sent += 1
        messages = await self._send(exchange)
        if messages is None:
            return
        exchange.replies = tuple(message["id"] for message in messages)
        self._tally.acknowledged += 1
        self._tally.apologies += is_apology(messages)
        self._tally.slowest = max(self._tally.slowest, time.monotonic() - began)

    async def check(self) -> None:
        """Send the last message once more, read the conversation, and compare."""
        acknowledged = [each for each in self.exchanges if each.replies]
        if acknowledged:
            again = await self._send(acknowledged[-1])
            told = tuple(message["id"] for message in again or ())
            self._tally.changed += told != acknowledged[-1].replies
        read = await self._patiently("GET", self._held.path, None, self._held.bearer)
        compare(self.exchanges, turns_of(read["messages"] if read else []), self._tally)

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def _send(self, exchange: Exchange) -> list[Json] | None:
        exchange.sent += 1
        headers = {**self._held.bearer, "Idempotency-Key": exchange.key}
        answer = await self._patiently("POST", self._held.messages, {"text": exchange.text}, headers)
        return None if answer is None else list(answer["messages"])

    async def _patiently(
        self, method: str, path: str, body: Json | None, headers: dict[str, str], good: int = 200
    ) -> Json | None:
        """The answer, however long it takes; None when patience is over."""
        try:
            return await self.ask(self._session, self._url + path, body, headers, method=method, good=good)
        except Refused:
            return None

    def refused(self, response: ClientResponse) -> float:
        """Take note of a refusal, whatever it is; the seconds to wait."""
        wait = advised_wait(response)
        if wait is None:
            self._tally.wrong[str(response.status)] += 1
            return _AGAIN_SECONDS
        self._tally.notices += 1
        return min(wait, _LONGEST_WAIT_SECONDS)

    def cut_off(self, error: Exception) -> float:
        """Take note of it; the seconds to wait."""
        self._tally.broken += 1
        return _AGAIN_SECONDS


class Load:
    """Several patient clients at once."""

    def __init__(self, url: str, clients: int, *, think_seconds: float = 0.1) -> None:
        """
        Args:
            url: Of a service on this machine.
            clients: How many; every other one opens a connection for each request.
            think_seconds: Between an answer and the next message.

        Raises:
            NotLoopback: The address is not this machine's.
        """
        refuse_other_machines(url)
        self.tally = Tally()
        self._think_seconds = think_seconds
        self.talks = [Talk(url, self.tally, keeps_alive=number % 2 == 0) for number in range(clients)]

    async def open(self) -> None:
        """Open all conversations."""
        for talk in self.talks:
            await talk.open()

    async def talk(self, over: Callable[[], bool]) -> None:
        """Talk until it is over; what is under way is finished."""

        async def one(talk: Talk, number: int) -> None:
            while not over():
                await talk.say(QUESTIONS[(len(talk.exchanges) + number) % len(QUESTIONS)])
                await asyncio.sleep(self._think_seconds)

        await asyncio.gather(*(one(talk, number) for number, talk in enumerate(self.talks)))

    async def check(self) -> None:
        """Compare what was acknowledged with what is stored."""
        for talk in self.talks:
            await talk.check()

    async def close(self) -> None:
        """Close all connections."""
        for talk in self.talks:
            await talk.close()


Turns = list[tuple[str, tuple[str, ...]]]


def turns_of(messages: Sequence[Json]) -> Turns:
    """A history as turns: what the user said, and the ids of the replies to it. The greeting is left out."""
    turns: list[tuple[str, list[str]]] = []
    for message in messages:
        if message["role"] == "user":
            turns.append((message["text"], []))
        elif turns:
            turns[-1][1].append(message["id"])
    return [(text, tuple(replies)) for text, replies in turns]


def compare(exchanges: Sequence[Exchange], turns: Turns, tally: Tally) -> None:
    """Count what is stored as it was acknowledged, what is lost, and what stands there more than once."""
    left = Counter(turns)
    for exchange in exchanges:
        if not exchange.replies:
            continue
        turn = (exchange.text, exchange.replies)
        tally.stored += left[turn] == 1
        tally.lost += left[turn] == 0
        left[turn] -= left[turn] > 0
    unheard = Counter(exchange.text for exchange in exchanges if not exchange.replies)
    for (text, _), times in left.items():  # who was never answered may have been heard, once
        heard = min(times, unheard[text])
        unheard[text] -= heard
        tally.doubled += times - heard
