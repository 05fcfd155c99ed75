"""What needs no classifier, because a rule is safer: danger, Rasa's own short-cut, personal data, Sami."""

import re

from knowledge.language.danger import in_danger
from knowledge.language.malform import detect
from knowledge.language.normalise import words
from knowledge.language.reader import Reading

_COMMAND = re.compile(r"^\s*/\s*(?:\w+\s*[{(]|[a-z]+_[a-z_]+|[a-z]{3,}\s*$)")
_CODE = re.compile(
    r"<\s*(?:script|iframe|img|svg|style)\b|javascript:|\b(?:drop\s+table|union\s+select|select\s+\*)\b", re.IGNORECASE
)
_WAYS_TO_REACH = ("[telefon]", "[e-post]")
_OTHER_PERSONAL = ("[fødselsnummer]", "[konto]")
_REACH_ME = re.compile(
    r"\b(?:ring|ringe|ringje|kontakt|kontakte|mail|send|sende|svar|sms|tekst|call|contact|skriv|nå meg|ta kontakt)\b",
    re.IGNORECASE,
)
SAMI = frozenset({"se", "sma", "smj"})


def reflex(text: str, reading: Reading, guess: str) -> str | None:
    """The intent that a rule decides, or None when the classifier's guess stands."""
    if in_danger(text):
        return "emergency"
    if _COMMAND.match(text) or _CODE.search(text) or not any(any(c.isalpha() for c in w.text) for w in words(text)):
        return "out_of_scope"
    if detect(text, names=list(reading.places)).lang in SAMI:
        return "speak_sami"
    return _personal_data(text, guess)


def _personal_data(text: str, guess: str) -> str | None:
    """Who leaves a phone number wants to be called; an identity number alone is no question."""
    asks = guess.startswith("ask_") and guess != "ask_contact"
    if any(mark in text for mark in _WAYS_TO_REACH) and (not asks or (_REACH_ME.search(text) and "?" not in text)):
        return "human"
    if any(mark in text for mark in _OTHER_PERSONAL) and not asks and guess != "start_walk":
        return "privacy"
    return None
