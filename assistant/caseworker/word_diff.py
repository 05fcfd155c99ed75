"""Marks what differs between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"(?:[^\W_]+|[^\w\s]|_|^)\s*")  # a word or a sign, with the space after it
_ALIKE = 0.35  # below this share of common words the marks would cover nearly all, and help nobody


@dataclass(frozen=True)
class Piece:
    """A run of text. `changed`: it stands only in this one of the two."""

    text: str
    changed: bool


Pieces = tuple[Piece, ...]


def word_diff(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces; unmarked where they have too little in common for marks to help.

    >>> word_diff("inntil 400 kroner", "inntil 500 kroner")[1]
    (Piece(text='inntil ', changed=False), Piece(text='500', changed=True), Piece(text=' ', changed=False), \
Piece(text='kroner', changed=False))
    """
    if likeness(before, after) < _ALIKE:
        return (Piece(before, False),), (Piece(after, False),)
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    words = ([token.rstrip() for token in old], [token.rstrip() for token in new])
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        left += _run("".join(old[a:b]), changed=tag != "equal")
        right += _run("".join(new[c:d]), changed=tag != "equal")
    return tuple(left), tuple(right)


def _run(text: str, *, changed: bool) -> list[Piece]:
    """A run as pieces; the space after a changed word is not part of the change."""
    if not changed or text == text.rstrip():
        return [Piece(text, changed)] if text else []
    return [Piece(text.rstrip(), True), Piece(text[len(text.rstrip()) :], False)]


def likeness(before: str, after: str) -> float:
    """The share of words that two texts have in common and in the same order, 0 to 1."""
    old, new = (re.findall(r"[^\W_]+", text.lower()) for text in (before, after))
    return SequenceMatcher(None, old, new, autojunk=False).ratio()
