"""Looks up everything a caseworker asks for by words: schemes, criteria, statements and word-for-word passages.

Bokmål and nynorsk are compared as one language, so a word of either finds what is written in the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge.answer_words import possible_in_words
from knowledge.language.lemmas import STOP_WORDS, lemma
from knowledge.language.normalise import clean, fold, words
from knowledge.language.texts import topic_titles
from knowledge.language.variants import canonical
from knowledge.model import CitationRef, Criterion, Edition, Fact, Gap, Scheme, Topic
from knowledge.passages import Passages
from knowledge.word_index import Wanted, WordIndex

Kind = Literal["scheme", "criterion", "fact", "gap", "passage"]
_LANGS = ("nb", "nn")
_STOP = STOP_WORDS | {"ved", "hos", "mot", "hvilke", "hvilken"}  # «ved samarbeid» does not ask for «legges ved»
_DEMAND = "krav"  # «hva krever vi» asks for criteria, whose own texts seldom say that they are some
_MOST_WORDS = 24  # of a query: more is a text, and each costs time
_SHORTEST_BEGUN = 2  # letters; one letter begins nearly everything
_FAR_BEHIND = 0.3  # of the best score; what is further behind shares a common word and no more


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    Attributes:
        kind: What it is.
        scheme: The scheme's id.
        edition: The edition it belongs to.
        id: The id of the criterion or statement; for a scheme its own; empty for a passage.
        title: What it is called, by language.
        text: What it says, by language; a passage is the same in all.
        topic: The topic of a statement, or of the first statement that cites a passage.
        citation: Where it stands; None for a scheme.
    """

    kind: Kind
    scheme: str
    edition: str
    id: str
    title: dict[str, str]
    text: dict[str, str]
    topic: Topic | None
    citation: CitationRef | None


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that fits a query; a higher score fits better."""

    entry: Entry
    score: float


class Lookup:
    """An index over whole schemes, built once and kept. Reading is safe from several threads."""

    def __init__(self, schemes: Sequence[Scheme], passages: Passages) -> None:
        indexed = [pair for scheme in schemes for pair in _entries(scheme, passages)]
        self._entries = [entry for entry, _ in indexed]
        self._index = WordIndex([keys(text) for _, text in indexed])

    def find(self, query: str) -> list[Found]:
        """What fits a query, best first. The last word may be unfinished; nothing fits a query without words."""
        wanted = self._wanted(query)
        scored = [(self._fit(wanted, i), i) for i in range(len(self._entries))] if wanted else []
        best = sorted(((s, i) for s, i in scored if s > 0), key=lambda item: (-item[0], item[1]))
        least = best[0][0] * _FAR_BEHIND if best else 0.0
        found = [Found(self._entries[i], score) for score, i in best if score >= least]
        return list(_passages_once(found))

    def matching(self, query: str) -> frozenset[str]:
        """The keys (see `key`) of all words that the query finds, for marking them in a text."""
        return frozenset(word for group in self._wanted(query) for word, _ in group)

    def _fit(self, wanted: list[Wanted], index: int) -> float:
        """The score, held back where some of the words are missing: who writes two words means both."""
        return self._index.score(wanted, index) * self._index.coverage(wanted, index)

    def _wanted(self, query: str) -> list[Wanted]:
        asked = [w.text for w in words(clean(query))][:_MOST_WORDS]
        wanted = [_without_shorter(key(word), self._index.known(key(word))) for word in asked if word not in _STOP]
        if asked and asked[-1] not in _STOP and len(asked[-1]) >= _SHORTEST_BEGUN:
            wanted[-1] = wanted[-1] + self._index.begun(fold(asked[-1]))
        return wanted


def _without_shorter(word: str, found: Wanted) -> Wanted:
    """A word that is known itself does not also stand for its parts: «helseforetak» is more than «helse»."""
    known = any(w == word for w, _ in found)
    return [(w, weight) for w, weight in found if not known or word in w]


@lru_cache(maxsize=32768)
def key(word: str) -> str:
    """A lower-case word as it is compared: the lemma of its bokmål form, folded.

    >>> key("helseføretaka"), key("vaksne") == key("voksen")
    ('helseforetak', True)
    """
    return lemma(canonical(word))


def keys(text: str) -> list[str]:
    """The words of a text that carry meaning, as they are compared."""
    return [key(w.text) for w in words(clean(text)) if w.text not in _STOP]


def _entries(scheme: Scheme, passages: Passages) -> Iterator[tuple[Entry, str]]:
    """Every entry of a scheme with the text that it is found by."""
    names = " ".join([*_both(scheme.name), *_both(scheme.short_name)])
    newest = scheme.edition()
    about = next((f for f in newest.facts if f.topic == Topic.ABOUT), newest.facts[0])
    whole = Entry("scheme", scheme.id, newest.id, scheme.id, _texts(scheme.name), _texts(about.statement), None, None)
    yield whole, f"{names} {names} {' '.join(scheme.aliases)} {scheme.id} {scheme.chapter or ''} {scheme.post or ''}"
    for edition in scheme.editions:
        for criterion in edition.criteria:
            yield _criterion(scheme, edition, criterion), f"{_criterion_words(criterion)} {names}"
        for statement in edition.statements:
            yield _statement(scheme, edition, statement), f"{_statement_words(statement)} {names}"
        yield from ((entry, f"{entry.text['nb']} {entry.title['nb']}") for entry in _cited(scheme, edition, passages))


def _criterion(scheme: Scheme, edition: Edition, criterion: Criterion) -> Entry:
    label, why = _texts(criterion.label), _texts(criterion.why)
    return Entry("criterion", scheme.id, edition.id, criterion.id, label, why, None, criterion.citation)


def _criterion_words(criterion: Criterion) -> str:
    said = [criterion.label, criterion.why, *([criterion.question] if criterion.question else [])]
    answers = [title for lang in _LANGS for _, title in possible_in_words(criterion, lang)]
    return " ".join([_DEMAND, *(text for each in said for text in _both(each)), *answers])


def _statement(scheme: Scheme, edition: Edition, statement: Fact | Gap) -> Entry:
    title = {lang: topic_titles()(statement.topic, lang) for lang in _LANGS}
    kind: Kind = "fact" if isinstance(statement, Fact) else "gap"
    text = _texts(statement.statement)
    return Entry(kind, scheme.id, edition.id, statement.id, title, text, statement.topic, statement.citation)


def _statement_words(statement: Fact | Gap) -> str:
    titles = [topic_titles()(statement.topic, lang) for lang in _LANGS]
    return " ".join([*_both(statement.statement), *statement.terms.nb, *statement.terms.nn, *titles])


def _cited(scheme: Scheme, edition: Edition, passages: Passages) -> Iterator[Entry]:
    """Each passage that something in the edition cites, once, under the first locator that leads to it."""
    topics = {(c.source, c.locator): s.topic for s in reversed(edition.statements) for c in s.citations}
    seen: set[tuple[str, str]] = set()
    for reference in places(edition):
        for passage in passages.find(reference.source, reference.locator):
            if passage.exact and (reference.source, passage.cited) not in seen:
                seen.add((reference.source, passage.cited))
                topic = topics.get((reference.source, reference.locator))
                title, text = dict.fromkeys(_LANGS, reference.locator), dict.fromkeys(_LANGS, passage.cited)
                yield Entry("passage", scheme.id, edition.id, "", title, text, topic, reference)


def places(edition: Edition) -> list[CitationRef]:
    """Every place that something in an edition cites, once, in the order of the file."""
    found = {(c.source, c.locator): c for _, c in edition.citations()}
    return list(found.values())


def _passages_once(found: Sequence[Found]) -> Iterator[Found]:
    """A passage that several schemes cite is one hit."""
    seen: set[str] = set()
    for each in found:
        text = each.entry.text["nb"]
        if each.entry.kind == "passage" and text in seen:
            continue
        seen.update([text] if each.entry.kind == "passage" else [])
        yield each


def _both(text: object) -> list[str]:
    return [str(getattr(text, lang)) for lang in _LANGS]


def _texts(text: object) -> dict[str, str]:
    return dict(zip(_LANGS, _both(text), strict=True))
