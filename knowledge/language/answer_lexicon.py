"""The words people answer with (answer_words.yml), and how they are found in a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge.language.normalise import fold, words

_PATH = Path(__file__).with_name("answer_words.yml")
_PART = re.compile(r"\*?[^\W_]+(?:['’][^\W_]+)?\*?")


@dataclass(frozen=True, slots=True)
class _Part:
    """A folded word of a phrase; open at an end that may be longer («avtale*», «*sykehus*»)."""

    word: str
    open_before: bool
    open_after: bool

    def fits(self, token: str) -> bool:
        if self.open_before:
            return self.word in token if self.open_after else token.endswith(self.word)
        return token.startswith(self.word) if self.open_after else token == self.word


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Any]:
    return dict(YAML(typ="safe").load(_PATH.read_text(encoding="utf-8")))


@lru_cache(maxsize=4096)
def phrase_words(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase."""
    return tuple(part.word for part in _parts(phrase))


@lru_cache(maxsize=4096)
def _parts(phrase: str) -> tuple[_Part, ...]:
    return tuple(_Part(fold(p.strip("*")), p.startswith("*"), p.endswith("*")) for p in _PART.findall(phrase.lower()))


def folded(text: str) -> list[str]:
    """The words of a text, folded for comparing."""
    return [fold(w.text) for w in words(text)]


def place_of(tokens: Sequence[str], phrase: str) -> int | None:
    """Where a phrase begins among folded words."""
    parts = _parts(phrase)
    for first in range(len(tokens) - len(parts) + 1):
        if all(part.fits(token) for token, part in zip(tokens[first:], parts, strict=False)):
            return first
    return None


def says(tokens: Sequence[str], phrases: Sequence[str]) -> bool:
    """Whether any of the phrases stands among folded words."""
    return any(place_of(tokens, phrase) is not None for phrase in phrases)
