"""What a question to a document is about: the things it names, which of them tell, and what kind of thing it asks for."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.search.answer_kinds import asked_kinds
from knowledge.search.query import Group, Option
from knowledge.search.stems import stem
from knowledge.search.tokens import key, split, tokens, written
from knowledge.search.told import Words, acts_of, light

_COUNTS = 0.5  # the weight of what may stand for a word of the question
_SHORTEST = 2
_SAME = 0.85  # … and of what is the same word
# How well a sentence holds a thing: by the word itself, in another form, inside a compound or by what it implies, by the parts of the
# word, or by a word that is only often used for it.
WHOLE, ALIKE, INSIDE, PARTS, LOOSELY, NOT = 1.0, 0.9, 0.8, 0.7, 0.5, 0.0
_CONDITION = re.compile(
    r"(?:\b(?:hvis|dersom|viss|etter at|fordi)\b|(?<=skjer )om\b|(?<=hva )om\b|(?<=kva )om\b|(?<!^)\bnår\b)(.*)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LAST_YEAR = re.compile(r"\b(?:i fjor|sist|tidligere|forrige|førre)\b")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a compound: as it is compared, without its endings, and what it says is done with a grant."""

    key: str
    stem: str
    acts: frozenset[str]

    @classmethod
    def of(cls, word: str) -> "Part":
        return cls(key(word), stem(word), acts_of(word))

    def held(self, words: Words) -> bool:
        """Whether words have it: «søknad» of «søknadsfrist» is there where something is applied for."""
        said = self.key in words.whole or self.key in words.inside or self.key in words.implied
        return said or self.stem in words.stems or bool(self.acts & words.acts)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that a question names.

    Attributes:
        word: As it was written.
        own: The word itself as it is compared.
        options: What may stand for it, each with its weight; never the last part of a compound alone.
        stem: The word without its endings; empty for several words, or very short ones.
        parts: The parts of the word, when it is a compound, each as it is compared, without its endings, and what it
            says is done with a grant.
        conditional: Whether it stands in a condition of the question.
    """

    word: str
    own: tuple[str, ...]
    options: tuple[tuple[tuple[str, ...], float], ...]
    stem: str
    parts: tuple["Part", ...]
    conditional: bool

    @property
    def is_figure(self) -> bool:
        return any(token.isdigit() for token in self.own)

    def held(self, words: Words) -> float:
        """How well words hold the thing, from `NOT` to `WHOLE`."""
        inside = words.whole | words.inside
        best = max((_fit(tokens, weight, words.whole, inside) for tokens, weight in self.options), default=NOT)
        if best < ALIKE and self.stem and self.stem in words.stems:
            return ALIKE
        if best < INSIDE and self.own and all(token in words.implied for token in self.own):
            return INSIDE
        if best < PARTS and self.parts and all(part.held(words) for part in self.parts):
            return PARTS
        return best


def _fit(option: tuple[str, ...], weight: float, whole: frozenset[str], inside: frozenset[str]) -> float:
    if weight >= _SAME:
        if all(token in whole for token in option):
            return WHOLE
        return INSIDE if all(token in inside for token in option) else NOT
    return LOOSELY if all(token in inside for token in option) else NOT


@dataclass(frozen=True, slots=True)
class AskedOfPassage:
    """A question to a document.

    Attributes:
        text: As it was written.
        telling: The things that it is about.
        others: What questions about grants say anyway.
        kinds: What kinds of thing it asks for (`answer_kinds.KINDS`).
        acts: What it says is done with a grant.
        years: The years it names.
        earlier: Whether it asks for what was before.
    """

    text: str
    telling: tuple[Thing, ...]
    others: tuple[Thing, ...]
    kinds: frozenset[str]
    acts: frozenset[str]
    years: frozenset[str]
    earlier: bool


def asked_of_passage(query: str, groups: Sequence[Group], names: frozenset[str]) -> AskedOfPassage:
    """
    Args:
        query: As it was written.
        groups: What it means to the index.
        names: The words of the scheme's names: all of its documents are about them.
    """
    lowered = query.lower()
    condition = _CONDITION.search(lowered)
    conditional = frozenset(tokens(condition[1])) if condition else frozenset()
    things = _apart([_thing(group, conditional) for group in _joined(query, groups) if not group.asks])
    telling = [t for t in things if not _is_light(t) and not (t.own and names.issuperset(t.own))]
    others = [t for t in things if _is_light(t)]
    return AskedOfPassage(
        query,
        tuple(telling),
        tuple(others),
        asked_kinds(query),
        acts_of(lowered),
        frozenset(_YEAR.findall(query)),
        bool(_LAST_YEAR.search(lowered)),
    )


def _joined(query: str, groups: Sequence[Group]) -> Iterator[Group]:
    """The groups, with one for a compound that the index does not know: it may be implied as a whole."""
    said = {word.text for word in written(query)}
    place = 0
    while place < len(groups):
        pair = groups[place : place + 2]
        whole = _whole(pair, said)
        yield _as_one(whole, pair) if whole else pair[0]
        place += 2 if whole else 1


def _whole(pair: Sequence[Group], said: Collection[str]) -> str:
    if len(pair) < 2 or any(group.word in said for group in pair):
        return ""
    first, last = pair[0].word, pair[1].word
    return next((word for word in said if word.startswith(first) and word.endswith(last)), "")


def _as_one(word: str, pair: Sequence[Group]) -> Group:
    both = [(one, other) for one in pair[0].options for other in pair[1].options]
    options = (Option(one.tokens + other.tokens, one.weight * other.weight) for one, other in both)
    return Group(word, tuple(options))


def _apart(things: Sequence[Thing]) -> list[Thing]:
    """Things that no other's word stands for: «privat» is not both itself and the «bedrift» of a question."""
    said = frozenset(token for thing in things for token in thing.own)
    return [replace(thing, options=tuple(o for o in thing.options if _is_own(o, thing, said))) for thing in things]


def _is_own(option: tuple[tuple[str, ...], float], thing: Thing, said: frozenset[str]) -> bool:
    return option[1] >= _SAME or option[0] == thing.own or not said.intersection(option[0])


def _is_light(thing: Thing) -> bool:
    return bool(thing.own) and all(token in light() for token in thing.own)


def _thing(group: Group, conditional: frozenset[str]) -> Thing:
    own = tuple(tokens(group.word))
    words = group.word.split()
    last = split(words[0])[-1:] if len(words) == 1 else ()
    less = tuple(key(part) for part in last)
    options = tuple((o.tokens, o.weight) for o in group.options if o.weight >= _COUNTS and o.tokens != less)
    pair = tuple(map(Part.of, split(words[0]))) if len(words) == 1 else ()
    ending = stem(words[0]) if len(words) == 1 and len(words[0]) > _SHORTEST else ""
    return Thing(group.word, own, options, ending, pair, bool(own) and conditional.issuperset(own))
