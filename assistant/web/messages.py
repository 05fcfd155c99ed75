"""Turns what the engine says into Messages of the HTTP contract: ids added, commands signed, nothing else let out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.conversations.payloads import PayloadSigner, Press
from assistant.conversations.ports import Json
from assistant.conversations.secret import new_id
from assistant.web.texts import LANGUAGES, say

KINDS = frozenset(
    [
        "greeting",
        "answer",
        "clarify",
        "question",
        "verdict",
        "checklist",
        "no_source",
        "out_of_scope",
        "handoff",
        "notice",
        "error",
    ]
)
_OPTIONAL = ("verdict", "checklist", "office")


@dataclass(frozen=True)
class Replies:
    """Messages for a client, and where each comes from (`actions.origin`), which no client ever gets."""

    messages: list[Json]
    origins: list[Json | None]


def finish(signer: PayloadSigner, conversation_id: str, drafts: list[Json]) -> Replies:
    """The Messages for a client, and their origins.

    Args:
        signer: Signs the buttons.
        conversation_id: The conversation that the buttons are bound to.
        drafts: What the engine returned.

    Raises:
        KeyError, TypeError, ValueError: A draft breaks the contract between engine and web layer.
    """
    messages = [_finish(signer, conversation_id, draft) for draft in drafts]
    return Replies(messages, [draft.get("origin") for draft in drafts])


def failed(lang: str) -> Replies:
    """The Message that says that the engine failed."""
    lang = lang if lang in LANGUAGES else LANGUAGES[0]
    message = _base({"kind": "error", "text": say("engine_error", lang), "lang": lang})
    return Replies([message], [{"lang": lang, "made": {"key": "engine_error", "values": {}}}])


def notice_message(text: str, lang: str) -> Json:
    """A Message by which the service itself tells the user something."""
    return _base({"kind": "notice", "text": text, "lang": lang})


def user_message(text: str, lang: str) -> Json:
    """The user's own (masked) text as a Message of the history.

    The contract gives a history entry a Message's fields and knows no kind for users: it is `notice`, and `role` tells.
    """
    return _base({"kind": "notice", "text": text, "lang": lang})


def _finish(signer: PayloadSigner, conversation_id: str, draft: Json) -> Json:
    if draft["kind"] not in KINDS or not isinstance(draft["text"], str):
        raise ValueError("the engine returned a message of an unknown kind or without text")
    message = _base(draft)
    buttons = list(draft.get("buttons") or [])
    question: Json | None = draft.get("question")
    if question is not None:
        buttons += _option_buttons(question, buttons)
        message["question"] = {**question, "options": [_option(option) for option in question.get("options") or []]}
    message["buttons"] = [
        {"title": button["title"], "payload": signer.sign(conversation_id, Press(button["title"], button["command"]))}
        for button in buttons
    ]
    message.update({name: draft[name] for name in _OPTIONAL if draft.get(name) is not None})
    return message


def _base(draft: Json) -> Json:
    return {
        "id": new_id(),
        "kind": draft["kind"],
        "text": draft["text"],
        "lang": draft["lang"],
        "scheme": draft.get("scheme"),
        "topic": draft.get("topic"),
        "citations": list(draft.get("citations") or []),
        "buttons": [],
    }


def _option(option: Json) -> dict[str, Any]:
    return {"value": option["value"], "title": option["title"]}


def _option_buttons(question: Json, buttons: list[Json]) -> list[Json]:
    """Buttons for options that carry a command and have no button yet."""
    present = [button["command"] for button in buttons]
    return [
        option for option in question.get("options") or [] if option.get("command") and option["command"] not in present
    ]
