"""What `veileder archive` does."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TextIO

from assistant.archive import show
from assistant.archive.again import behind, say_again, told
from assistant.archive.store import UnknownRelease, UnknownReply, Wanted
from assistant.conversations.stores import Stores, open_stores
from assistant.editing.versions import UnknownVersion
from assistant.inbox.export import table
from assistant.settings import Settings
from knowledge.answer_again import NotInVersion
from knowledge.passages import Passages

_EXIT_DIFFERS, _EXIT_BAD_INPUT = 1, 2
_SHOWN_CHARS = 80
_PAGE = 1_000


def show_reply(message_id: str, *, check: bool) -> int:
    """Prints a reply with what it was made from; with `check` says it again. Returns the exit code."""
    settings = Settings.from_env()
    with closing(open_stores(settings)) as stores:
        try:
            return asyncio.run(_print(stores, settings.var / "sources", message_id, check=check))
        except (UnknownReply, UnknownVersion, NotInVersion) as error:
            print(f"veileder: {error}", file=sys.stderr)
            return _EXIT_BAD_INPUT


async def _print(stores: Stores, documents: Path, message_id: str, *, check: bool) -> int:
    reply = await stores.archive.find(message_id)
    found = await behind(stores.versions, reply)
    try:
        release = await stores.archive.release(reply.origin.get("release", ""))
    except UnknownRelease:
        release = None
    statements = told(reply, [scheme for _, scheme in found], Passages.read(documents))
    print("\n".join(show.lines(reply, [version for version, _ in found], statements, release)))
    if not check:
        return 0
    again = await say_again(stores.archive, stores.versions, reply)
    print("\n".join(["", *show.outcome(reply, again)]))
    return 0 if again.same else _EXIT_DIFFERS


def list_replies(*, scheme: str, first: dt.date | None, last: dt.date | None, csv: Path | None) -> int:
    """Prints the replies kept, or writes them as a table. Returns the exit code."""
    with closing(open_stores(Settings.from_env())) as stores:
        replies = asyncio.run(stores.archive.list(scheme=scheme, first=first, last=last))
    if csv:
        csv.write_bytes(table(show.HEAD, show.table_rows(replies)))
        print(csv)
        return 0
    for reply in replies:
        text = reply.text.replace("\n", " ")
        short = text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]} …"
        print(f"{reply.day}  {reply.message_id}  {reply.scheme or '-'}  {reply.kind}  {short}")
    if not replies:
        print("No reply is kept for that.")
    return 0


def export_replies(file: Path, *, scheme: str, first: dt.date | None, last: dt.date | None) -> int:
    """Writes the replies kept as JSON Lines, the newest day first. Returns the exit code."""
    settings = Settings.from_env()
    if settings.archive == "off":
        print("veileder: VEILEDER_ARCHIVE is off: only what was archived before is exported", file=sys.stderr)
    try:
        with file.open("x", encoding="utf-8") as out, closing(open_stores(settings)) as stores:
            count = asyncio.run(_export(stores, out, Wanted(scheme, first, last)))
    except FileExistsError:
        print(f"veileder: {file} exists and is not overwritten; give another name", file=sys.stderr)
        return _EXIT_BAD_INPUT
    except OSError as error:
        print(f"veileder: {file} cannot be written: {error.strerror}; give another place", file=sys.stderr)
        return _EXIT_BAD_INPUT
    print(f"{file}: {count} replies")
    return 0


async def _export(stores: Stores, out: TextIO, wanted: Wanted) -> int:
    number = count = 0
    while True:
        number += 1
        replies, total = await stores.archive.page(wanted, number, _PAGE)
        out.writelines(f"{json.dumps(show.as_json(reply), ensure_ascii=False)}\n" for reply in replies)
        count += len(replies)
        if not replies or count >= total:
            return count
