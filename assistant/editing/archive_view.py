"""An archived reply as an editor sees it: what it was made from, and whether it can be said again."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from actions.made import parts
from assistant.archive.again import Again, Told, behind, say_again, told
from assistant.archive.releases import Release
from assistant.archive.store import Reply, UnknownRelease
from assistant.caseworker.word_diff import Pieces, word_diff
from assistant.conversations.stores import Stores
from assistant.editing.versions import UnknownVersion, Version
from knowledge.answer_again import NotInVersion
from knowledge.model import Scheme
from knowledge.passages import Passages

RULES = ("answer", "window", "criterion", "noted", "verdict", "checklist", "quote", "sami")
"""Kinds of recipes (`actions.made`) that more than a fixed sentence goes into."""


@dataclass(frozen=True)
class Archived:
    """A reply with all that is known of how it was made.

    Attributes:
        today: The day that dates in it were judged against.
        versions: Those it was made from; fewer than `reply.versions` where this database lacks one.
        statements: What it told, word for word as the version has it.
        release: The texts and rules, and when they first ran (seconds since 1970); None when they are not kept.
        keys: Names of the fixed sentences in it.
        rules: Which rules made parts of it (`RULES`).
        again: How it went to say it again today.
        said: The two texts with what differs marked; None when there is nothing to compare.
    """

    reply: Reply
    today: dt.date
    versions: Sequence[Version]
    statements: Sequence[Told]
    release: tuple[Release, int] | None
    keys: Sequence[str]
    rules: Sequence[str]
    again: Again
    said: tuple[Pieces, Pieces] | None


async def archived(stores: Stores, reply: Reply, passages: Passages) -> Archived:
    """All that is known of a reply; says it again, which takes about half a second in a thread."""
    found = await _behind(stores, reply)
    again = await say_again(stores.archive, stores.versions, reply)
    differs = again.text is not None and again.text != reply.text
    recipe = list(parts(reply.origin.get("made")))
    return Archived(
        reply,
        today=dt.date.fromisoformat(reply.origin["today"]),
        versions=[version for version, _ in found],
        statements=await asyncio.to_thread(_told, reply, [scheme for _, scheme in found], passages),
        release=await _release(stores, reply),
        keys=sorted({key for kind, key in recipe if kind == "key"}),
        rules=[rule for rule in RULES if rule in {kind for kind, _ in recipe}],
        again=again,
        said=word_diff(reply.text, again.text or "") if differs else None,
    )


async def _behind(stores: Stores, reply: Reply) -> list[tuple[Version, Scheme]]:
    try:
        return await behind(stores.versions, reply)
    except UnknownVersion:  # `again` tells it
        return []


def _told(reply: Reply, schemes: Sequence[Scheme], passages: Passages) -> list[Told]:
    try:
        return told(reply, schemes, passages) if schemes else []
    except NotInVersion:  # `again` tells it
        return []


async def _release(stores: Stores, reply: Reply) -> tuple[Release, int] | None:
    try:
        return await stores.archive.release(reply.origin.get("release", ""))
    except UnknownRelease:
        return None
