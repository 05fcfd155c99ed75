"""Visitors of a service on this machine, for measurements and tests of faults: how they talk with it, and how they wait.

All of them go by the HTTP contract. What a visitor bears with is its own: `Visitor` takes the first refusal for the last
word, kinds of it wait and send the same request once more.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession
from yarl import URL

from assistant.settings import is_loopback_host

API = "/api/v1/conversations"
Json = dict[str, Any]
Say = Callable[[str], Awaitable[str]]
Open = Callable[[ClientSession, str], Awaitable[Say]]


class NotLoopback(ValueError):
    """The address is not one of this machine."""


class Refused(RuntimeError):
    """The service did not answer a message; the text is the status or what went wrong."""


def refuse_other_machines(url: str) -> None:
    """Makes sure that only this machine is put under load.

    Raises:
        NotLoopback: The address is not this machine's.
    """
    if not is_loopback_host(URL(url).host or ""):
        raise NotLoopback(f"{url} is not on this machine: start a service here and give its loopback address")


def advised_wait(response: ClientResponse) -> float | None:
    """Seconds after which to ask again, where the service could not now (429, 503) and says when; None otherwise."""
    after = response.headers.get("Retry-After", "")
    return float(after) if response.status in (429, 503) and after.isdecimal() else None


def is_apology(messages: Sequence[Json]) -> bool:
    """Whether a reply says that something went wrong."""
    return any(message["kind"] == "error" for message in messages)


def text_of(messages: Sequence[Json]) -> str:
    """What a reply says, in one line."""
    return " ".join(message["text"] for message in messages)


@dataclass(frozen=True)
class Conversation:
    """A conversation as its visitor knows it.

    Attributes:
        id: As the service calls it.
        bearer: The header that shows whose it is.
    """

    id: str
    bearer: dict[str, str]

    @classmethod
    def opened(cls, answer: Json) -> Conversation:
        """The one that the service says it has opened."""
        return cls(answer["conversation_id"], {"Authorization": f"Bearer {answer['token']}"})

    @property
    def path(self) -> str:
        """Where it is read."""
        return f"{API}/{self.id}"

    @property
    def messages(self) -> str:
        """Where something is said in it."""
        return f"{self.path}/messages"


class Visitor:
    """Talks with a service; kinds of visitors say what they bear with, in `refused` and `cut_off`.

    Attributes:
        patience_seconds: A request is not sent again when it was sent first longer ago than this.
        sends_keys: Whether messages have an Idempotency-Key, as they must where one may be sent twice.
    """

    patience_seconds = 60.0
    sends_keys = False

    async def begin(self, session: ClientSession, url: str) -> Say:
        """Open a conversation; returns what says a text in it.

        Raises:
            Refused: The service does not open one, or what is returned gets no answer.
        """
        conversation = Conversation.opened(await self.ask(session, url + API, {}, {}, good=201))

        async def say(text: str) -> str:
            key = {"Idempotency-Key": uuid.uuid4().hex} if self.sends_keys else {}
            headers = {**conversation.bearer, **key}
            messages = (await self.ask(session, url + conversation.messages, {"text": text}, headers))["messages"]
            if is_apology(messages):
                raise Refused("error message")
            return text_of(messages)

        return say

    async def ask(
        self,
        session: ClientSession,
        url: str,
        body: Json | None,
        headers: dict[str, str],
        *,
        method: str = "POST",
        good: int = 200,
    ) -> Json:
        """Send a request until it is answered with the good status, as long as this visitor bears with what comes instead.

        Raises:
            Refused: It is not answered.
        """
        until = time.monotonic() + self.patience_seconds
        while True:
            try:
                async with session.request(method, url, json=body, headers=headers) as response:
                    if response.status == good:
                        return dict(await response.json())
                    told, wait = str(response.status), self.refused(response)
            except (ClientError, TimeoutError, ConnectionError) as error:
                told, wait = type(error).__name__, self.cut_off(error)
            if time.monotonic() > until:
                raise Refused(told)
            await asyncio.sleep(wait)

    def refused(self, response: ClientResponse) -> float:
        """Seconds to wait before the same request is sent again.

        Raises:
            Refused: It is not.
        """
        raise Refused(str(response.status))

    def cut_off(self, error: Exception) -> float:
        """Seconds to wait before a request that got no answer is sent again; raises the error where it is not."""
        raise error


async def with_guide(session: ClientSession, url: str) -> Say:
    """Opens a conversation for a visitor who does not wait."""
    try:
        return await Visitor().begin(session, url)
    except Refused as refused:
        raise Refused(f"opening: {refused}") from refused
