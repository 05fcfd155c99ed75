"""Whether a query names a scheme, and what follows: what it finds of other schemes comes after."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from knowledge.search.model import Entry, Found
from knowledge.search.tokens import tokens

_ONLY_THERE = 0.9  # the share of a name's hits that are of the schemes with that name; a common word has more elsewhere
_OFTEN = 0.02  # of the words of all names of a scheme; «team» stands in some, and names none
_OTHER = 0.2  # what a hit of another scheme keeps of its score


def named_first(query: str, found: Sequence[Found]) -> list[Found]:
    """Hits with those of the schemes that the query names first, in their order; as they are when it names none.

    A word names schemes when it stands in their names, however misspelt it was, and hardly anywhere else.

    Two words together do so when they stand together in the names of some schemes only: «fact ung».

    Args:
        query: As it was written.
        found: All that the query finds, so that what is rare elsewhere can be told.
    """
    named = _named(query, found)
    if not named:
        return list(found)
    weighed = [each if each.entry.scheme in named else replace(each, score=each.score * _OTHER) for each in found]
    return sorted(weighed, key=lambda each: -each.score)


def _named(query: str, found: Sequence[Found]) -> frozenset[str]:
    """The schemes that are named; of several names, those that all of them fit, so that none is named where they differ."""
    names: dict[str, frozenset[str]] = {}
    for each in found:
        names[each.entry.scheme] = names.get(each.entry.scheme, frozenset()) | _names(each.entry)
    holders: dict[str, list[str]] = {}
    for each in found:
        for token in each.matched:
            holders.setdefault(token, []).append(each.entry.scheme)
    votes = [having for token, schemes in holders.items() if _tells(schemes, having := _having(token, names))]
    votes += [_having(" ".join(pair), names) for pair in pairwise(tokens(query))]
    votes = [having for having in votes if 0 < len(having) <= len(names) / 2]  # what most are called tells none apart
    return frozenset.intersection(*votes) if votes else frozenset()


def _having(name: str, names: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(scheme for scheme, told in names.items() if name in told)


def _tells(schemes: Sequence[str], having: frozenset[str]) -> bool:
    return bool(having) and sum(scheme in having for scheme in schemes) >= _ONLY_THERE * len(schemes)


def _names(entry: Entry) -> frozenset[str]:
    return _tokens(entry.names or f"{entry.title['nb']} {entry.terms}")


@lru_cache(maxsize=1024)
def _tokens(names: str) -> frozenset[str]:
    """The words that a scheme's names are mostly made of, and each two that follow each other."""
    told = tokens(names)
    main = [token for token, times in Counter(told).items() if times >= _OFTEN * len(told)]
    return frozenset([*main, *(" ".join(pair) for pair in pairwise(told))])
