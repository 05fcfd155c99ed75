"""The words people answer with (answer_words.yml), and how they are found in a text."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.language.normalise import fold, words
from knowledge.yaml_files import plain_reader

_PATH = Path(__file__).with_name("answer_words.yml")
_PART = re.compile(r"\*?[^\W_]+(?:['’][^\W_]+)?\*?")
_BETWEEN_CLAUSES = re.compile(r"[.;!?,\n]+|\s+(?:men|but)\s+")
_ENDING = "[^ ]{0,40}"  # bounded, so that a word of a thousand letters costs no more


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Any]:
    return dict(plain_reader().load(_PATH.read_text(encoding="utf-8")))


@lru_cache(maxsize=4096)
def phrase_words(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase."""
    return tuple(fold(part.strip("*")) for part in _PART.findall(phrase.lower()))


@lru_cache(maxsize=4096)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the phrases in folded words with a space on either side of each."""
    return re.compile("|".join(f" {_written(phrase)}(?= )" for phrase in phrases))


def _written(phrase: str) -> str:
    """A phrase as folded words; «*» takes any ending, or stands before a compound's last part."""
    return " ".join(
        f"{_ENDING if part.startswith('*') else ''}{re.escape(fold(part.strip('*')))}{_ENDING if part.endswith('*') else ''}"
        for part in _PART.findall(phrase.lower())
    )


@lru_cache(maxsize=256)
def folded(text: str) -> tuple[str, ...]:
    """The words of a text, folded for comparing."""
    return tuple(fold(w.text) for w in words(text))


def clauses(text: str) -> list[str]:
    """The pieces of a text that each say one thing: «ja, men ikke ennå» has two."""
    return [piece for piece in _BETWEEN_CLAUSES.split(text) if piece.strip()]


def place_of(tokens: Sequence[str], phrase: str) -> int | None:
    """Where a phrase begins among folded words."""
    line = f" {' '.join(tokens)} "
    match = _pattern((phrase,)).search(line)
    return line[: match.start() + 1].count(" ") - 1 if match else None


def says(tokens: Sequence[str], phrases: Sequence[str]) -> bool:
    """Whether any of the phrases stands among folded words."""
    return bool(phrases) and bool(_pattern(tuple(phrases)).search(f" {' '.join(tokens)} "))
