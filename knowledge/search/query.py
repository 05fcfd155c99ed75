"""From a query to what is looked for: one group for each thing meant, with everything that counts as it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.language.normalise import fold
from knowledge.language.variants import canonical
from knowledge.search.synonyms import Phrase, Synonyms
from knowledge.search.tokens import is_stop, key, known, split, written
from knowledge.search.vocabulary import Vocabulary

_MOST_WORDS = 24  # of a query: more is a text, and each costs time
_SHORTEST_BEGUN = 2  # letters; one letter begins nearly everything
_SHORTEST_PART = 3
# What an option counts beside the word itself.
_ALIKE, _PARTS, _ONE_WRONG, _TWO_WRONG, _BEGUN = 0.85, 0.6, 0.75, 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Option:
    """Tokens that, found together, count as what is meant; `weight` is how much, 0 to 1."""

    tokens: Phrase
    weight: float


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that a query means.

    Attributes:
        word: As it was written.
        options: What counts as it, in no order; none when the index has nothing of it.
        asks: Whether it is no more than how one asks: «hvor mye».
    """

    word: str
    options: tuple[Option, ...]
    asks: bool = False

    @property
    def tokens(self) -> frozenset[str]:
        """Every token of every option."""
        return frozenset(token for option in self.options for token in option.tokens)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    key: str
    stop: bool


def analyse(query: str, vocabulary: Vocabulary, synonyms: Synonyms, *, unfinished: bool = False) -> list[Group]:
    """What a query looks for.

    Args:
        query: As it was written, any language or spelling.
        vocabulary: Of the index that is searched: it says what is misspelt, and what to take it for.
        synonyms: What else counts as a word.
        unfinished: Whether the last word may still be being typed.

    Returns:
        A group for each word, or phrase of several, that carries meaning; one without options is found nowhere.
    """
    asked = [_Word(w.text, key(w.text), is_stop(w.text)) for w in written(query)][:_MOST_WORDS]
    groups = list(_Analysis(vocabulary, synonyms).groups(asked))
    if unfinished and asked and not asked[-1].stop and len(asked[-1].text) >= _SHORTEST_BEGUN:
        groups[-1] = _or_begun(groups[-1], asked[-1].text, vocabulary)
    return groups


def _or_begun(group: Group, written: str, vocabulary: Vocabulary) -> Group:
    begun = dict.fromkeys(vocabulary.begun(fold(written)), _BEGUN)
    return _merged(group.word, {**{(token,): weight for token, weight in begun.items()}, **_weights(group)})


def _weights(group: Group) -> dict[Phrase, float]:
    return {option.tokens: option.weight for option in group.options}


def _merged(word: str, weights: Mapping[Phrase, float]) -> Group:
    return Group(word, tuple(Option(tokens, weight) for tokens, weight in weights.items()))


