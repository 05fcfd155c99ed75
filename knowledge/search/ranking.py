"""How well an entry fits a query: the second, exact step, the same for every engine.

An engine picks some hundred likely entries. They are then ordered here: each group
counts once, by its best option, and an entry that lacks part of what is meant is held back.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.search.model import Entry, Found
from knowledge.search.query import Group, Option
from knowledge.search.vocabulary import Vocabulary
from knowledge.search.weighed import Weighed

_LEAST_SCORE = 0.001  # a score under this is a common word in one of many names
_WHOLE = 2_000  # entries of an index that is judged whole
_CANDIDATES = 600  # entries of a larger one that are judged: engines score otherwise than we do (docs/search.md)


@dataclass(frozen=True, slots=True)
class _Priced:
    """A group with what it is worth, and what each of its options is worth where it counts 1."""

    worth: float
    options: tuple[Option, ...]
    worths: NDArray[np.float64]
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fits:
    """How well each of some entries fits: see `knowledge.search.model.Found`. A score of 0 is not at all."""

    scores: NDArray[np.float64]
    coverages: NDArray[np.float64]
    chosen: Sequence[tuple[tuple[Option, ...], NDArray[np.intp], NDArray[np.bool_]]]

    def matched(self, place: int) -> frozenset[str]:
        """The tokens by which an entry was found."""
        best = [options[which[place]] for options, which, is_found in self.chosen if is_found[place]]
        return frozenset(token for option in best for token in option.tokens)


class Judge:
    """Judges entries by one query, all at once: what costs is the number of steps, not of entries."""

    def __init__(self, groups: Sequence[Group], vocabulary: Vocabulary) -> None:
        self._groups = [_priced(group, vocabulary) for group in groups if group.options]
        self._wanted = sum(group.worth for group in self._groups)

    def fits(self, entries: Sequence[bytes]) -> Fits:
        """How well entries fit, given each as `knowledge.search.weighed.weighed` gives it."""
        held = Weighed(entries)
        impacts = {token: held.impacts(token) for token in self._tokens()}
        total, covered = np.zeros(len(entries)), np.zeros(len(entries))
        chosen = []
        for group in self._groups:
            values = np.array([_least(impacts, each) for each in group.options]) * group.worths[:, None]
            best, which = values.max(axis=0), values.argmax(axis=0)
            total += best
            covered += np.where(best > 0, group.worth * group.weights[which], 0.0)
            chosen.append((group.options, which, best > 0))
        coverages = covered / self._wanted if self._wanted else covered
        return Fits(total * coverages, coverages, chosen)

    def _tokens(self) -> set[str]:
        return {token for group in self._groups for option in group.options for token in option.tokens}


def _least(impacts: Mapping[str, NDArray[np.float64]], option: Option) -> NDArray[np.float64]:
    """How much an option counts in each entry: as much as the least of its tokens."""
    first, *others = (impacts[token] for token in option.tokens)
    return np.minimum.reduce([first, *others]) if others else first


def _priced(group: Group, vocabulary: Vocabulary) -> _Priced:
    worth = most(group, vocabulary)
    worths = np.array([o.weight * min(_rarity(o, vocabulary), worth) for o in group.options])
    return _Priced(worth, group.options, worths, np.array([o.weight for o in group.options]))


def most(group: Group, vocabulary: Vocabulary) -> float:
    """How much a group tells: as much as the word itself does, or the best of what counts as it."""
    exact = [o for o in group.options if o.weight == 1.0]
    return max((_rarity(o, vocabulary) for o in exact or group.options), default=0.0)


def _rarity(option: Option, vocabulary: Vocabulary) -> float:
    return max(vocabulary.rarity(token) for token in option.tokens)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is asked of likely entries, each list in the same order: number, what the tokens count, packed, and edition."""

    numbers: Sequence[int]
    weighed: Sequence[bytes]
    editions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Best:
    """One of the entries that fit best, by its number; the engine reads the rest of it."""

    number: int
    score: float
    coverage: float
    matched: frozenset[str]

    def found(self, entry: str) -> Found:
        """The hit, given its entry as JSON."""
        return Found(Entry.from_dict(json.loads(entry)), self.score, self.coverage, self.matched)


def is_judged_whole(vocabulary: Vocabulary) -> bool:
    """Whether an index is so small that every entry with a word of the query is judged."""
    return vocabulary.entries <= _WHOLE


def candidates_for(limit: int, vocabulary: Vocabulary) -> int:
    """How many likely entries an engine that scores them should pick for a query that wants `limit`."""
    return _WHOLE if is_judged_whole(vocabulary) else max(_CANDIDATES, 2 * limit)


def order(groups: Sequence[Group], candidates: Candidates, vocabulary: Vocabulary, limit: int) -> list[Best]:
    """The candidates that fit, best first; of equals the newest edition, then by tokens, so that engines agree."""
    fits = Judge(groups, vocabulary).fits(candidates.weighed)
    return [
        Best(
            candidates.numbers[place],
            round(float(fits.scores[place]), 4),
            round(float(fits.coverages[place]), 4),
            fits.matched(place),
        )
        for place in _best(fits.scores, candidates, limit)
    ]


def _best(scores: NDArray[np.float64], candidates: Candidates, limit: int) -> list[int]:
    """Where the best candidates stand, in order."""
    rounded = scores.round(6)
    least = max(np.sort(rounded)[-limit:].min(initial=np.inf), _LEAST_SCORE)
    places = [int(place) for place in np.flatnonzero(rounded >= least)]
    places.sort(key=lambda place: candidates.weighed[place])
    places.sort(key=lambda place: (rounded[place], candidates.editions[place]), reverse=True)
    return places[:limit]
