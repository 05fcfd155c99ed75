"""How well an entry fits a query: the same for every engine.

Every entry that has a word of the query is judged, all at once: each group counts once, by its best option, and an entry
that lacks part of what is meant is held back.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from knowledge.search.model import Entry, Found
from knowledge.search.postings import Gathered, Posting, narrowing
from knowledge.search.query import Group, Option
from knowledge.search.vocabulary import Vocabulary

_LEAST_SCORE = 0.001  # a score under this is a common word in one of many names
_SAME = 5  # decimals of a score in which equals do not differ; it is kept as precisely (32 bits)
_BLOCK = 64  # scores of which only the best is looked at first
_MOST_EQUAL = 2_000  # entries that fit equally well and are looked at more closely; of more, any are as good


@dataclass(frozen=True, slots=True)
class _Priced:
    """A group with what it is worth, and what each of its options is worth where it counts 1."""

    worth: float
    options: tuple[Option, ...]
    worths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """How well each entry has a group: what it scores, and by which option."""

    options: tuple[Option, ...]
    scores: NDArray[np.float32]
    which: NDArray[np.int16] | None  # None where there is one option only

    def tokens(self, places: NDArray[np.intp]) -> list[Sequence[str]]:
        """The tokens by which each of some entries has the group; none where it lacks it."""
        which = [0] * len(places) if self.which is None else self.which[places].tolist()
        has = (self.scores[places] > 0).tolist()
        return [self.options[option].tokens if there else () for option, there in zip(which, has, strict=True)]


@dataclass(frozen=True, slots=True)
class Fits:
    """How well each of some entries fits: see `knowledge.search.model.Found`. A score of 0 is not at all."""

    scores: NDArray[np.float32]
    coverages: NDArray[np.float32]
    chosen: Sequence[_Chosen]

    def matched(self, places: NDArray[np.intp]) -> list[frozenset[str]]:
        """The tokens by which each of some entries was found."""
        by_group = [each.tokens(places) for each in self.chosen]
        return [frozenset(chain.from_iterable(found)) for found in zip(*by_group, strict=True)]


class Judge:
    """Judges entries by one query, all at once: what costs is the number of steps, hardly that of entries."""

    def __init__(self, groups: Sequence[Group], vocabulary: Vocabulary) -> None:
        self._groups = [_priced(group, vocabulary) for group in groups if group.options]
        self._wanted = sum(group.worth for group in self._groups)

    def fits(self, entries: Gathered) -> Fits:
        """How well entries fit."""
        total, covered = (np.zeros(len(entries.numbers), np.float32) for _ in range(2))
        chosen = [_chosen(group, entries) for group in self._groups]
        for group, each in zip(self._groups, chosen, strict=True):
            total += each.scores
            weights = np.array([option.weight * group.worth for option in group.options], np.float32)
            covered += (each.scores > 0) * (weights[0] if each.which is None else weights[each.which])
        if self._wanted:
            covered /= self._wanted
        total *= covered
        return Fits(total, covered, chosen)


def _chosen(group: _Priced, entries: Gathered) -> _Chosen:
    """Of each entry the best option; of equals the first."""
    best, which = _scores(group, 0, entries), None
    if len(group.options) > 1:
        which = np.zeros(len(best), np.int16)
        for place in range(1, len(group.options)):
            scores = _scores(group, place, entries)
            which[scores > best] = place
            np.maximum(best, scores, out=best)
    return _Chosen(group.options, best, which)


def _scores(group: _Priced, place: int, entries: Gathered) -> NDArray[np.float32]:
    """How much an option counts in each entry: as much as the least of its tokens."""
    least, *others = (entries.impacts(token) for token in group.options[place].tokens)
    for other in others:
        np.minimum(least, other, out=least)
    least *= group.worths[place]
    return least


def _priced(group: Group, vocabulary: Vocabulary) -> _Priced:
    worth = most(group, vocabulary)
    worths = tuple(o.weight * min(_rarity(o, vocabulary), worth) for o in group.options)
    return _Priced(worth, group.options, worths)


def most(group: Group, vocabulary: Vocabulary) -> float:
    """How much a group tells: as much as the word itself does, or the best of what counts as it."""
    exact = [o for o in group.options if o.weight == 1.0]
    return max((_rarity(o, vocabulary) for o in exact or group.options), default=0.0)


def _rarity(option: Option, vocabulary: Vocabulary) -> float:
    return max(vocabulary.rarity(token) for token in option.tokens)


@dataclass(frozen=True, slots=True)
class Leading:
    """The entries that fit best, best first, with all that fit as well as the last of them.

    Attributes:
        numbers: Of the entries.
        scores: Of each, so rounded that equals are equal.
    """

    numbers: list[int]
    scores: list[float]
    _told: dict[int, tuple[float, float, frozenset[str]]]

    def found(self, number: int, entry: str | bytes) -> Found:
        """The hit, given the entry of a number as JSON."""
        score, coverage, matched = self._told[number]
        return Found(Entry.from_dict(json.loads(entry)), round(score, 4), round(coverage, 4), matched)


def wanted(groups: Sequence[Group]) -> list[str]:
    """The tokens of all options."""
    return sorted(frozenset().union(*(group.tokens for group in groups)))


def narrowed(kinds: Collection[str] | None, schemes: Collection[str] | None) -> list[list[str]]:
    """The names of the lists that a search is narrowed to, by field."""
    return [narrowing(field, held) for field, held in (("kind", kinds), ("scheme", schemes)) if held is not None]


def leading(
    groups: Sequence[Group],
    held: Mapping[str, Posting],
    vocabulary: Vocabulary,
    limit: int,
    among: Sequence[Sequence[str]] = (),
) -> Leading:
    """The entries that fit best, at least `limit` where so many fit.

    Args:
        groups: Of the query.
        held: The lists of its tokens and of what it is narrowed to.
        vocabulary: Of the index.
        limit: How many are asked for, at least one.
        among: What `narrowed` gives.
    """
    tokens = {token: held[token] for token in wanted(groups) if token in held}
    options = [option.tokens for group in groups for option in group.options]
    entries = Gathered(tokens, options, [[held[name] for name in names if name in held] for names in among])
    fits = Judge(groups, vocabulary).fits(entries)
    places = _best(fits.scores, limit)
    order = np.argsort(-fits.scores[places].round(_SAME), kind="stable")[: max(_MOST_EQUAL, limit)]
    return _leading(entries.numbers, fits, places[order])


def _leading(numbers: NDArray[np.int32], fits: Fits, places: NDArray[np.intp]) -> Leading:
    """The entries at these places. Many arrays are read at once: number by number takes longer than judging them."""
    chosen = numbers[places].tolist()
    told = zip(fits.scores[places].tolist(), fits.coverages[places].tolist(), fits.matched(places), strict=True)
    return Leading(chosen, fits.scores[places].round(_SAME).tolist(), dict(zip(chosen, told, strict=True)))


def _best(scores: NDArray[np.float32], limit: int) -> NDArray[np.intp]:
    """Where the best stand, and those that are as good as the last of them."""
    places = np.flatnonzero(scores >= max(_nearly(scores, limit), _LEAST_SCORE))
    found = scores[places].round(_SAME)
    last = np.partition(found, -limit)[-limit] if len(found) > limit else 0.0
    best: NDArray[np.intp] = places[found >= last]
    return best


def _nearly(scores: NDArray[np.float32], limit: int) -> float:
    """A score that as many reach as are asked for, and hardly more: so many blocks have one that reaches it."""
    blocks = len(scores) // _BLOCK
    if blocks < 2 * limit:
        return 0.0
    best = scores[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
    return float(np.partition(best, -limit)[-limit]) - 2 * 10.0**-_SAME
