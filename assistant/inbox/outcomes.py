"""What became of each thing that a user asked, read from the stored history. Pure: no database, no clock."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from assistant.conversations.ports import Json
from assistant.conversations.typed import pressed

SILENT_SECONDS = 30 * 60
"""A question of a check, or a «which did you mean?», that has stood this long without a reply is left."""

# When several messages reply to one text the worst of them counts, so that no figure flatters.
_WORST_FIRST = ("error", "no_source", "out_of_scope", "handoff", "clarify", "answer")
_OUTCOME = {"answer": "answered"}
ASKED = ("answered", "no_source", "out_of_scope", "handoff", "clarify", "error")
"""What can become of a question. They exclude each other, so their sum is how many questions there were."""
RATED = ("helpful", "not_helpful")
WALKED = ("walk_begun", "walk_verdict", "walk_left")
STEP = "step"
"""A turn that asked nothing: an answer within a check, a greeting, a button."""
KINDS = ("no_source", "out_of_scope", "handoff", "clarify", "not_helpful", "walk_left", "error")
"""Why something needs a human look."""
_OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored message; `body` is the Message of the HTTP contract, the user's text masked."""

    id: str
    role: str
    at: int
    body: Json


@dataclass(frozen=True, slots=True)
class Turn:
    """What a user wrote or pressed, and what was replied."""

    said: Entry
    pressed: bool
    replies: tuple[Entry, ...]
    last: bool

    @property
    def decisive(self) -> Entry | None:
        """The reply that decides what became of it: the worst one, or the first."""
        for kind in _WORST_FIRST:
            found = next((reply for reply in self.replies if reply.body["kind"] == kind), None)
            if found:
                return found
        return self.replies[0] if self.replies else None

    @property
    def outcome(self) -> str:
        """One of `ASKED`, or `STEP`. A button is no question, but where it leads to a person or an error, that counts."""
        reply = self.decisive
        kind = reply.body["kind"] if reply else "error"
        outcome = _OUTCOME.get(kind, kind)
        if outcome not in ASKED or (self.pressed and outcome not in ("handoff", "error")):
            return STEP
        return outcome


@dataclass(frozen=True, slots=True)
class Item:
    """Something that needs a human look.

    `id` is a message: the user's own, or the assistant's question for a check that was left. `text` is what it says
    (masked), `reply` what was replied. `typed`: the user wrote it, so it can become an example. `about` names what was
    left or pressed, the same in every language; empty when typed. `at`: seconds since 1970.
    """

    id: str
    conversation: str
    kind: str
    text: str
    reply: str
    scheme: str
    topic: str
    lang: str
    at: int
    typed: bool
    about: str = ""


def turns(entries: Sequence[Entry]) -> list[Turn]:
    """The turns of one conversation, given its messages in order."""
    starts = [number for number, entry in enumerate(entries) if entry.role == "user"]
    buttons = list(pressed((entry.role, entry.body) for entry in entries))
    return [
        Turn(entries[start], buttons[start], tuple(entries[start + 1 : end]), end == len(entries))
        for start, end in pairwise([*starts, len(entries)])
    ]


def items(conversation: str, entries: Sequence[Entry], ratings: Mapping[str, bool], now: float) -> Iterator[Item]:
    """What in one conversation needs a human look.

    Args:
        conversation: Its id.
        entries: Its messages in order.
        ratings: Whether each rated reply helped, by message id.
        now: Seconds since 1970.
    """
    for turn in turns(entries):
        kind = _kind(turn, ratings, now)
        reply = turn.decisive
        if kind and reply:
            yield _item(conversation, turn.said, reply, kind, typed=not turn.pressed)
    left = left_question(entries, now)
    if left:
        about = f"{left.body.get('scheme') or ''}/{(left.body.get('question') or {}).get('criterion', '')}"
        yield _item(conversation, left, left, "walk_left", typed=False, about=about)


def left_question(entries: Sequence[Entry], now: float) -> Entry | None:
    """The question of a check that the conversation ended with, if it has been silent for long enough."""
    last = entries[-1] if entries else None
    if last is None or last.role == "user" or last.body["kind"] != "question":
        return None
    return last if last.at + SILENT_SECONDS < now else None


def counts(entries: Sequence[Entry], ratings: Mapping[str, bool], now: float) -> Counter[tuple[str, ...]]:
    """How often what happened in one conversation, by (day, scheme, topic, lang, outcome); no text."""
    found: Counter[tuple[str, ...]] = Counter()
    for turn in turns(entries):
        found[_key(turn.said.at, turn.decisive or turn.said, turn.outcome)] += 1
    for entry in entries:
        if entry.role != "user" and entry.id in ratings:
            found[_key(entry.at, entry, "helpful" if ratings[entry.id] else "not_helpful")] += 1
    for entry, outcome in _walks(entries, now):
        found[_key(entry.at, entry, outcome, topic="")] += 1
    return found


def day_of(at: float) -> dt.date:
    """The day in Norway."""
    return dt.datetime.fromtimestamp(at, _OSLO).date()


def _walks(entries: Sequence[Entry], now: float) -> Iterator[tuple[Entry, str]]:
    """Checks begun, decided and left, at most one each for a scheme in a conversation."""
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        kind, scheme = entry.body["kind"], entry.body.get("scheme") or ""
        if entry.role == "user" or kind not in ("question", "verdict"):
            continue
        for outcome in ("walk_begun", "walk_verdict") if kind == "verdict" else ("walk_begun",):
            if (outcome, scheme) not in seen:
                seen.add((outcome, scheme))
                yield entry, outcome
    left = left_question(entries, now)
    if left:
        yield left, "walk_left"


def _kind(turn: Turn, ratings: Mapping[str, bool], now: float) -> str:
    """Why a turn needs a look, or "": a button only when it failed or did not help, a «which?» only when it was left."""
    outcome = turn.outcome
    unhelpful = any(ratings.get(reply.id) is False for reply in turn.replies)
    if outcome == "clarify":
        left = turn.last and turn.said.at + SILENT_SECONDS < now
        return "not_helpful" if unhelpful else "clarify" if left else ""
    if outcome == "error" or (outcome in KINDS and not turn.pressed):
        return outcome
    return "not_helpful" if unhelpful else ""


def _item(conversation: str, said: Entry, reply: Entry, kind: str, *, typed: bool, about: str = "") -> Item:
    body = reply.body
    return Item(
        id=said.id,
        conversation=conversation,
        kind=kind,
        text=said.body["text"],
        reply=body["text"],
        scheme=body.get("scheme") or "",
        topic=body.get("topic") or "",
        lang=body.get("lang") or said.body["lang"],
        at=said.at,
        typed=typed,
        about="" if typed else about or said.body["text"].casefold(),
    )


def _key(at: int, entry: Entry, outcome: str, topic: str | None = None) -> tuple[str, ...]:
    body = entry.body
    named = (body.get("topic") or "") if topic is None else topic
    return (day_of(at).isoformat(), body.get("scheme") or "", named, body.get("lang") or "", outcome)
