"""Finds numbers told digit by digit in words: "ni åtte sju seks fem fire tre to", "nittien tjuetre førtifem sekstisju"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.privacy.folding import Span
from assistant.privacy.kinds import NATIONAL_ID, PHONE

_ONES = r"null|nul|en|én|ein|ett|eitt|ei|et|to|tre|fire|fem|fæm|seks|sæks|sju|syv|sjau|åtte|åtta|ni"
_TEENS = r"ti|elleve|elve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten"
_TENS = r"tjue|tyve|tjuge|tretti|tredve|tredje|førti|femti|seksti|sytti|søtti|åtti|nitti"
_WORD = rf"(?:(?:{_ONES})og(?:{_TENS})|(?:{_TENS})(?:{_ONES})?|{_TEENS}|{_ONES}|\d{{1,3}})"
_RUN = re.compile(rf"(?<!\w){_WORD}(?!\w)(?:(?: ?[,.-] ?| |\n){_WORD}(?!\w)){{3,24}}+", re.IGNORECASE)
# English, in a row without Norwegian words: "to" and "fire" are words of both.
_ENGLISH_DIGIT = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_ENGLISH = re.compile(
    rf"(?<!\w){_ENGLISH_DIGIT}(?!\w)(?:(?: ?[,.-] ?| |\n){_ENGLISH_DIGIT}(?!\w)){{6,11}}+", re.IGNORECASE
)
_TOKEN = re.compile(r"\w+")
_TWO_DIGITS = re.compile(rf"(?:{_ONES})og(?:{_TENS})|(?:{_TENS})(?:{_ONES})?|{_TEENS}", re.IGNORECASE)
_ROUND = re.compile(_TENS, re.IGNORECASE)
_COUNTED = re.compile(r"\s?(?:hundre|tusen|mill|mrd|kroner|kr\b|prosent|%|år\b|komma)", re.IGNORECASE)
_LEAST_WORDS = 3
_WHOLE_ID = 11  # digits


def find_spelled(text: str) -> Iterator[Span]:
    """The phone and identity numbers in words in a folded text, from left to right."""
    for match in _RUN.finditer(text):
        words = _TOKEN.findall(match.group())
        spelled = sum(not word.isdigit() for word in words)
        digits = _digits(words)
        if spelled >= _LEAST_WORDS and digits in (7, 8, 9, 10, 11, 12) and not _COUNTED.match(text, match.end()):
            yield match.start(), match.end(), NATIONAL_ID if digits == _WHOLE_ID else PHONE


def find_spelled_english(text: str) -> Iterator[Span]:
    """The same, digit by digit in English; from left to right."""
    for match in _ENGLISH.finditer(text):
        if not _COUNTED.match(text, match.end()):
            digits = len(_TOKEN.findall(match.group()))
            yield match.start(), match.end(), NATIONAL_ID if digits == _WHOLE_ID else PHONE


def _digits(words: list[str]) -> int:
    """How many digits the words tell; a ten and a one after it are one number: "nitti fem"."""
    total, after_ten = 0, False
    for word in words:
        two = _TWO_DIGITS.fullmatch(word) is not None
        one = not two and not word.isdigit()
        total += len(word) if word.isdigit() else 2 if two else 0 if after_ten and one else 1
        after_ten = two and _ROUND.fullmatch(word) is not None
    return total
