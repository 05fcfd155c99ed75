"""A text as a reader sees it: digits of all scripts as 0–9, invisible characters gone, and where each character stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

Span = tuple[int, int, str]
"""Where something begins and ends, and the token that is to stand there."""

_INVISIBLE = frozenset(("Cf", "Cc", "Cs", "Co", "Mn", "Me"))
_LINES = frozenset("\n\u000b\u000c\u0085\u2028\u2029")
# "9O l2 34 56": letters that look like digits, in a group of which at least half are digits.
_LOOK_ALIKE = re.compile(r"(?<![^\W_])(?=[OoIl]{0,20}\d)[\dOoIl]{2,20}+(?![^\W_])")
_DIGITS_FOR_LETTERS = str.maketrans("OoIl", "0011")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text for the finders; `starts[i]` and `ends[i]` say where its character `i` stands in the original."""

    text: str
    starts: range | list[int]
    ends: range | list[int]


def replace(text: str, find: Callable[[str], Iterable[Span]]) -> str:
    """The text with everything that `find` finds in the folded text replaced by its token.

    Args:
        find: Gives spans of the folded text that do not overlap, from left to right.
    """
    folded = fold(text)
    parts: list[str] = []
    position = 0
    for start, end, token in find(folded.text):
        parts += [text[position : folded.starts[start]], token]
        position = folded.ends[end - 1]
    return "".join([*parts, text[position:]]) if parts else text


def fold(text: str) -> Folded:
    """The text as a reader sees it; linear in its length."""
    if text.isascii() and "\r" not in text and "\t" not in text:
        return Folded(_without_look_alikes(text), range(len(text)), range(1, len(text) + 1))
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for position, original in enumerate(text):
        seen = _seen(original)
        if seen:
            characters.append(seen)
            starts.append(position)
            ends.append(position + 1)
        elif characters and ends[-1] == position:
            characters[-1] = _composed(characters[-1], original)
            ends[-1] = position + 1  # an accent or a sign that nobody sees goes with what it stands behind
    return Folded(_without_look_alikes("".join(characters)), starts, ends)


@lru_cache(maxsize=4096)
def _seen(character: str) -> str:
    """One character for it, or "" when a reader sees none of its own."""
    if character in _LINES:
        return "\n"
    if character == "\t":
        return " "
    plain = unicodedata.normalize("NFKC", character)
    plain = plain if len(plain) == 1 else character
    category = unicodedata.category(plain)
    if category in _INVISIBLE:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(plain))
    if category == "Zs":
        return " "
    return "-" if category == "Pd" or plain == "\u2212" else plain


def _composed(base: str, mark: str) -> str:
    """`base` with the accent, where that is one character: A and a ring are Å."""
    whole = unicodedata.normalize("NFC", base + mark)
    return whole if len(whole) == 1 else base


def _without_look_alikes(text: str) -> str:
    return _LOOK_ALIKE.sub(_as_digits, text)


def _as_digits(match: re.Match[str]) -> str:
    group = match.group()
    digits = sum(character.isdigit() for character in group)
    return group.translate(_DIGITS_FOR_LETTERS) if 2 * digits >= len(group) else group
