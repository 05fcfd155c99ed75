"""Groups of words that mean the same for our purposes.

Three vocabularies: coarse concepts of our field (concepts.yml); fine senses of it (senses/), which tell statements
apart, «stå fremst» from «gå i lag med»; and everyday concepts (everyday.yml), which tell what is none of our business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from knowledge.language.normalise import fold
from knowledge.yaml_files import plain_reader

_FOLDER = Path(__file__).parent


class _Node:
    """Where so many words of phrases lead: by the next word or its stem, and the concepts of phrases that end here.

    Most nodes lead nowhere and have one concept; what is empty is None, since there are 17,000 of them.
    """

    __slots__ = ("concepts", "stems", "whole")

    def __init__(self) -> None:
        self.whole: dict[str, _Node] | None = None
        self.stems: dict[str, _Node] | None = None
        self.concepts: tuple[str, ...] = ()

    def after(self, part: str) -> _Node:
        """The node after one more word, made if it is not there; `*` ends a stem."""
        if part.endswith("*"):
            self.stems = {} if self.stems is None else self.stems
            return self.stems.setdefault(fold(part[:-1]), _Node())
        self.whole = {} if self.whole is None else self.whole
        return self.whole.setdefault(fold(part), _Node())

    def add(self, concept: str) -> None:
        """A phrase that ends here has this concept."""
        self.concepts = _with(self.concepts, concept)

    def collect(self, words: Sequence[str], place: int, found: set[str]) -> None:
        """Adds the concepts of every phrase that goes on with these words from this place."""
        found.update(self.concepts)
        if place == len(words):
            return
        word = words[place]
        if self.whole and (node := self.whole.get(word)):
            node.collect(words, place + 1, found)
        if self.stems:
            for end in range(len(word) + 1):
                if node := self.stems.get(word[:end]):
                    node.collect(words, place + 1, found)


@dataclass(frozen=True, slots=True)
class _Table:
    """Whole words, stems, and phrases (written with hyphens), all folded.

    Thousands of phrases begin with a handful of words («kan vi …»), so they are a tree: a message follows the few
    branches that it has the words of.
    """

    whole: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stems: dict[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: _Node = field(default_factory=_Node)

    def add(self, concept: str, entry: str) -> None:
        if "-" in entry:
            node = self.phrases
            for part in entry.split("-"):
                node = node.after(part)
            node.add(concept)
        elif entry.endswith("*"):
            stem = fold(entry[:-1])
            self.stems[stem] = _with(self.stems.get(stem, ()), concept)
        else:
            word = fold(entry)
            self.whole[word] = _with(self.whole.get(word, ()), concept)

    def of_word(self, word: str) -> set[str]:
        folded = fold(word)
        found = set(self.whole.get(folded, ()))
        for end in range(2, len(folded) + 1):
            found.update(self.stems.get(folded[:end], ()))
        return found

    def of_phrases(self, words: Sequence[str]) -> set[str]:
        folded = [fold(w) for w in words]
        found: set[str] = set()
        for place in range(len(folded)):
            self.phrases.collect(folded, place, found)
        return found


def _with(concepts: tuple[str, ...], concept: str) -> tuple[str, ...]:
    return concepts if concept in concepts else (*concepts, concept)


@lru_cache(maxsize=3)
def _table(name: str) -> _Table:
    """The vocabulary of one file, or of all files of a folder."""
    path = _FOLDER / name
    table = _Table()
    for file in sorted(path.glob("*.yml")) if path.is_dir() else [path]:
        for concept, line in plain_reader().load(file.read_text(encoding="utf-8")).items():
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
