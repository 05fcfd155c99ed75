"""The one spaCy pipeline: words, and matches of everything the knowledge base can name.

Docs of a tokenizer that keeps offsets, a PhraseMatcher over folded phrases, and a fuzzy pass for misspellings. Phrases
come from the knowledge base at run time, so a new scheme is recognised without training.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from knowledge.language.lexicon import is_known
from knowledge.language.normalise import KEPT_WORDS, Word, clean, fold, fold_phrase, words

_PHRASE = "phrase"
_MAX_WORDS = 400  # what a question needs; more would hold up everybody else
_SHORTEST_PART = 4  # letters of each part of a compound
_MOST_EDITS = 3
_LATEST = 8  # texts that are kept as they were read; several vocabularies of phrases are looked for in each
_MOST_WORDS = 4_096  # single words whose likeness to phrases is remembered
_MOST_SHAPES = 16_384  # stretches of a message, by first letter, words and letters, whose reach is remembered
_BEGINNINGS = frozenset({"fore", "føre"})  # «foretaket» is no compound
# Real words one letter away from a name; they must not be taken for a misspelling of it.
_NOT_MISSPELT = frozenset(
    fold(w) for w in ("trygges", "tryggere", "tryggast", "trygghet", "tryggheita", "ruset", "voksen")
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to find. `key` says what it stands for; `prefix` lets inflections and compounds that begin with it match
    too, `tail` compounds that end with it."""

    text: str
    label: str
    key: str
    prefix: bool = False
    tail: bool = False
    fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A found phrase: what it stands for, and where (word positions, then offsets in the cleaned text)."""

    label: str
    key: str
    first: int
    last: int
    start: int
    end: int
    text: str
    edits: int = 0
    partial: bool = False  # only the beginning or end of a longer word


@dataclass(frozen=True, slots=True)
class _Said:
    """A text as phrases are looked for in it: its words in lower case, and each of them folded (`Token.norm_`)."""

    doc: Doc
    words: tuple[Word, ...]
    norms: tuple[str, ...]


class Language:
    """Finds phrases in messages. Build once for a set of phrases; safe to use from several threads."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        vocabulary = Vocab()
        self._matcher = PhraseMatcher(vocabulary, attr="NORM")
        self._keys: dict[tuple[str, ...], list[Phrase]] = {}
        for phrase in phrases:
            folded = fold_phrase(phrase.text)
            if folded:
                self._keys.setdefault(folded, []).append(phrase)
        # Under one name: `_keys` tells what each stands for, and names of their own would take as much memory again.
        for folded in self._keys:
            self._matcher.add(_PHRASE, [_doc(vocabulary, folded, tuple(map(fold, folded)))])
        self._stems: dict[str, list[Phrase]] = {}
        for folded, ps in self._keys.items():
            if len(folded) == 1 and len(folded[0]) >= 5:
                self._stems.setdefault(folded[0], []).extend(p for p in ps if p.prefix)
        self._tails: dict[str, list[Phrase]] = {}
        for folded, ps in self._keys.items():
            for phrase in ps:
                if phrase.tail and len(folded) == 1 and len(phrase.text) >= _SHORTEST_PART:
                    self._tails.setdefault(phrase.text.lower(), []).append(phrase)
        self._longest = max((len(f) for f, ps in self._keys.items() if _may_be_misspelt(f, ps)), default=0)
        self._fuzzy: dict[str | None, _FuzzyIndex] = {}

    def find(self, text: str, only: str | None = None) -> list[Match]:
        """Every phrase in the text, longest first where they overlap within a label.

        Args:
            only: the one label wanted; then misspellings of nothing else are looked for, which is most of the work.
        """
        said = _read(text)
        found = [*self._exact(said), *self._by_prefix(said), *self._by_tail(said)]
        found += self._misspelt(said, found, self._fuzzy_index(only))
        return _longest_for_label([m for m in found if only in (None, m.label)])

    def _fuzzy_index(self, only: str | None) -> _FuzzyIndex:
        if only not in self._fuzzy:
            self._fuzzy[only] = _FuzzyIndex(
                (folded, [p for p in phrases if p.fuzzy and only in (None, p.label)])
                for folded, phrases in self._keys.items()
            )
        return self._fuzzy[only]

    def _exact(self, said: _Said) -> Iterator[Match]:
        for _, start, end in self._matcher(said.doc):
            for phrase in self._keys[said.norms[start:end]]:
                yield _match(said, phrase, start, end)

    def _by_prefix(self, said: _Said) -> Iterator[Match]:
        for place, norm in enumerate(said.norms):
            for length in range(5, len(norm)):
                for phrase in self._stems.get(norm[:length], ()):
                    yield replace(_match(said, phrase, place, place + 1), partial=True)

    def _by_tail(self, said: _Said) -> Iterator[Match]:
        """«informasjonsfilm» is a film; «helseforetaket» is no «taket», since «helsefore» is no word."""
        for place, word in enumerate(said.words):
            for length in range(_SHORTEST_PART, len(word.text) - _SHORTEST_PART + 1):
                phrases = self._tails.get(word.text[-length:], ())
                if phrases and _is_word(word.text[:-length]):
                    yield from (replace(_match(said, p, place, place + 1), partial=True) for p in phrases)

    def _misspelt(self, said: _Said, found: list[Match], fuzzy: _FuzzyIndex) -> Iterator[Match]:
        """Phrases within a few letters' distance: one up to 9 letters, two up to 15, three beyond.

        A misspelt phrase may hold a word that was found as something else («oppfølgning av voksne» has the hint
        «voksne»), but has at least one word that was not, and never overlaps a phrase of its own label.
        """
        norms = said.norms
        labels: list[set[str]] = [set() for _ in norms]
        for match in found:
            for place in range(match.first, match.last + 1):
                labels[place].add(match.label)
        for first, norm in enumerate(norms):
            letters, most = 0, fuzzy.most_letters.get(norm[0], 0)
            for size in range(1, min(self._longest + 1, len(norms) - first) + 1):
                letters += len(norms[first + size - 1])
                if letters > most:
                    break
                reach = fuzzy.in_reach(norm[0], size, letters)
                if reach is None or all(held := labels[first : first + size]):
                    continue
                near = fuzzy.near_word(norm) if size == 1 else reach.near(norms[first : first + size])
                for phrase, edits in near:
                    if not any(phrase.label in each for each in held):
                        yield _match(said, phrase, first, first + size, edits)


