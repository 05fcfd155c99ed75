"""What the handlers work with, in one place."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from aiohttp import web
from jinja2 import Environment

from assistant.conversations.payloads import PayloadSigner
from assistant.conversations.ports import Assistant, Catalogue, Exports, Json
from assistant.conversations.stores import Stores
from assistant.library import Library
from assistant.settings import Settings
from assistant.web.limits import Limits
from assistant.web.locks import KeyedLocks, Locks
from assistant.web.metrics import Metrics
from assistant.web.turnstile import Turnstile


@dataclass
class Shelf:
    """What pages and the API read; a published change puts a new library and catalogue here."""

    library: Library
    catalogue: Catalogue


@dataclass(frozen=True)
class Services:
    """The parts of one running service."""

    settings: Settings
    assistant: Assistant
    shelf: Shelf
    stores: Stores
    exports: Exports
    signer: PayloadSigner
    limits: Limits
    templates: Environment
    metrics: Metrics = field(default_factory=Metrics)
    locks: Locks = field(default_factory=KeyedLocks)
    turnstile: Turnstile = field(default_factory=Turnstile)
    turns: set[asyncio.Task[list[Json]]] = field(default_factory=set)

    @property
    def library(self) -> Library:
        """The knowledge base as it answers now; read it once in a request, since a publish puts another in its place."""
        return self.shelf.library

    @property
    def catalogue(self) -> Catalogue:
        """The knowledge base in the HTTP contract's words, as it answers now."""
        return self.shelf.catalogue

    async def finish_turns(self, *, timeout_seconds: float) -> None:
        """Let the turns under way end, so that what the engine did is stored before the stores close."""
        if self.turns:
            await asyncio.wait(self.turns, timeout=timeout_seconds)


SERVICES = web.AppKey("services", Services)


def services(request: web.Request) -> Services:
    """The service that a request came to."""
    return request.app[SERVICES]
