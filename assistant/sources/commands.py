"""`veileder ingest` and `veileder watch`."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.sources.ingest import Ingested
    from assistant.sources.observations import Observation

_BAD_INPUT = 2


def add_parsers(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the commands to those of `veileder`; each sets `run`, which takes the options and gives an exit code."""
    ingest = commands.add_parser("ingest", help="take in a source document, so that citations open word for word")
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
    from assistant.sources.ingest import ingest, take
    from assistant.sources.policy import Policy
    from assistant.sources.service import shelf_of
    from assistant.sources.versions import ShelfError
    from knowledge.documents.model import DocumentError
    from knowledge.loader import load_schemes

    settings = Settings.from_env()
    try:
        taken = asyncio.run(take(options.document, Policy.from_settings(settings)))
        done = ingest(taken, options.source, load_schemes(), shelf_of(settings), read_at=int(time.time()))
    except (FetchRefused, FetchFailed, ShelfError, DocumentError) as error:
        print(f"veileder: {error}", file=sys.stderr)
        return _BAD_INPUT
    print("\n".join(_told(done)))
    return 0


def run_watch(options: argparse.Namespace) -> int:
    """Look at the sources, once or for ever; returns the exit code."""
    from assistant.sources.versions import ShelfError
    from assistant.sources.watch import run_forever

    settings = Settings.from_env()
    if not options.once and not settings.watch_hours:
        print("veileder: VEILEDER_WATCH_HOURS is 0, so there is no watch. Set it, or use --once.", file=sys.stderr)
        return _BAD_INPUT

    async def look() -> None:
        print("\n".join(map(line, await _look(settings))), flush=True)

    try:
        asyncio.run(look() if options.once else run_forever(look, settings.watch_hours))
    except ShelfError as error:
        print(f"veileder: {error}", file=sys.stderr)
        return _BAD_INPUT
    return 0


async def _look(settings: Settings) -> Sequence[Observation]:
    from assistant.conversations.stores import open_stores
    from assistant.sources.service import look_at_all
    from knowledge.loader import load_schemes

    stores = open_stores(settings)
    try:
        return await look_at_all(settings, load_schemes(), stores.sources, settings.today or dt.date.today())
    finally:
        stores.close()


def line(seen: Observation) -> str:
    """What is said of an observation in a terminal."""
    place = f"{seen.source} ({seen.url})" if seen.url else f"{seen.source} ({', '.join(seen.schemes)})"
    detail = seen.detail
    if seen.kind == "changed":
        told = "; ".join(f"{change['kind']} «{change['locator']}»" for change in detail["changes"])
        return f"{place}: changed: {told}{f'; and {more} more' if (more := detail['more']) else ''}"
    said = {
        "moved": "to",
        "unreachable": "why",
        "unreadable": "why",
        "expired": "deadline",
        "gone": "status",
    }.get(seen.kind)
    return f"{place}: {seen.kind}: {detail[said]}" if said else f"{place}: {seen.kind}"


def _told(done: Ingested) -> list[str]:
    version, document = done.version, done.document
    days = (("published", document.published), ("changed", document.updated))
    title = [f"«{document.title}»"] if document.title else []
    known = [
        *title,
        document.format,
        document.language or "language unknown",
        *(f"{word} {day}" for word, day in days if day),
    ]
    first = str(done.text) if done.text else f"{version.source}: kept; what citations open is as before"
    return [
        first,
        f"  read as: {', '.join(known)}",
        *(f"  warning: {warning}" for warning in document.warnings),
        *(f"  not found word for word: {locator}" for locator in done.unseen),
    ]
