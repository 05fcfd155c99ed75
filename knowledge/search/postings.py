"""Which entries have a token, and how much it counts in each: what both engines find and judge by.

An entry is a number here. What narrows a search, its kind and its scheme, is a list of entries like a token's.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.search.fields import Fields
from knowledge.search.model import Entry

_MARK = "!"  # how the name of a list begins that is no token's; no token begins so
_DENSE = 0.25  # the share of all entries from which they are judged all: cheaper than telling which have a token
_FORM = np.dtype([("entry", "<i4"), ("impact", "<f4")])


@dataclass(frozen=True, slots=True)
class Posting:
    """The entries that have a token.

    Attributes:
        entries: Their numbers, each once, ascending.
        impacts: How much it counts in each (`Fields.impacts`).
    """

    entries: NDArray[np.int32]
    impacts: NDArray[np.float32]

    @classmethod
    def joined(cls, parts: Sequence["Posting"]) -> "Posting":
        """The list of which these are parts, however they are ordered."""
        entries = np.concatenate([part.entries for part in parts])
        order = np.argsort(entries, kind="stable")  # which is quick for parts that are ordered themselves
        return cls(entries[order], np.concatenate([part.impacts for part in parts])[order])

    @classmethod
    def unpacked(cls, packed: bytes | memoryview) -> "Posting":
        """The list that `packed` was called on."""
        held = np.frombuffer(packed, dtype=_FORM)
        return cls(np.ascontiguousarray(held["entry"]), np.ascontiguousarray(held["impact"]))

    def packed(self) -> bytes:
        """For keeping it in a database."""
        held = np.empty(len(self.entries), dtype=_FORM)
        held["entry"], held["impact"] = self.entries, self.impacts
        return held.tobytes()

    def where(self, kept: NDArray[np.bool_]) -> "Posting":
        """Only the entries for which the table, by number, says so."""
        chosen = kept[self.entries]
        return Posting(self.entries[chosen], self.impacts[chosen])


NONE = Posting(np.empty(0, np.int32), np.empty(0, np.float32))


def narrowing(field: str, values: Iterable[str]) -> list[str]:
    """The names of the lists of entries of these kinds or schemes."""
    return [f"{_MARK}{field} {value}" for value in values]


def is_token(name: str) -> bool:
    """Whether a list is a token's."""
    return not name.startswith(_MARK)


def lists_of(entry: Entry, fields: Fields) -> dict[str, float]:
    """The names of all lists that an entry is in, with how much it counts there."""
    marks = (*narrowing("kind", [entry.kind]), *narrowing("scheme", [entry.scheme]))
    return {**fields.impacts(), **dict.fromkeys(marks, 1.0)}


def postings(entries: Iterable[tuple[int, Mapping[str, float]]]) -> dict[str, Posting]:
    """The lists of entries, given the number of each and its lists."""
    ids: dict[str, int] = {}
    names, numbers, impacts = array("i"), array("i"), array("f")
    for number, held in entries:
        names.extend(ids.setdefault(name, len(ids)) for name in held)
        numbers.extend([number] * len(held))
        impacts.extend(held.values())
    order = np.argsort(np.frombuffer(names, np.int32), kind="stable") if ids else np.empty(0, np.int64)
    ends = np.bincount(np.frombuffer(names, np.int32), minlength=len(ids)).cumsum() if ids else order
    held_by, counts = np.array(numbers, np.int32)[order], np.array(impacts, np.float32)[order]
    bounds = zip(ids, [0, *ends[:-1].tolist()], ends.tolist(), strict=False)
    return {name: Posting(held_by[start:end], counts[start:end]) for name, start, end in bounds}


def changed(
    old: Mapping[str, Posting], gone: Mapping[str, Sequence[int]], added: Mapping[str, Posting]
) -> Iterator[tuple[str, Posting]]:
    """The lists that are others when entries go and come, as they are afterwards; those left empty too.

    Args:
        old: All lists, or those that are touched.
        gone: The numbers of the entries that go, by list.
        added: The lists of those that come, some with numbers that are free now.
    """
    for name in gone.keys() | added.keys():
        before = old.get(name, NONE)
        stays = ~np.isin(before.entries, np.array(gone.get(name, ()), np.int32))
        kept = Posting(before.entries[stays], before.impacts[stays])
        yield name, Posting.joined([kept, added.get(name, NONE)])


class Gathered:
    """The entries that have all tokens of any option, to be judged together; a few more, which have some of an option."""

    def __init__(
        self,
        held: Mapping[str, Posting],
        options: Iterable[Sequence[str]],
        among: Sequence[Sequence[Posting]] = (),
    ) -> None:
        """
        Args:
            held: The lists of the tokens.
            options: The tokens that together count as something.
            among: Only entries that are in one list of each of these.
        """
        highest = max((int(each.entries[-1]) for each in held.values() if len(each.entries)), default=-1) + 1
        for lists in among:
            kept = np.zeros(highest, np.bool_)
            for each in lists:
                kept[each.entries[each.entries < highest]] = True
            held = {token: each.where(kept) for token, each in held.items()}
        self._held = held
        every = [_shortest(held, tokens) for tokens in set(options)]
        self._dense = sum(map(len, every)) > _DENSE * highest
        self.numbers = np.arange(highest, dtype=np.int32) if self._dense else _union(every)

    def impacts(self, token: str) -> NDArray[np.float32]:
        """How much a token counts in each of the entries; 0 where it is not."""
        posting, numbers = self._held.get(token, NONE), self.numbers
        impacts = np.zeros(len(numbers), np.float32)
        if self._dense:
            impacts[posting.entries] = posting.impacts
        elif len(posting.entries) < len(numbers):
            places, there = _found(posting.entries, numbers)
            impacts[places[there]] = posting.impacts[there]
        else:
            places, there = _found(numbers, posting.entries)
            impacts[there] = posting.impacts[places[there]]
        return impacts


def _shortest(held: Mapping[str, Posting], tokens: Sequence[str]) -> NDArray[np.int32]:
    """The entries of the rarest of some tokens: what has all of them is there."""
    return min((held.get(token, NONE).entries for token in tokens), key=len)


def _union(every: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    union: NDArray[np.int32] = np.unique(np.concatenate([NONE.entries, *every]))
    return union


def _found(wanted: NDArray[np.int32], among: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each of some ascending numbers stands among others, and whether it does."""
    places = np.searchsorted(among, wanted)
    if not len(among):
        return places, np.zeros(len(wanted), np.bool_)
    np.minimum(places, len(among) - 1, out=places)
    return places, among[places] == wanted
