"""Groups of words that mean the same for our purposes (concepts.yml)."""

from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from knowledge.language.normalise import fold

_PATH = Path(__file__).with_name("concepts.yml")


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], list[tuple[tuple[str, ...], str]]]:
    """Whole words, stems, and phrases (written with hyphens), each with the concepts they belong to."""
    whole: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    phrases: list[tuple[tuple[str, ...], str]] = []
    for concept, line in YAML(typ="safe").load(_PATH.read_text(encoding="utf-8")).items():
        for entry in str(line).split():
            if "-" in entry:
                phrases.append((tuple(fold(part.rstrip("*")) for part in entry.split("-")), concept))
            elif entry.endswith("*"):
                stems.setdefault(fold(entry[:-1]), set()).add(concept)
            else:
                whole.setdefault(fold(entry), set()).add(concept)
    return ({w: frozenset(c) for w, c in whole.items()}, {s: frozenset(c) for s, c in stems.items()}, phrases)


@lru_cache(maxsize=32768)
def concepts_of(word: str) -> frozenset[str]:
    """The concepts of one lower-case word, by the whole word or any stem it starts with."""
    whole, stems, _ = _table()
    folded = fold(word)
    found = set(whole.get(folded, ()))
    for end in range(2, len(folded) + 1):
        found |= stems.get(folded[:end], frozenset())
    return frozenset(found)


def phrase_concepts(words: list[str]) -> set[str]:
    """The concepts of phrases of several words in a message."""
    folded = [fold(w) for w in words]
    found = set()
    for parts, concept in _table()[2]:
        size = len(parts)
        if any(tuple(folded[i : i + size]) == parts for i in range(len(folded) - size + 1)):
            found.add(concept)
    return found
