"""Masks personal data in a text before anything else sees it.

Every pattern is linear or bounded: each repetition has an upper limit, or is possessive and gives nothing back.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.privacy.emails import EMAIL, find_emails
from assistant.privacy.folding import replace
from assistant.privacy.iban import find_ibans
from assistant.privacy.kinds import ACCOUNT, NATIONAL_ID, PHONE
from assistant.privacy.names import NAME, find_names
from assistant.privacy.persons import find_persons
from assistant.privacy.runs import find_numbers, find_personal_parts
from assistant.privacy.spelled import find_spelled, find_spelled_english

TOKENS = (NATIONAL_ID, PHONE, ACCOUNT, EMAIL, NAME)
# Addresses first: they hold digits. Names last: numbers and addresses end them.
_FINDERS = (
    find_emails,
    find_ibans,
    find_numbers,
    find_personal_parts,
    find_spelled,
    find_spelled_english,
    find_names,
    find_persons,
)
_MOST_ROUNDS = 8  # twice what any made-up text was seen to need; it bounds the work


@dataclass(frozen=True)
class Masked:
    """A text without the personal data that was found, and which kinds were found (the tokens, sorted)."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str) -> Masked:
    """Replace e-mail addresses, fødselsnummer, phone and account numbers, and names that a person tells.

    Args:
        text: What the user wrote, of any length; cost grows linearly with it.

    Returns:
        The masked text, with tokens like `[telefon]`. Masking it again changes nothing.
    """
    result, seen = _masked(text), text
    for _ in range(_MOST_ROUNDS):  # what is cut out may leave the next number right after a word like «tlf»
        if result == seen:
            break
        result, seen = _masked(result), result
    return Masked(result, tuple(sorted(token for token in TOKENS if result.count(token) > text.count(token))))


def _masked(text: str) -> str:
    for find in _FINDERS:
        text = replace(text, find)
    return text
