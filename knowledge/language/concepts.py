"""Groups of words that mean the same for our purposes.

Three vocabularies: coarse concepts of our field (concepts.yml); fine senses of it (senses/), which tell statements
apart, «stå fremst» from «gå i lag med»; and everyday concepts (everyday.yml), which tell what is none of our business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from knowledge.language.normalise import fold

_FOLDER = Path(__file__).parent
_PREFIX = 3  # phrases are looked up by so many letters of their first word


@dataclass(frozen=True, slots=True)
class _Table:
    """Whole words, stems, and phrases (written with hyphens) by the first letters of their first word; all folded."""

    whole: dict[str, set[str]]
    stems: dict[str, set[str]]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]]

    def add(self, concept: str, entry: str) -> None:
        if "-" in entry:
            parts = tuple(fold(part[:-1]) + "*" if part.endswith("*") else fold(part) for part in entry.split("-"))
            self.phrases.setdefault(parts[0][:_PREFIX], []).append((parts, concept))
        elif entry.endswith("*"):
            self.stems.setdefault(fold(entry[:-1]), set()).add(concept)
        else:
            self.whole.setdefault(fold(entry), set()).add(concept)

    def of_word(self, word: str) -> set[str]:
        folded = fold(word)
        found = set(self.whole.get(folded, ()))
        for end in range(2, len(folded) + 1):
            found |= self.stems.get(folded[:end], set())
        return found

    def of_phrases(self, words: Sequence[str]) -> set[str]:
        folded = [fold(w) for w in words]
        return {
            concept
            for i, first in enumerate(folded)
            for parts, concept in self.phrases.get(first[:_PREFIX], ())
            if _follows(folded[i : i + len(parts)], parts)
        }


def _follows(said: Sequence[str], parts: tuple[str, ...]) -> bool:
    return len(said) == len(parts) and all(
        word.startswith(part[:-1]) if part[-1] == "*" else word == part for word, part in zip(said, parts, strict=True)
    )


@lru_cache(maxsize=3)
def _table(name: str) -> _Table:
    """The vocabulary of one file, or of all files of a folder."""
    path = _FOLDER / name
    table = _Table({}, {}, {})
    for file in sorted(path.glob("*.yml")) if path.is_dir() else [path]:
        for concept, line in YAML(typ="safe").load(file.read_text(encoding="utf-8")).items():
            for entry in str(line).split():
                table.add(concept, entry)
    return table


@lru_cache(maxsize=32768)
def concepts_of(word: str) -> frozenset[str]:
    """The concepts of our field that one lower-case word has, by the whole word or any stem it starts with."""
    return frozenset(_table("concepts.yml").of_word(word))


def phrase_concepts(words: Sequence[str]) -> set[str]:
    """The concepts of our field in phrases of several words."""
    return _table("concepts.yml").of_phrases(words)


def senses(words: Sequence[str]) -> set[str]:
    """The fine senses of our field in the words and phrases of a message."""
    return _table("senses").of_phrases(words).union(*(_senses_of(word) for word in words))


@lru_cache(maxsize=32768)
def _senses_of(word: str) -> frozenset[str]:
    return frozenset(_table("senses").of_word(word))


def everyday_concepts(words: Sequence[str]) -> set[str]:
    """The concepts of everyday life in the words and phrases of a message."""
    return _table("everyday.yml").of_phrases(words).union(*(_everyday_of(word) for word in words))


@lru_cache(maxsize=32768)
def _everyday_of(word: str) -> frozenset[str]:
    return frozenset(_table("everyday.yml").of_word(word))
