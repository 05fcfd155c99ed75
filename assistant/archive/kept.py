"""What of a reply may be kept: our own words, the values of criteria, and nothing that a user wrote.

A text is kept only when it is known how it was made (`actions.made`): then every part of it is a sentence, a name, an
answer or a rule of ours. A number that a user gave may be an amount, but one of eight digits or more may also be a
phone, account or identity number that the masking did not know; such a reply is kept without its text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.made import parts

Json = dict[str, Any]
UNTOLD, LONG_NUMBER = "untold", "long_number"
_LEAST_LONG = 10_000_000
_WITH_ANSWERS = frozenset({"noted", "verdict", "checklist"})


@dataclass(frozen=True)
class Kept:
    """`text` and the recipe in `origin` are empty where they are left out; `left_out` says why."""

    text: str
    origin: Json
    left_out: str = ""


def what_to_keep(message: Json, origin: Json) -> Kept:
    """The text and the origin of a message as the archive holds them.

    Args:
        origin: as `actions.origin` makes it; `shown`, if it is there, is the text without what must not be kept.
    """
    shown = {name: value for name, value in origin.items() if name != "shown"}
    made = shown.get("made")
    if made is None:
        return Kept("", shown, UNTOLD)
    if _has_long_number(made):
        return Kept("", {**shown, "made": None}, LONG_NUMBER)
    return Kept(str(origin.get("shown", message["text"])), shown)


def _has_long_number(made: Any) -> bool:
    answers = (content["answers"].values() for kind, content in parts(made) if kind in _WITH_ANSWERS)
    return any(isinstance(value, int | float) and abs(value) >= _LEAST_LONG for sheet in answers for value in sheet)
