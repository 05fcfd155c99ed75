"""The application: all routes, middlewares and background work, wired from parts that are given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial

from aiohttp import web

from assistant.caseworker import routes as caseworker_routes
from assistant.conversations.payloads import PayloadSigner
from assistant.conversations.ports import Assistant, Catalogue, Exports
from assistant.conversations.stores import Stores
from assistant.editing import (
    archive_routes,
    dashboard_routes,
    document_routes,
    draft_routes,
    publish_routes,
    scheme_routes,
    yaml_routes,
)
from assistant.handoff import routes as handoff_routes
from assistant.inbox import action_routes as inbox_actions
from assistant.inbox import download_routes as inbox_downloads
from assistant.inbox import routes as inbox_pages
from assistant.inbox.daily import count_forever, count_once
from assistant.library import Library
from assistant.plain import routes as plain
from assistant.privacy.retention import run_forever
from assistant.settings import Settings
from assistant.staff import audit_routes, sign_in_routes
from assistant.staff.sign_in import SIGN_IN_KEY, SignIn
from assistant.web import (
    catalogue_routes,
    checklist_routes,
    conversation_routes,
    health_routes,
    information,
    message_routes,
    pages,
    texts,
)
from assistant.web.limits import Limits
from assistant.web.middleware import add_headers, errors, other_sites
from assistant.web.observed import add_request_id, observed
from assistant.web.observing import observe, retention_told
from assistant.web.services import SERVICES, Services, Shelf
from assistant.web.sharing import SHARED, close_shared, share

_ROUTES = (
    conversation_routes,
    message_routes,
    catalogue_routes,
    checklist_routes,
    handoff_routes,
    health_routes,
    pages,
    information,
    plain,
    caseworker_routes,
    inbox_pages,
    inbox_actions,
    inbox_downloads,
)
_STAFF_ROUTES = (sign_in_routes, audit_routes)
_EDITING_ROUTES = (
    dashboard_routes,
    draft_routes,
    publish_routes,
    scheme_routes,
    yaml_routes,
    document_routes,
    archive_routes,
)
_FINISH_SECONDS = 10.0


def create_app(
    settings: Settings,
    assistant: Assistant,
    catalogue: Catalogue,
    library: Library,
    stores: Stores,
    exports: Exports,
    *,
    jobs: bool = True,
) -> web.Application:
    """Build the application.

    Args:
        settings: Limits, lifetimes, allowed origins.
        assistant: The dialogue engine, loaded.
        catalogue: Read access to the knowledge base; called in threads.
        library: The knowledge base as the staff's pages read it.
        stores: The opened stores; the application closes them when it is cleaned up.
        exports: Write a checklist as a file, by format; called in threads.
        jobs: Delete what is past its time and count the days, again and again; one of several workers does.
    """
    app = web.Application(middlewares=[observed, errors, other_sites], client_max_size=settings.max_body_bytes)
    app[SHARED] = shared = share(settings, stores.keyring)
    app[SERVICES] = Services(
        settings=settings,
        assistant=assistant,
        shelf=Shelf(library, catalogue),
        stores=stores,
        exports=exports,
        signer=PayloadSigner(stores.keyring),
        limits=Limits(settings, shared.rates),
        locks=shared.locks,
        templates=pages.environment(),
    )
    texts.load()  # now: it takes tenths of a second, in which the first one who asks would hold up all others
    app[SIGN_IN_KEY] = SignIn.build(settings, stores)
    for module in (*_ROUTES, *_STAFF_ROUTES, *_EDITING_ROUTES):
        app.add_routes(module.routes)
    pages.add_static(app)
    app.on_response_prepare.append(add_headers)
    app.on_response_prepare.append(add_request_id)
    app.cleanup_ctx.append(close_shared)
    app.cleanup_ctx.append(_stores)
    observe(app)
    if jobs:
        app.cleanup_ctx.append(_figures)
        app.cleanup_ctx.append(_retention)
    return app


async def _stores(app: web.Application) -> AsyncIterator[None]:
    yield
    await app[SERVICES].finish_turns(timeout_seconds=_FINISH_SECONDS)
    await asyncio.to_thread(app[SERVICES].stores.close)


async def _figures(app: web.Application) -> AsyncIterator[None]:
    """Counts before the retention's first run, so that nothing is deleted uncounted."""
    daily = app[SERVICES].stores.inbox.daily
    await count_once(daily)
    job = asyncio.create_task(count_forever(daily), name="figures")
    yield
    job.cancel()
    with suppress(asyncio.CancelledError):
        await job


async def _retention(app: web.Application) -> AsyncIterator[None]:
    service = app[SERVICES]
    work = run_forever(service.stores.eraser, service.assistant, told=partial(retention_told, app))
    job = asyncio.create_task(work, name="retention")
    yield
    job.cancel()
    with suppress(asyncio.CancelledError):
        await job
