"""Replies as the service stores them, in a conversation of their own, so that they stand in the archive."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from shipped_library import shipped_library

from actions.made import Made, answered, statements_in
from assistant.archive.releases import current_release
from assistant.conversations.history import Turn
from assistant.conversations.secret import new_id
from assistant.conversations.stores import Stores
from knowledge.answers import say
from knowledge.citations import cite_all
from knowledge.model import Topic

SAID_ON = dt.date(2025, 2, 3)
OWN_WORDS = "kvitveisblomster"


@dataclass(frozen=True)
class Kept:
    """Ids: of the conversation, of what the scheme's goal is, of a text nobody knows the making of, of the user's own."""

    conversation: str
    goal: str
    untold: str
    user: str


async def keep_replies(stores: Stores) -> Kept:
    """A conversation about TryggEst with two replies; the texts of the release that runs are kept too."""
    stores.archive.begin(current_release(), "model-of-today")
    conversation, goal, untold, user = (new_id() for _ in range(4))
    mine = _message(user, "notice", f"Hva er målet? Spør fra {OWN_WORDS}")
    second = _message(untold, "answer", f"Du skrev {OWN_WORDS}.")
    first, origin = _goal(goal)
    await stores.conversations.create(conversation, lang=None, greeting=[])
    await stores.history.record(conversation, Turn(mine, [first, second], None, [origin, None]))
    return Kept(conversation, goal, untold, user)


def _goal(message_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    scheme = next(each for each in shipped_library().schemes if each.id == "tryggest")
    edition = scheme.edition()
    fact = next(each for each in edition.facts if each.topic == Topic.GOAL)
    text: Made = answered(say(scheme, edition, Topic.GOAL, "nb", SAID_ON, [fact]))
    cited = [citation.as_dict() for citation in cite_all(scheme, edition.id, fact.citations)]
    message = {**_message(message_id, "answer", str(text)), "scheme": "tryggest", "topic": "goal", "citations": cited}
    told = {"versions": {"tryggest": 1}, "statements": statements_in(text.recipe), "made": text.recipe}
    return message, {"today": SAID_ON.isoformat(), "lang": "nb", **told}


def _message(message_id: str, kind: str, text: str) -> dict[str, Any]:
    plain = {"id": message_id, "kind": kind, "text": text, "lang": "nb", "scheme": None, "topic": None}
    return {**plain, "citations": [], "buttons": []}
