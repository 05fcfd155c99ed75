"""Groups of words that mean the same for our purposes: of our field (concepts.yml) and of everyday life (everyday.yml).

Everyday concepts tell what is none of our business: «snø», «avspilling», «frisørtime».
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from knowledge.language.normalise import fold

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class _Table:
    """Whole words, stems, and phrases (written with hyphens) by their first word; all folded."""

    whole: dict[str, set[str]]
    stems: dict[str, set[str]]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]]

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
            for parts, concept in self.phrases.get(first, ())
            if tuple(folded[i : i + len(parts)]) == parts
        }


@lru_cache(maxsize=2)
def _table(name: str) -> _Table:
    table = _Table({}, {}, {})
    for concept, line in YAML(typ="safe").load((_FOLDER / name).read_text(encoding="utf-8")).items():
        for entry in str(line).split():
            if "-" in entry:
                parts = tuple(fold(part.rstrip("*")) for part in entry.split("-"))
                table.phrases.setdefault(parts[0], []).append((parts, concept))
            elif entry.endswith("*"):
                table.stems.setdefault(fold(entry[:-1]), set()).add(concept)
            else:
                table.whole.setdefault(fold(entry), set()).add(concept)
    return table


@lru_cache(maxsize=32768)
def concepts_of(word: str) -> frozenset[str]:
    """The concepts of our field that one lower-case word has, by the whole word or any stem it starts with."""
    return frozenset(_table("concepts.yml").of_word(word))


def phrase_concepts(words: Sequence[str]) -> set[str]:
    """The concepts of our field in phrases of several words."""
    return _table("concepts.yml").of_phrases(words)


def everyday_concepts(words: Sequence[str]) -> set[str]:
    """The concepts of everyday life in the words and phrases of a message."""
    return _table("everyday.yml").of_phrases(words).union(*(_everyday_of(word) for word in words))


@lru_cache(maxsize=32768)
def _everyday_of(word: str) -> frozenset[str]:
    return frozenset(_table("everyday.yml").of_word(word))
