"""Which scheme a message is about. Pure: evidence in, decision out."""

from collections import Counter
from dataclasses import dataclass

from knowledge.language.reader import Mention, Reading

# Words that are terms of several schemes prove nothing about which one is meant.
_TERM, _HINT = 2, 4


@dataclass(frozen=True, slots=True)
class Resolution:
    """`schemes`: the ones meant. `candidates`: those to ask about when none is certain. `named`: said outright."""

    schemes: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    named: bool = False


def resolve(reading: Reading, context: str | None, *, switching: bool = False) -> Resolution:
    """Decides which schemes a message is about.

    A scheme named outright wins. A name that several schemes share is decided by hints, then by context, else asked.
    Without a name, words that only one scheme uses decide when there is no context or the user is `switching`
    ("og for de voksne?"); otherwise the context stands.
    """
    groups = _named_groups(reading)
    if groups:
        return _named(groups, reading, context)
    pointed = _pointed_at(reading)
    hinted = list(dict.fromkeys(h.scheme for h in reading.hints))
    if switching and len(hinted) == 1:
        pointed = hinted
    if context and not (switching and pointed):
        return Resolution(schemes=(context,))
    if len(pointed) == 1:
        return Resolution(schemes=tuple(pointed))
    return Resolution(candidates=tuple(pointed))


def _named_groups(reading: Reading) -> list[tuple[str, ...]]:
    """The schemes named, one group a place in the text; a group of several is an ambiguous name."""
    places: dict[tuple[int, int], list[str]] = {}
    for start, end, scheme in reading.scheme_spans:
        places.setdefault((start, end), []).append(scheme)
    return [tuple(dict.fromkeys(group)) for group in places.values()]


def _named(groups: list[tuple[str, ...]], reading: Reading, context: str | None) -> Resolution:
    certain = list(dict.fromkeys(g[0] for g in groups if len(g) == 1))
    if certain:
        return Resolution(schemes=tuple(certain), named=True)
    shared = groups[0]
    pointed = [s for s in shared if any(h.scheme == s for h in reading.hints)]  # «765.60 for voksne»
    pointed = pointed if len(pointed) == 1 else _pointed_at(reading, among=shared)
    by_hint = [s for s in shared if s in pointed]
    if len(by_hint) == 1:
        return Resolution(schemes=tuple(by_hint), named=True)
    if context in shared:
        return Resolution(schemes=(context,), named=False) if context else Resolution()
    return Resolution(candidates=shared)


def _pointed_at(reading: Reading, among: tuple[str, ...] = ()) -> list[str]:
    """The schemes with most evidence from terms and hints; one if it leads, several if they tie.

    A word counts for a scheme only when no other scheme has it; a hint takes its words from terms of other schemes;
    a phrase counts more than a word.
    """
    points: Counter[str] = Counter()
    for mentions, weight in ((reading.hints, _HINT), (_terms_beside_hints(reading), _TERM)):
        owners: dict[tuple[int, int], set[str]] = {}
        words: dict[tuple[int, int], int] = {}
        for mention in mentions:
            if not among or mention.scheme in among:
                owners.setdefault((mention.start, mention.end), set()).add(mention.scheme)
                words[mention.start, mention.end] = mention.word_count
        for place, schemes in owners.items():
            for scheme in schemes if mentions is reading.hints else schemes if len(schemes) == 1 else ():
                points[scheme] += weight * min(words[place], 2) + (mentions is not reading.hints and words[place] > 1)
    if not points:
        return []
    top = max(points.values())
    return [scheme for scheme, value in points.items() if value == top]


def _terms_beside_hints(reading: Reading) -> list[Mention]:
    return [
        t
        for t in reading.terms
        if t.proves and not any(h.start < t.end and t.start < h.end and h.scheme != t.scheme for h in reading.hints)
    ]
