"""Wires what is seen of a running service: samples, database calls, refusals, readiness, tracing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial

from aiohttp import web

from assistant.archive.releases import package_version
from assistant.editing.live import LIVE
from assistant.engine.training import fingerprint
from assistant.observability.parts import readiness
from assistant.observability.readiness import Readiness
from assistant.observability.sampling import Measures, Sampler
from assistant.observability.tracing import start_tracing
from assistant.web import observed
from assistant.web.services import SERVICES
from assistant.web.sharing import SHARED

READINESS = web.AppKey("readiness", Readiness)
SAMPLER = web.AppKey("sampler", Sampler)


def observe(app: web.Application) -> None:
    """Let an application be seen, from its start to its end."""
    service = app[SERVICES]
    service.limits.on_refusal = partial(_refused, app)
    service.stores.database.observer = service.metrics.observe_database
    service.metrics.set("veileder_build_info", 1, version=package_version(), model=fingerprint())
    if service.settings.access_log:
        observed.log.setLevel(logging.INFO)  # the others tell warnings and errors only
    if line := app[SHARED].line:
        line.told = partial(_redis_told, app)
        _redis_told(app, line.is_up)
    app[READINESS] = readiness(service.settings, service.assistant, service.stores.database)
    app[SAMPLER] = Sampler(service.metrics, partial(_look, app))
    app.cleanup_ctx.append(_tracing)
    app.cleanup_ctx.append(_sampling)


def drain(app: web.Application) -> None:
    """Not ready from now on: the process has been told to end."""
    app[READINESS].drain()


def retention_told(app: web.Application, deleted: int | None) -> None:
    """Note a run of the retention: how many conversations it deleted, or None when it failed."""
    app[SERVICES].metrics.observe_retention(deleted)
    if deleted is not None:
        app[SAMPLER].retention_ran()


def _refused(app: web.Application, reason: str) -> None:
    app[SERVICES].metrics.count("veileder_refused_total", reason=reason)


def _redis_told(app: web.Application, is_up: bool) -> None:
    app[SERVICES].metrics.set("veileder_degraded", not is_up, part="redis")


def _look(app: web.Application, measures: Measures) -> None:
    measures.set("veileder_messages_in_flight", app[SERVICES].limits.in_flight)
    if live := app.get(LIVE):
        for scheme, number in live.heads.items():
            measures.set("veileder_scheme_version", number, scheme=scheme)


async def _tracing(app: web.Application) -> AsyncIterator[None]:
    tracing = start_tracing(app[SERVICES].settings)
    yield
    if tracing is not None:
        await asyncio.to_thread(tracing.close)


async def _sampling(app: web.Application) -> AsyncIterator[None]:
    job = asyncio.create_task(app[SAMPLER].run(), name="samples")
    yield
    job.cancel()
    with suppress(asyncio.CancelledError):
        await job
