"""Masks personal data in a text before anything else sees it.

Every pattern is linear or bounded: each repetition has an upper limit or cannot overlap with what follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.privacy.names import mask_names
from assistant.privacy.runs import TOKENS, mask_numbers

# Ways that people write the two signs of an address: kari@post.no, kari (at) post (dot) no, kari krøllalfa post.no.
_AT = r"(?:\s?[@＠]\s?|\s?[\(\[\{<](?:at|@|alfa|krøllalfa|alfakrøll)[\)\]\}>]\s?|\s(?:krøllalfa|alfakrøll)\s)"
_DOT = r"(?:\.|\s?[\(\[\{](?:dot|punktum|prikk|punkt)[\)\]\}]\s?|\s(?:punktum|dot)\s|\s?\.(?=[a-z]{2,6}\b))"
_EMAIL = re.compile(
    rf"(?<![\w.+'%-])[\w.+'%-]{{1,320}}+(?:{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,6}}|@[\w-]{{1,63}})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Masked:
    """A text without the personal data that was found, and which kinds were found (the tokens, sorted)."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str) -> Masked:
    """Replace e-mail addresses, fødselsnummer, phone and account numbers, and names told after "jeg heter".

    Args:
        text: What the user wrote, of any length; cost grows linearly with it.

    Returns:
        The masked text, with tokens like `[telefon]`. Masking it again changes nothing.
    """
    result = _EMAIL.sub("[e-post]", text)
    result = mask_numbers(result)
    result = mask_names(result)
    return Masked(result, tuple(sorted(token for token in TOKENS if result.count(token) > text.count(token))))
