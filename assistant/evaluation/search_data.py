"""Generated schemes and queries for measuring search: Norwegian words, as unevenly common as in real texts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from knowledge.model import CitationRef, Topic
from knowledge.search.model import Entry
from knowledge.search.tokens import is_stop, key
from knowledge.search.vocabulary import Vocabulary

SEED = 6
WORDS = 50_000  # different words
_LENGTHS = (20, 60)  # words of a passage, fewest and most
_MIDDLE, _COMMONEST = (200, 5_000), (1, 40)  # frequency ranks


@dataclass(frozen=True)
class Queries:
    """Queries of two to four terms, by how common the terms are."""

    middle: list[str]
    commonest: list[str]


def passages(schemes: int, each: int) -> Iterator[Entry]:
    """Passages of generated schemes; word r of all is r times rarer than the commonest (Zipf)."""
    chance = random.Random(SEED)  # noqa: S311 - not for secrets
    pool = _words(chance)
    weights = list(accumulate(1 / rank for rank in range(1, len(pool) + 1)))
    for scheme in range(schemes):
        for place in range(each):
            length = chance.randint(*_LENGTHS)
            drawn = chance.choices(pool, cum_weights=weights, k=length)
            yield _passage(f"ordning-{scheme:05}", place, " ".join(drawn))


def queries(vocabulary: Vocabulary, count: int) -> Queries:
    """Queries of words of certain frequency ranks, as an index counts them."""
    chance = random.Random(SEED + 1)  # noqa: S311 - not for secrets
    ranked = sorted(vocabulary.items(), key=lambda item: (-item[1], item[0]))
    written = {key(word): word for word in reversed(_words(random.Random(SEED)))}  # noqa: S311
    words = [written[token] for token, _ in ranked if token in written]
    return Queries(*([_query(words, ranks, chance) for _ in range(count)] for ranks in (_MIDDLE, _COMMONEST)))


def _query(words: list[str], ranks: tuple[int, int], chance: random.Random) -> str:
    return " ".join(chance.sample(words[ranks[0] - 1 : ranks[1]], chance.randint(2, 4)))


def _words(chance: random.Random) -> list[str]:
    known = DefaultDictionaryFactory().get_dictionary("nb")
    usable = sorted(word for raw in known if 3 <= len(word := str(raw)) <= 18 and word.isalpha() and word.islower())
    return [word for word in chance.sample(usable, WORDS) if not is_stop(word)]


def _passage(scheme: str, place: int, text: str) -> Entry:
    citation = CitationRef(source="generated", locator=f"Del {place}")
    title, texts = {"nb": f"Del {place}"}, {"nb": text}
    return Entry("passage", scheme, "2025", "", title, texts, Topic.ABOUT, citation)