@dataclass(frozen=True, slots=True)
class _Alike:
    """Phrases of one shape that may differ by as many letters, and what each stands for, in the same order."""

    targets: list[str]
    meant: list[list[Phrase]]


@dataclass(frozen=True, slots=True)
class _Reach:
    """Phrases near enough in length to so many words and letters, with the letters that may differ."""

    apart: tuple[tuple[int, _Alike], ...]
    together: tuple[tuple[int, _Alike], ...]

    def near(self, norms: Sequence[str]) -> Iterator[tuple[Phrase, int]]:
        """The phrases that these words may be a misspelling of, with the number of letters that differ."""
        joined = " ".join(norms)
        if joined not in _NOT_MISSPELT:
            yield from _within(self.apart, joined)
            yield from _within(self.together, "".join(norms))


class _FuzzyIndex:
    """Phrases by number of words, first letter and length, so that a message is compared with few of them."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], list[Phrase]]]) -> None:
        self._by_shape: dict[tuple[int, str], dict[int, dict[int, _Alike]]] = {}
        for folded, meant in phrases:
            if _may_be_misspelt(folded, meant):
                _add(self._by_shape, len(folded), " ".join(folded), meant)
                # Written apart or together: compared without spaces, one edit at most (shape number 0).
                _add(self._by_shape, 0, "".join(folded), meant)
        # By first letter: more than these no phrase that begins with it has, however misspelt.
        self.most_letters: dict[str, int] = {}
        for (_, letter), lengths in self._by_shape.items():
            self.most_letters[letter] = max(self.most_letters.get(letter, 0), max(lengths) + _MOST_EDITS)
        self.in_reach = lru_cache(maxsize=_MOST_SHAPES)(self._in_reach)
        self.near_word = lru_cache(maxsize=_MOST_WORDS)(self._near_word)

    def _in_reach(self, first: str, size: int, letters: int) -> _Reach | None:
        """What so many words with so many letters may be a misspelling of: for most stretches of a message nothing.

        Args:
            first: the first letter.
        """
        apart = tuple(_reach(self._by_shape.get((size, first), {}), letters + size - 1))
        together = tuple(_reach(self._by_shape.get((0, first), {}), letters))
        return _Reach(apart, together) if apart or together else None

    def _near_word(self, word: str) -> tuple[tuple[Phrase, int], ...]:
        """What a single word may be a misspelling of, as `_Reach.near`."""
        reach = self.in_reach(word[0], 1, len(word))
        return tuple(reach.near([word])) if reach else ()


def _add(
    by_shape: dict[tuple[int, str], dict[int, dict[int, _Alike]]], size: int, target: str, meant: list[Phrase]
) -> None:
    most = _MOST_EDITS if size else 1
    allowed = min(most, _allowed_edits(len(target)) if " " in target else _allowed_edits(min(len(target), 9)))
    lengths = by_shape.setdefault((size, target[0]), {})
    alike = lengths.setdefault(len(target), {}).setdefault(allowed, _Alike([], []))
    alike.targets.append(target)
    alike.meant.append(meant)


def _reach(lengths: Mapping[int, Mapping[int, _Alike]], said: int) -> Iterator[tuple[int, _Alike]]:
    for near in range(said - _MOST_EDITS, said + _MOST_EDITS + 1):
        yield from ((allowed, a) for allowed, a in lengths.get(near, {}).items() if abs(near - said) <= allowed)


def _within(reach: tuple[tuple[int, _Alike], ...], candidate: str) -> Iterator[tuple[Phrase, int]]:
    for allowed, alike in reach:
        near = process.extract(candidate, alike.targets, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        for target, edits, place in near:
            if _words_alike(candidate, target):
                yield from ((phrase, edits) for phrase in alike.meant[place])


@lru_cache(maxsize=KEPT_WORDS)
def _is_word(head: str) -> bool:
    """Whether the first part of a compound is a word, with or without the letter that joins it."""
    forms = (head, head.removesuffix("s"), head.removesuffix("e"))
    return head not in _BEGINNINGS and any(map(is_known, forms))


def _words_alike(candidate: str, target: str) -> bool:
    """«få vaksne» is not «fact vaksne», nor «blir tilskotet» «bufdir-tilskotet»: no word of a phrase may differ by more
    than one letter when it is short, two when it is not long."""
    said, meant = candidate.split(), target.split()
    if len(said) != len(meant):
        return True
    return all(
        OSA.distance(a, b, score_cutoff=3) <= (1 if len(b) < 5 else 2 if len(b) < 10 else 3)
        for a, b in zip(said, meant, strict=True)
    )


def _may_be_misspelt(folded: tuple[str, ...], phrases: list[Phrase]) -> bool:
    return any(p.fuzzy for p in phrases) and _allowed_edits(len(" ".join(folded))) > 0


def _allowed_edits(length: int) -> int:
    if length < 5:
        return 0
    return 1 if length <= 9 else 2 if length <= 15 else 3


@lru_cache(maxsize=_LATEST)
def _read(text: str) -> _Said:
    """With a vocabulary of its own: one that all share would keep every word that anybody ever wrote."""
    found = tuple(words(clean(text))[:_MAX_WORDS])
    norms = tuple(fold(word.text) for word in found)
    return _Said(_doc(Vocab(), [word.text for word in found], norms), found, norms)


def _doc(vocab: Vocab, texts: Sequence[str], norms: Sequence[str]) -> Doc:
    doc = Doc(vocab, words=list(texts))
    for token, norm in zip(doc, norms, strict=True):
        token.norm_ = norm
    return doc


def _match(said: _Said, phrase: Phrase, first: int, end: int, edits: int = 0) -> Match:
    found = said.words[first:end]
    text = " ".join(word.text for word in found)
    return Match(phrase.label, phrase.key, first, end - 1, found[0].start, found[-1].end, text, edits)


def _longest_for_label(found: list[Match]) -> list[Match]:
    """Drops a match inside a longer one of the same label; several keys may share one place (ambiguous names)."""
    best: list[Match] = []
    for match in sorted(found, key=lambda m: (m.first - m.last, m.edits, m.first, m.key)):
        clash = [
            b
            for b in best
            if b.label == match.label
            and b.first <= match.last
            and match.first <= b.last
            and ((b.first, b.last) != (match.first, match.last) or b.key == match.key or b.edits < match.edits)
        ]
        if not clash:
            best.append(match)
    return sorted(best, key=lambda m: (m.first, m.last, m.key))