class _Analysis:
    def __init__(self, vocabulary: Vocabulary, synonyms: Synonyms) -> None:
        self._vocabulary = vocabulary
        self._synonyms = synonyms

    def groups(self, asked: Sequence[_Word]) -> Iterator[Group]:
        place = 0
        while place < len(asked):
            length = self._phrase_at(asked, place)
            if length > 1:
                yield self._phrase(asked[place : place + length])
            elif not asked[place].stop:
                yield from self._word(asked[place])
            place += length

    def _phrase_at(self, asked: Sequence[_Word], place: int) -> int:
        """The number of words of the longest phrase that begins here; 1 for none."""
        for length in range(min(self._synonyms.longest, len(asked) - place), 1, -1):
            if self._synonyms.of(tuple(word.key for word in asked[place : place + length])):
                return length
        return 1

    def _phrase(self, asked: Sequence[_Word]) -> Group:
        phrase = tuple(word.key for word in asked)
        options = self._synonymous(phrase, 1.0)
        asks = phrase in self._synonyms.questions
        own = tuple(word.key for word in asked if not word.stop)
        if own and not asks and self._has(own):
            options[own] = 1.0
        return replace(_merged(" ".join(word.text for word in asked), options), asks=asks)

    def _word(self, word: _Word) -> Iterator[Group]:
        """The group of a word; of an unknown compound, a group for each of its parts."""
        options = self._itself(word)
        if not any(len(tokens) == 1 for tokens in options):
            options |= self._respelt(word.key, 1, _ONE_WRONG)
            pair = () if options or (known(word.text) and not split(word.text)) else self._pair(word)
            if pair and self._synonymous((word.key,), 1.0) and not self._has(tuple(part.key for part in pair)):
                pair = ()  # what the list says of the whole is better than half of it
            if pair:
                for part in pair:
                    yield from self._word(part)
                return
            if not options and not known(word.text):  # a word that a dictionary has is no other with two letters wrong
                options |= self._respelt(word.key, 2, _TWO_WRONG)
        yield _merged(word.text, {**self._synonymous((word.key,), 1.0), **options})

    def _itself(self, word: _Word) -> dict[Phrase, float]:
        options: dict[Phrase, float] = {(word.key,): 1.0} if word.key in self._vocabulary else {}
        for other in (*self._vocabulary.alike(word.key), *self._dropped_vowel(word.text)):
            options[other,] = _ALIKE
        pair = tuple(key(part) for part in split(word.text))
        if options and pair and self._has(pair):  # «avtale om samarbeid» for «samarbeidsavtale»
            options[pair] = _PARTS
        elif options and not pair and not known(word.text) and (joined := self._split_by_index(word.text)):
            options[tuple(key(part) for part in joined)] = _ALIKE  # «factung», which only a list of names has so
        return options

    def _dropped_vowel(self, text: str) -> list[str]:
        """The listed word that many dialects say without its last vowel: «støtt» for «støtte»."""
        whole = f"{text}e"
        token = key(whole)
        return [token] if canonical(whole) != whole and token in self._vocabulary and token != key(text) else []

    def _respelt(self, token: str, distance: int, weight: float) -> dict[Phrase, float]:
        options: dict[Phrase, float] = {}
        for near in self._vocabulary.near(token, distance):
            options[near,] = weight
            for synonym, less in self._synonymous((near,), weight).items():
                options.setdefault(synonym, less)
        return options

    def _synonymous(self, phrase: Phrase, weight: float) -> dict[Phrase, float]:
        found: dict[Phrase, float] = {}
        for other, less in self._synonyms.of(phrase).items():
            tokens = tuple(token for token in other if not is_stop(token))
            if tokens and self._has(tokens):
                found[tokens] = weight * less
            for alike in self._vocabulary.alike(other[0]) if len(other) == 1 else ():
                found.setdefault((alike,), weight * less * _ALIKE)
        return found

    def _has(self, tokens: Phrase) -> bool:
        return all(token in self._vocabulary for token in tokens)

    def _pair(self, word: _Word) -> tuple[_Word, ...]:
        """The parts of a compound that the index does not know whole, when it or a dictionary knows the parts."""
        parts = split(word.text) or self._split_by_index(word.text)
        return tuple(_Word(part, key(part), is_stop(part)) for part in parts)

    def _split_by_index(self, text: str) -> tuple[str, ...]:
        """«tryggestfrist», «factung»: a name that no dictionary has, joined to another word; the evenest parts."""
        pairs = [
            (first, text[place:])
            for place in range(_SHORTEST_PART, len(text) - _SHORTEST_PART + 1)
            for first in (text[:place], text[: place - 1] if text[place - 1] in "se" else "")
            if len(first) >= _SHORTEST_PART
        ]
        if known(text):
            return ()
        found = [pair for pair in pairs if self._are_joined(pair)]
        return max(found, key=lambda pair: (min(map(len, pair)), len(pair[0])), default=())

    def _are_joined(self, pair: tuple[str, str]) -> bool:
        """Whether the index has both parts; a short one begins or ends many words, so that the other must be a name."""
        name = len(min(pair, key=len)) > _SHORTEST_PART or not all(map(known, pair))
        return name and all(key(part) in self._vocabulary and not is_stop(part) for part in pair)
