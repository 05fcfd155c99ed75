"""`veileder ingest` and `veileder watch`: documents come in, and what they say waits for an editor as drafts."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import getpass
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.conversations.stores import Stores
    from assistant.editing.drafts import Draft
    from assistant.editing.intake import Intake
    from assistant.sources.ingest import Ingested, Taken
    from assistant.sources.observations import Observation
    from knowledge.passages import Passages

_BAD_INPUT = 2


def add_parsers(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the commands to those of `veileder`; each sets `run`, which takes the options and gives an exit code."""
    ingest = commands.add_parser(
        "ingest", help="take in a document: citations open it word for word, and it is drafted"
    )
    ingest.add_argument("document", help="the announcement: a PDF, DOCX, HTML or text file, or its https address")
    ingest.add_argument(
        "--source", help="id of the source in the scheme files, e.g. slides-2025; without it an editor decides"
    )
    ingest.set_defaults(run=run_ingest)
    watch = commands.add_parser("watch", help="read the sources again and tell what has changed")
    watch.add_argument("--once", action="store_true", help="look once, instead of every VEILEDER_WATCH_HOURS")
    watch.set_defaults(run=run_watch)


def run_ingest(options: argparse.Namespace) -> int:
    """Take in one document; returns the exit code."""
    from assistant.sources.failures import FetchFailed, FetchRefused
    from assistant.sources.ingest import take
    from assistant.sources.policy import Policy
    from assistant.sources.versions import ShelfError
    from knowledge.documents.model import DocumentError

    settings = Settings.from_env()
    try:
        taken = asyncio.run(take(options.document, Policy.from_settings(settings)))
        print("\n".join(_ingested(settings, taken, options.source)))
    except (FetchRefused, FetchFailed, ShelfError, DocumentError) as error:
        print(f"veileder: {error}", file=sys.stderr)
        return _BAD_INPUT
    return 0


def _ingested(settings: Settings, taken: Taken, source: str | None) -> list[str]:
    """What is said of a document that was kept and drafted."""
    from assistant.conversations.stores import open_stores
    from assistant.editing.versions import take_in_files
    from assistant.sources.ingest import ingest
    from assistant.sources.said import told
    from assistant.sources.service import shelf_of
    from knowledge.loader import load_schemes
    from knowledge.passages import Passages

    shelf, folder = shelf_of(settings), settings.var / "sources"
    before = Passages.read(folder)
    done = ingest(taken, source, load_schemes(), shelf, read_at=int(time.time()))
    stores = open_stores(settings)
    try:
        take_in_files(stores.versions)
        known = done.text is None or before.has(done.version.source)
        drafts = asyncio.run(_drafted(settings, stores, done, before if known else Passages.read(folder)))
    finally:
        stores.close()
    return [*told(done), *(_line(draft) for draft in drafts)]


async def _drafted(settings: Settings, stores: Stores, done: Ingested, passages: Passages) -> Sequence[Draft]:
    from assistant.editing.intake import draft_kept
    from assistant.staff.identity import Member, Role

    name = getpass.getuser()
    member = Member(f"command {name}", name, Role.EDITOR, "")
    intake = intake_of(settings, stores, passages)
    return await draft_kept(member, done.document, done.version, intake, only_news=True)


def intake_of(settings: Settings, stores: Stores, passages: Passages) -> Intake:
    """What taking in a document works with, outside a request."""
    from assistant.editing.intake import Intake
    from assistant.sources.service import shelf_of

    return Intake(
        stores.drafts,
        stores.versions,
        stores.audit,
        shelf_of(settings),
        lambda: passages,
        lambda: settings.today or dt.date.today(),
        stores.clock,
    )


def _line(draft: Draft) -> str:
    scheme = draft.scheme or f"a scheme that is not known («{draft.found.name}»)"
    count = len(draft.open_proposals)
    return f"  draft {draft.id}: {scheme} {draft.edition}: {count} to decide; `veileder review {draft.id}`"


def run_watch(options: argparse.Namespace) -> int:
    """Look at the sources, once or for ever; returns the exit code."""
    from assistant.sources.said import line
    from assistant.sources.versions import ShelfError
    from assistant.sources.watch import run_forever

    settings = Settings.from_env()
    if not options.once and not settings.watch_hours:
        print("veileder: VEILEDER_WATCH_HOURS is 0, so there is no watch. Set it, or use --once.", file=sys.stderr)
        return _BAD_INPUT

    async def look() -> None:
        print("\n".join(map(line, await _look_once(settings))), flush=True)

    try:
        asyncio.run(look() if options.once else run_forever(look, settings.watch_hours))
    except ShelfError as error:
        print(f"veileder: {error}", file=sys.stderr)
        return _BAD_INPUT
    return 0


async def _look_once(settings: Settings) -> Sequence[Observation]:
    from assistant.conversations.stores import open_stores
    from assistant.editing.versions import take_in_files

    stores = open_stores(settings)
    try:
        await asyncio.to_thread(take_in_files, stores.versions)
        return await look(settings, stores)
    finally:
        stores.close()


async def look(settings: Settings, stores: Stores) -> Sequence[Observation]:
    """Looks at every source of what is live; drafts what has changed, and says at once what contradicts it."""
    from assistant.editing.intake import drafting
    from assistant.sources.service import look_at_all
    from knowledge.passages import Passages

    schemes = [scheme for _, scheme in await stores.versions.live()]
    passages = await asyncio.to_thread(Passages.read, settings.var / "sources")
    today = settings.today or dt.date.today()
    hook = drafting(intake_of(settings, stores, passages))
    return await look_at_all(settings, schemes, stores.sources, today, on_changed=hook)
