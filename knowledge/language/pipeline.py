"""The one spaCy pipeline: words, and matches of everything the knowledge base can name.

Docs of a tokenizer that keeps offsets, a PhraseMatcher over folded phrases, and a fuzzy pass for misspellings. Phrases come from the knowledge base at run time, so a new scheme is recognised without training.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from knowledge.language.lexicon import is_known
from knowledge.language.normalise import Word, clean, fold, fold_phrase, words

_MAX_WORDS = 400  # what a question needs; more would hold up everybody else
_SHORTEST_PART = 4  # letters of each part of a compound
_MOST_EDITS = 3
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
        for folded in self._keys:
            self._matcher.add(" ".join(folded), [_doc(vocabulary, list(folded))])
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

    def read(self, text: str) -> Doc:
        """The message as a spaCy Doc of lower-case words; `Doc.user_data["words"]` holds the offsets."""
        return _tokenize(text)

    def find(self, text: str, only: str | None = None) -> list[Match]:
        """Every phrase in the text, longest first where they overlap within a label.

        Args:
            only: the one label wanted; then misspellings of nothing else are looked for, which is most of the work.
        """
        doc = self.read(text)
        found = [*self._exact(doc), *self._by_prefix(doc), *self._by_tail(doc)]
        found += self._misspelt(doc, found, self._fuzzy_index(only))
        return _longest_for_label([m for m in found if only in (None, m.label)])

    def _fuzzy_index(self, only: str | None) -> "_FuzzyIndex":
        if only not in self._fuzzy:
            self._fuzzy[only] = _FuzzyIndex(
                (folded, [p for p in phrases if p.fuzzy and only in (None, p.label)])
                for folded, phrases in self._keys.items()
            )
        return self._fuzzy[only]

    def _exact(self, doc: Doc) -> Iterator[Match]:
        for _, start, end in self._matcher(doc):
            folded = tuple(t.norm_ for t in doc[start:end])
            for phrase in self._keys[folded]:
                yield _match(doc, phrase, start, end)

    def _by_prefix(self, doc: Doc) -> Iterator[Match]:
        for token in doc:
            for length in range(5, len(token.norm_)):
                for phrase in self._stems.get(token.norm_[:length], ()):
                    yield replace(_match(doc, phrase, token.i, token.i + 1), partial=True)

    def _by_tail(self, doc: Doc) -> Iterator[Match]:
        """«informasjonsfilm» is a film; «helseforetaket» is no «taket», since «helsefore» is no word."""
        for token in doc:
            for length in range(_SHORTEST_PART, len(token.text) - _SHORTEST_PART + 1):
                phrases = self._tails.get(token.text[-length:], ())
                if phrases and _is_word(token.text[:-length]):
                    yield from (replace(_match(doc, p, token.i, token.i + 1), partial=True) for p in phrases)

    def _misspelt(self, doc: Doc, found: list[Match], fuzzy: "_FuzzyIndex") -> Iterator[Match]:
        """Phrases within a few letters' distance: one up to 9 letters, two up to 15, three beyond.

        A misspelt phrase may hold a word that was found as something else («oppfølgning av voksne» has the hint
        «voksne»), but has at least one word that was not, and never overlaps a phrase of its own label.
        """
        norms = [t.norm_ for t in doc]
        labels: list[set[str]] = [set() for _ in norms]
        for match in found:
            for place in range(match.first, match.last + 1):
                labels[place].add(match.label)
        for first in range(len(norms)):
            for size in range(1, min(self._longest + 1, len(norms) - first) + 1):
                held = labels[first : first + size]
                if all(held):
                    continue
                for phrase, edits in fuzzy.near(norms[first : first + size]):
                    if not any(phrase.label in each for each in held):
                        yield _match(doc, phrase, first, first + size, edits)


@dataclass(frozen=True, slots=True)
class _Alike:
    """Phrases of one shape that may differ by as many letters, and what each stands for, in the same order."""

    targets: list[str]
    meant: list[list[Phrase]]


class _FuzzyIndex:
    """Phrases by number of words, first letter and length, so that a message is compared with few of them."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], list[Phrase]]]) -> None:
        self._by_shape: dict[tuple[int, str], dict[int, dict[int, _Alike]]] = {}
        self._in_reach: dict[tuple[int, str, int, int], tuple[tuple[int, _Alike], ...]] = {}
        for folded, meant in phrases:
            if _may_be_misspelt(folded, meant):
                self._add(len(folded), " ".join(folded), meant)
                # Written apart or together: compared without spaces, one edit at most (shape number 0).
                self._add(0, "".join(folded), meant)

    def _add(self, size: int, target: str, meant: list[Phrase]) -> None:
        most = _MOST_EDITS if size else 1
        allowed = min(most, _allowed_edits(len(target)) if " " in target else _allowed_edits(min(len(target), 9)))
        lengths = self._by_shape.setdefault((size, target[0]), {})
        alike = lengths.setdefault(len(target), {}).setdefault(allowed, _Alike([], []))
        alike.targets.append(target)
        alike.meant.append(meant)

    def near(self, norms: list[str]) -> Iterator[tuple[Phrase, int]]:
        """The phrases that these words may be a misspelling of, with the number of letters that differ."""
        joined = " ".join(norms)
        if joined in _NOT_MISSPELT:
            return
        yield from self._within(len(norms), joined, _MOST_EDITS)
        yield from self._within(0, "".join(norms), 1)

    def _within(self, size: int, candidate: str, most: int) -> Iterator[tuple[Phrase, int]]:
        for allowed, alike in self._near_shape(size, candidate[0], len(candidate), most):
            near = process.extract(candidate, alike.targets, scorer=OSA.distance, score_cutoff=allowed, limit=None)
            for target, edits, place in near:
                if _words_alike(candidate, target):
                    yield from ((phrase, edits) for phrase in alike.meant[place])

    def _near_shape(self, size: int, first: str, length: int, most: int) -> tuple[tuple[int, _Alike], ...]:
        """Phrases near enough in length, with the letters that may differ. For most stretches of a message none, so it
        is remembered, for the few lengths that phrases have."""
        lengths = self._by_shape.get((size, first))
        if lengths is None or length - most > max(lengths):
            return ()
        key = (size, first, length, most)
        if key not in self._in_reach:
            self._in_reach[key] = tuple(
                (allowed, alike)
                for near in range(length - most, length + most + 1)
                for allowed, alike in lengths.get(near, {}).items()
                if abs(near - length) <= allowed
            )
        return self._in_reach[key]


@lru_cache(maxsize=32768)
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


def _tokenize(text: str) -> Doc:
    """With a vocabulary of its own: one that all share would keep every word that anybody ever wrote."""
    found = words(clean(text))[:_MAX_WORDS]
    doc = _doc(Vocab(), [w.text for w in found])
    doc.user_data["words"] = found
    return doc


def _doc(vocab: Vocab, texts: list[str]) -> Doc:
    doc = Doc(vocab, words=texts)
    for token in doc:
        token.norm_ = fold(token.text)
    return doc


def _match(doc: Doc, phrase: Phrase, first: int, end: int, edits: int = 0) -> Match:
    found: list[Word] = doc.user_data["words"]
    return Match(
        phrase.label, phrase.key, first, end - 1, found[first].start, found[end - 1].end, doc[first:end].text, edits
    )


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
