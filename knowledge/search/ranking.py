"""How well an entry fits a query: the second, exact step, the same for every engine.

An engine picks some hundred likely entries (BM25 over all tokens of all groups). They are then ordered here: each group
counts once, by its best option, and an entry that lacks part of what is meant is held back.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.search.model import Entry, Found
from knowledge.search.query import Group, Option
from knowledge.search.tokens import deduplicated, parts_of, tokens
from knowledge.search.vocabulary import Vocabulary

_LEAST = 0.001  # a score under this is a common word in one of many names
_WHOLE, _CANDIDATES = 500, 100  # entries of an index that is ordered whole; of a larger one, how many are ordered exactly
_K1 = 1.2  # BM25: how soon a repeated word stops counting
_B = 0.3  # how much a long text is held back; little, since our texts are short
_USUAL_LENGTH = 40  # tokens
_TEXT, _TERMS, _TITLE, _PARTS, _NAMES = 1.0, 0.9, 1.2, 0.5, 0.6  # what a word counts, by where it stands


@dataclass(frozen=True, slots=True)
class Fields:
    """The tokens of an entry, by where they stand."""

    text: tuple[str, ...]
    title: tuple[str, ...]
    terms: tuple[str, ...]
    names: tuple[str, ...]
    parts: tuple[str, ...]

    @classmethod
    def of(cls, entry: Entry) -> "Fields":
        """What an entry is found by."""
        texts, titles = list(dict.fromkeys(entry.text.values())), list(dict.fromkeys(entry.title.values()))
        compounds = (*texts, *titles, entry.terms)
        parts = dict.fromkeys(part for each in compounds for part in parts_of(each))
        names = tuple(dict.fromkeys([*tokens(entry.names), *tokens(entry.edition)]))
        return cls(
            tuple(deduplicated(texts)),
            tuple(deduplicated(titles)),
            tuple(dict.fromkeys(tokens(entry.terms))),
            names,
            tuple(part for part in parts if part not in names),
        )

    def all(self) -> list[str]:
        """Every token, as often as it is there: what an engine indexes."""
        return [*self.text, *self.title, *self.terms, *self.names, *self.parts]

    def pack(self) -> str:
        """One line of text, for keeping in an index; `unpack` gives the same back."""
        return "\t".join(" ".join(f) for f in (self.text, self.title, self.terms, self.names, self.parts))

    @classmethod
    def unpack(cls, packed: str) -> "Fields":
        """The fields that `pack` was called on."""
        text, title, terms, names, parts = (tuple(field.split()) for field in packed.split("\t"))
        return cls(text, title, terms, names, parts)

    def frequency(self, token: str) -> float:
        """How often a token is there, each place by its weight; being in one place is enough in names."""
        found = _TEXT * self.text.count(token) + _TITLE * self.title.count(token) + _TERMS * (token in self.terms)
        if not found:
            return max(_NAMES * (token in self.names), _PARTS * (token in self.parts))
        return found

    def impacts(self) -> dict[str, float]:
        """How much each token counts in the entry, 0 to about 2, before how rare it is."""
        held = self.held
        return {token: saturated(self.frequency(token), held) for token in dict.fromkeys(self.all())}

    @property
    def held(self) -> float:
        """How much a long entry is held back, around 1."""
        return 1 - _B + _B * min(len(self.text) / _USUAL_LENGTH, 3.0)


def saturated(frequency: float, held: float) -> float:
    """What a token counts that is there so often: soon no more."""
    return frequency * (_K1 + 1) / (frequency + _K1 * held)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an entry fits: see `knowledge.search.model.Found`."""

    score: float
    coverage: float
    matched: frozenset[str]


def fit(groups: Sequence[Group], fields: Fields, vocabulary: Vocabulary) -> Fit:
    """How well an entry fits the groups of a query; a score of 0 for not at all."""
    total = wanted = covered = 0.0
    matched: set[str] = set()
    held = fields.held
    for group in groups:
        worth = most(group, vocabulary)
        best, option = max(
            ((_value(o, fields, vocabulary, worth, held), o) for o in group.options),
            default=(0.0, None),
            key=lambda v: v[0],
        )
        wanted += worth
        if option is not None and best > 0:
            total += best
            covered += worth * option.weight
            matched.update(option.tokens)
    coverage = covered / wanted if wanted else 0.0
    return Fit(total * coverage, coverage, frozenset(matched))


def most(group: Group, vocabulary: Vocabulary) -> float:
    """How much a group tells: as much as the word itself does, or the best of what counts as it."""
    exact = [o for o in group.options if o.weight == 1.0]
    return max((_rarity(o, vocabulary) for o in exact or group.options), default=0.0)


def _rarity(option: Option, vocabulary: Vocabulary) -> float:
    return max(vocabulary.rarity(token) for token in option.tokens)


def _value(option: Option, fields: Fields, vocabulary: Vocabulary, worth: float, held: float) -> float:
    frequency = min(fields.frequency(token) for token in option.tokens)
    if not frequency:
        return 0.0
    return option.weight * min(_rarity(option, vocabulary), worth) * saturated(frequency, held)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an engine keeps of an entry: its fields, packed, its edition, and the entry as JSON."""

    fields: str
    edition: str
    entry: bytes


def candidates_for(limit: int, vocabulary: Vocabulary) -> int:
    """How many likely entries an engine should pick for a query that wants `limit`."""
    return _WHOLE if vocabulary.entries <= _WHOLE else max(_CANDIDATES, 2 * limit)


def order(groups: Sequence[Group], candidates: Iterable[Candidate], vocabulary: Vocabulary, limit: int) -> list[Found]:
    """The candidates that fit, best first; of equals the newest edition, then by text, so that engines agree."""
    fits = [(fit(groups, Fields.unpack(each.fields), vocabulary), each) for each in candidates]
    fits.sort(key=lambda pair: (pair[1].fields, pair[1].entry))
    fits.sort(key=lambda pair: (round(pair[0].score, 6), pair[1].edition), reverse=True)
    return [
        Found(Entry.from_dict(json.loads(each.entry)), round(how.score, 4), round(how.coverage, 4), how.matched)
        for how, each in fits[:limit]
        if how.score >= _LEAST
    ]
