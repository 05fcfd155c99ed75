"""An archived reply as lines of text, and the list of replies as a table for a spreadsheet."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from assistant.archive.again import Again, Told
from assistant.archive.releases import Release
from assistant.archive.store import Reply
from assistant.conversations.clock import iso
from assistant.editing.versions import Version

HEAD = ("id", "day", "kind", "lang", "scheme", "topic", "text", "sources", "versions", "date", "release", "model")


def lines(
    reply: Reply, versions: Sequence[Version], told: Sequence[Told], release: tuple[Release, int] | None
) -> Iterator[str]:
    """The reply with all that it was made from."""
    origin = reply.origin
    yield f"Reply {reply.message_id}, said {reply.day}"
    yield f"  kind {reply.kind}, language {reply.lang}, scheme {reply.scheme or '-'}, topic {reply.topic or '-'}"
    yield f"  dates judged as of {origin['today']}"
    yield ""
    yield from _indented(reply.text or f"(left out: {reply.left_out})")
    yield from _citations(reply)
    for version in versions:
        yield ""
        yield f"{version.scheme}, version {version.number} ({version.kind}), {iso(version.at)}, by {version.name}"
        yield f"  why: {version.why}"
    for each in told:
        yield from _statement(each)
    yield ""
    yield from _rules(origin.get("release", ""), origin.get("model", ""), release)


def _citations(reply: Reply) -> Iterator[str]:
    for number, citation in enumerate(reply.citations, 1):
        url = f", {citation['url']}" if citation["url"] else ""
        yield f"  [{number}] {citation['title']}, «{citation['locator']}»{url} (edition {citation['edition']})"


def _statement(told: Told) -> Iterator[str]:
    yield ""
    yield f"Statement {told.scheme}/{told.edition}/{told.id}"
    yield from _indented(told.text)
    if not told.passages:
        yield "  (its source document is not on the shelf)"
    for passage in told.passages:
        yield "  in the source, word for word:"
        yield from _indented(passage, "    | ")


def _rules(digest: str, model: str, release: tuple[Release, int] | None) -> Iterator[str]:
    known = f"package {release[0].version}, first run {iso(release[1])}" if release else "not kept"
    yield f"Texts and rules: release {digest or '-'} ({known})"
    yield f"Model: {model or '-'}"


def _indented(text: str, before: str = "  ") -> Iterator[str]:
    yield from (f"{before}{line}".rstrip() for line in text.split("\n"))


def outcome(reply: Reply, again: Again) -> Iterator[str]:
    """What came of saying the reply again."""
    if again.same:
        yield "Said again from that version, those texts and that date: the same"
        return
    yield f"Said again: not the same: {again.why}"
    if again.text is not None and again.text != reply.text:
        diff = difflib.unified_diff(
            reply.text.split("\n"), again.text.split("\n"), "as said", "said again", lineterm="", n=1
        )
        yield from diff


def table_rows(replies: Iterable[Reply]) -> Iterator[list[str]]:
    """The replies as rows under `HEAD`, for `assistant.inbox.export.table`, which makes formulas harmless."""
    for reply in replies:
        sources = "; ".join(dict.fromkeys(f"{c['title']}, {c['locator']}" for c in reply.citations))
        versions = "; ".join(f"{scheme} {number}" for scheme, number in reply.versions.items())
        made = [reply.origin.get(name, "") for name in ("today", "release", "model")]
        yield [
            reply.message_id,
            reply.day,
            reply.kind,
            reply.lang,
            reply.scheme or "",
            reply.topic or "",
            reply.text,
            sources,
            versions,
            *made,
        ]


def as_json(reply: Reply) -> dict[str, Any]:
    """A reply as a line of the export: all that the archive has of it, which is nothing of the user or the conversation."""
    return {
        "id": reply.message_id,
        "day": reply.day,
        "kind": reply.kind,
        "lang": reply.lang,
        "scheme": reply.scheme,
        "topic": reply.topic,
        "text": reply.text,
        "left_out": reply.left_out,
        "citations": list(reply.citations),
        "origin": reply.origin,
    }
