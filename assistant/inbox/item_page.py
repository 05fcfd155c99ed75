"""The page of one question: its conversation, its group, and the forms, filled in anew when something was wrong."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from assistant.inbox import targets, views
from assistant.inbox.accepted import MAX_CHARS
from assistant.inbox.grouping import Group
from assistant.inbox.model import Talk
from assistant.inbox.outcomes import Entry
from assistant.inbox.tables import STATUSES
from assistant.staff.identity import Member, Role
from assistant.web.pages import page
from assistant.web.services import services
from assistant.web.texts import page_language

MOST_EXAMPLES = 10
_AROUND = 8  # messages shown before and after, unless the whole conversation is asked for
_DONE = ("status", "example", "draft", "undone", "nothing")
_CHANGE = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Wrong:
    """What was wrong in a form: which form, the sentences by field, and what had been filled in."""

    form: str
    errors: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, str] = field(default_factory=dict)


_NOTHING_WRONG = Wrong("")


async def show(request: web.Request, member: Member, message_id: str, wrong: Wrong = _NOTHING_WRONG) -> web.Response:
    """The page; 404 with an explanation when the question is no longer in the inbox."""
    group = await views.group_of(request, message_id)
    if group is None:
        return page(request, "inbox/gone.html", member=member, status=404, **views.common(request))
    store, item = services(request).stores.inbox, group.members[0].item
    talk, history = await store.talk(item.conversation), await store.history(item.id)
    return page(
        request,
        "inbox/item.html",
        member=member,
        status=422 if wrong.errors else 200,
        group=group,
        marked=group.members[0],
        item=item,
        until=group.latest,
        history=history,
        statuses=STATUSES,
        wrong=wrong,
        may_edit=member.may(Role.EDITOR),
        **_excerpt(request, talk, item.id),
        **await _choices(request, group, wrong),
        **_done(request),
        **views.common(request),
    )


async def _choices(request: web.Request, group: Group, wrong: Wrong) -> dict[str, Any]:
    """What the forms offer, and what stands in them at first."""
    library, lang, item = services(request).library, page_language(request), group.members[0].item
    wordings = group.wordings(MOST_EXAMPLES)
    suggested = await asyncio.to_thread(targets.suggested, library, wordings[:3], item.scheme, lang)
    filled = {
        "texts": "\n".join(views.cut(text, MAX_CHARS) for text in wordings),
        "target": suggested[0].key if suggested else "other",
        "statement": "",
        "intent": "",
        "scheme": item.scheme,
        "topic": item.topic,
        "question": views.cut(item.text, MAX_CHARS) if item.typed else "",
        "scope": "group",
    }
    return {
        "suggested": suggested,
        "statement_groups": [(scheme, targets.statements(scheme, lang)) for scheme in library.schemes],
        "intents": targets.intents(),
        "topics": targets.topics(lang),
        "topic_ids": {topic for topic, _ in targets.topics(lang)},
        "filled": {**filled, **wrong.filled},
        "most_examples": MOST_EXAMPLES,
        "max_chars": MAX_CHARS,
    }


def _excerpt(request: web.Request, talk: Talk, message_id: str) -> dict[str, Any]:
    """The messages around one, and how many are left out on either side."""
    whole = request.query.get("hele") == "1"
    place = next((n for n, entry in enumerate(talk.entries) if entry.id == message_id), 0)
    start = 0 if whole else max(0, place - _AROUND)
    end = len(talk.entries) if whole else place + _AROUND + 1
    entries: list[Entry] = talk.entries[start:end]
    return {
        "entries": entries,
        "ratings": talk.ratings,
        "earlier": start,
        "later": max(0, len(talk.entries) - end),
    }


def _done(request: web.Request) -> dict[str, Any]:
    """What was just done, as the address after a form says; nothing of it is shown as it stands."""
    what, change = request.query.get("hva", ""), request.query.get("gjort", "")
    number = request.query.get("antall", "0")
    return {
        "done": what if what in _DONE else "",
        "change": change if _CHANGE.fullmatch(change) else "",
        "done_count": int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0,
        "masked": request.query.get("maskert") == "1",
    }
