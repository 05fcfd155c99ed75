"""Groups of words that mean the same for our purposes.

Three vocabularies: coarse concepts of our field (concepts.yml); fine senses of it (senses/), which tell statements
apart, «stå fremst» from «gå i lag med»; and everyday concepts (everyday.yml), which tell what is none of our business.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from knowledge.language.normalise import KEPT_WORDS, fold
from knowledge.language.packed_numbers import PackedNumbers
from knowledge.yaml_files import plain_reader

_FOLDER = Path(__file__).parent


class _Table:
    """Whole words, stems (which end in `*`) and phrases (written with hyphens), all folded and packed.

    Thousands of phrases begin with a handful of words («kan vi …»), so they are a tree of nodes, numbered from 0, the root:
    a message follows the few branches that it has the words of.
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """
        Args:
            entries: Concepts, each with a word, stem or phrase that has it.
        """
        words: dict[str, tuple[str, ...]] = {}
        steps: dict[str, int] = {}
        ends: list[tuple[str, ...]] = [()]  # the concepts of phrases that end in each node
        for concept, entry in entries:
            if "-" in entry:
                node = 0
                for part in entry.split("-"):
                    node = steps.setdefault(f"{node:x} {_key(part)}", len(ends))
                    ends += [()] * (node == len(ends))
                ends[node] = _with(ends[node], concept)
            else:
                words[_key(entry)] = _with(words.get(_key(entry), ()), concept)
        self._groups = list(dict.fromkeys([*ends, *words.values()]))
        numbers = {group: number for number, group in enumerate(self._groups)}
        self._words = PackedNumbers({word: numbers[group] for word, group in words.items()})
        self._steps = PackedNumbers(steps)
        self._ends = array("H", [numbers[group] for group in ends])

    def of_word(self, word: str) -> frozenset[str]:
        """The concepts that a word has, by itself or any stem it begins with."""
        groups = self._words.of_beginnings(f"{fold(word)}=")
        return frozenset(concept for group in groups for concept in self._groups[group])

    def of_phrases(self, words: Sequence[str]) -> set[str]:
        """The concepts of every phrase in these words."""
        folded = [fold(w) for w in words]
        found: set[str] = set()
        for place in range(len(folded)):
            self._follow(0, folded, place, found)
        return found

    def _follow(self, node: int, words: Sequence[str], place: int, found: set[str]) -> None:
        """Adds the concepts of every phrase that goes on from a node with the words from this place."""
        found.update(self._groups[self._ends[node]])
        if place < len(words):
            for after in self._steps.of_beginnings(f"{node:x} {words[place]}="):
                self._follow(after, words, place + 1, found)


def _key(part: str) -> str:
    """How a word, or a stem, is written in a table: a word begins with its stems, and with itself."""
    return fold(part[:-1]) if part.endswith("*") else f"{fold(part)}="


def _with(concepts: tuple[str, ...], concept: str) -> tuple[str, ...]:
    return concepts if concept in concepts else (*concepts, concept)


@lru_cache(maxsize=3)
def _table(name: str) -> _Table:
    """The vocabulary of one file, or of all files of a folder."""
    path = _FOLDER / name
    files = sorted(path.glob("*.yml")) if path.is_dir() else [path]
    lines = (line for file in files for line in plain_reader().load(file.read_text(encoding="utf-8")).items())
    return _Table((concept, entry) for concept, line in lines for entry in str(line).split())


@lru_cache(maxsize=KEPT_WORDS)
def concepts_of(word: str) -> frozenset[str]:
    """The concepts of our field that one lower-case word has, by the whole word or any stem it starts with."""
    return _table("concepts.yml").of_word(word)


def phrase_concepts(words: Sequence[str]) -> set[str]:
    """The concepts of our field in phrases of several words."""
    return _table("concepts.yml").of_phrases(words)


def senses(words: Sequence[str]) -> set[str]:
    """The fine senses of our field in the words and phrases of a message."""
    return _table("senses").of_phrases(words).union(*(_senses_of(word) for word in words))


@lru_cache(maxsize=KEPT_WORDS)
def _senses_of(word: str) -> frozenset[str]:
    return _table("senses").of_word(word)


def everyday_concepts(words: Sequence[str]) -> set[str]:
    """The concepts of everyday life in the words and phrases of a message."""
    return _table("everyday.yml").of_phrases(words).union(*(_everyday_of(word) for word in words))


@lru_cache(maxsize=KEPT_WORDS)
def _everyday_of(word: str) -> frozenset[str]:
    return _table("everyday.yml").of_word(word)
