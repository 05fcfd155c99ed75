"""How well an entry fits a query: the second, exact step, the same for every engine.

An engine picks some hundred likely entries (BM25 over all tokens of all groups). They are then ordered here: each group
counts once, by its best option, and an entry that lacks part of what is meant is held back.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.search.fields import frequency, held_back, saturated
from knowledge.search.model import Entry, Found
from knowledge.search.query import Group, Option
from knowledge.search.vocabulary import Vocabulary

_LEAST = 0.001  # a score under this is a common word in one of many names
_WHOLE, _CANDIDATES = (
    500,
    100,
)  # entries of an index that is ordered whole; of a larger one, how many are ordered exactly


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an entry fits: see `knowledge.search.model.Found`."""

    score: float
    coverage: float
    matched: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Priced:
    """An option with what it is worth where it is found often."""

    option: Option
    worth: float


class Judge:
    """Judges entries by one query. What does not depend on the entry is worked out once: a query judges hundreds."""

    def __init__(self, groups: Sequence[Group], vocabulary: Vocabulary) -> None:
        priced = [(most(group, vocabulary), group.options) for group in groups]
        self._wanted = sum(worth for worth, _ in priced)
        self._groups = [
            (worth, [_Priced(o, o.weight * min(_rarity(o, vocabulary), worth)) for o in options])
            for worth, options in priced
        ]

    def fit(self, packed: str) -> Fit:
        """How well an entry fits, given its fields as `Fields.pack` gives them; a score of 0 for not at all."""
        total = covered = 0.0
        matched: list[str] = []
        held = held_back(packed)
        for worth, options in self._groups:
            best, value = None, 0.0
            for each in options:
                often = min([frequency(packed, token) for token in each.option.tokens])
                if often and (here := each.worth * saturated(often, held)) > value:
                    best, value = each.option, here
            if best is not None:
                total += value
                covered += worth * best.weight
                matched += best.tokens
        coverage = covered / self._wanted if self._wanted else 0.0
        return Fit(total * coverage, coverage, frozenset(matched))


def most(group: Group, vocabulary: Vocabulary) -> float:
    """How much a group tells: as much as the word itself does, or the best of what counts as it."""
    exact = [o for o in group.options if o.weight == 1.0]
    return max((_rarity(o, vocabulary) for o in exact or group.options), default=0.0)


def _rarity(option: Option, vocabulary: Vocabulary) -> float:
    return max(vocabulary.rarity(token) for token in option.tokens)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an engine keeps of an entry: its fields, packed, its edition, and a way to the entry as JSON."""

    fields: str
    edition: str
    entry: Callable[[], str]


def candidates_for(limit: int, vocabulary: Vocabulary) -> int:
    """How many likely entries an engine should pick for a query that wants `limit`."""
    return _WHOLE if vocabulary.entries <= _WHOLE else max(_CANDIDATES, 2 * limit)


def order(groups: Sequence[Group], candidates: Iterable[Candidate], vocabulary: Vocabulary, limit: int) -> list[Found]:
    """The candidates that fit, best first; of equals the newest edition, then by text, so that engines agree."""
    judge = Judge(groups, vocabulary)
    fits = [(judge.fit(each.fields), each) for each in candidates]
    fits.sort(key=lambda pair: pair[1].fields)
    fits.sort(key=lambda pair: (round(pair[0].score, 6), pair[1].edition), reverse=True)
    return [
        Found(Entry.from_dict(json.loads(each.entry())), round(how.score, 4), round(how.coverage, 4), how.matched)
        for how, each in fits[:limit]
        if how.score >= _LEAST
    ]
