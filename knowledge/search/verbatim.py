"""The one sentence of a source document that answers a question no topic covers, word for word; or none.

A wrong passage is worse than none. So all sentences of the passages that are found compete with each other and with
silence: what speaks for and against each (`passage_signs`) is weighed with weights that are learned, and the best one
answers only when it is far likelier than all others and silence together.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.search.answer_kinds import is_fragment, is_statement, never_answers
from knowledge.search.asked_passage import NOT, AskedOfPassage, Thing, asked_of_passage
from knowledge.search.engine import SearchEngine
from knowledge.search.model import Entry, Found, Kind, Span
from knowledge.search.passage_signs import contradicts, signs_of
from knowledge.search.tokens import spans, tokens
from knowledge.search.told import Told, told_in
from knowledge.yaml_files import plain_reader

_KINDS: tuple[Kind, ...] = ("passage",)
_LOOKED_AT, _MOST_SENTENCES = 20, 240  # passages, and sentences of them: each costs time
LEAST = 0.65  # the likelihood from which a sentence is given; docs/search.md has what other values give
LEAST_NEAR = 0.05  # … from which it is shown as what comes nearest, beside the plain word that no answer was found
MOST_NEAR = 2
_SAME_WORDS = 0.5  # the share of the words that hardly tell


@dataclass(frozen=True, slots=True)
class VerbatimPassage:
    """A passage that answers.

    Attributes:
        scheme: The scheme whose document it stands in.
        source: The id of the document.
        locator: The heading or page.
        text: The passage, word for word.
        answer: The sentence of it that answers, as it stands; before an item of a list what the list stands under.
        marked: Where in `text` the words stand that the question is about.
        likelihood: How likely it is the answer, 0 to 1.
        signs: What spoke for and against it.
    """

    scheme: str
    source: str
    locator: str
    text: str
    answer: str
    marked: tuple[Span, ...]
    likelihood: float
    signs: Mapping[str, float]

    @property
    def is_answer(self) -> bool:
        """Whether it may be said in answer, not only as what comes nearest."""
        return answers(self.likelihood, self.signs)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, and what speaks for and against it."""

    found: Found
    told: Told
    signs: Mapping[str, float]


def likely_passages(query: str, engine: SearchEngine, scheme: str | None = None) -> list[VerbatimPassage]:
    """What answers a question, or comes near it: the likeliest first, none under `LEAST_NEAR`, at most two.

    Args:
        query: The question as it was written.
        engine: One that holds passages (`entries.section_entries`).
        scheme: Only passages of this scheme's documents; the scheme that is talked about.
    """
    competing = candidates(query, engine, scheme)
    likelihoods = likelihoods_of([each.signs for each in competing], weights())
    order = sorted(range(len(competing)), key=lambda place: -likelihoods[place])
    near = [place for place in order[:MOST_NEAR] if likelihoods[place] >= LEAST_NEAR]
    return [_passage(competing[place], likelihoods[place]) for place in near]


def answering_passage(query: str, engine: SearchEngine, scheme: str | None = None) -> VerbatimPassage | None:
    """The passage that answers a question, or None; None also when two sentences answer it about equally well."""
    return next((each for each in likely_passages(query, engine, scheme)[:1] if each.is_answer), None)


def answers(likelihood: float, signs: Mapping[str, float]) -> bool:
    """Whether a sentence is likely enough, and holds all that is asked about: the thing, what is done, the kind of answer.

    However likely: documents by other hands have sentences that hold most of a question and answer another one. Where only
    one thing is asked about, the same must be done with it, or said of it in the same words.
    """
    held = bool(signs.get("all")) and not signs.get("lacks") and not signs.get("act_missing_above")
    one = bool(signs.get("one")) and not signs.get("act_shared") and signs.get("light", 0.0) < _SAME_WORDS
    return likelihood >= LEAST and held and not one


def candidates(query: str, engine: SearchEngine, scheme: str | None = None) -> list[Candidate]:
    """The sentences that may answer a question, of the passages that fit it best."""
    found = engine.find(query, kinds=_KINDS, schemes=None if scheme is None else (scheme,), limit=_LOOKED_AT)
    groups = engine.groups(query)
    asked = {names: asked_of_passage(query, groups, _tokens(names)) for names in {each.entry.names for each in found}}
    told = [(each, sentence) for each in found for sentence in _told(each.entry)][:_MOST_SENTENCES]
    sentences = [sentence for _, sentence in told]
    rarities = {names: _rarity(each, sentences) for names, each in asked.items()}
    return [
        Candidate(each, sentence, signs_of(asked[each.entry.names], sentence, rarities[each.entry.names]))
        for each, sentence in told
        if _may_answer(asked[each.entry.names], sentence)
    ]


def likelihoods_of(signs: Sequence[Mapping[str, float]], weights: Mapping[str, float]) -> list[float]:
    """How likely each of several answers is: silence weighs as much as nothing at all."""
    scores = [sum(value * weights.get(name, 0.0) for name, value in each.items()) for each in signs]
    every = 1.0 + sum(map(math.exp, scores))
    return [math.exp(score) / every for score in scores]


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """What each sign weighs (passage_weights.yml)."""
    path = Path(__file__).with_name("passage_weights.yml")
    read: dict[str, float] = plain_reader().load(path.read_text(encoding="utf-8"))
    return read


def _told(entry: Entry) -> Iterator[Told]:
    yield from told_in(entry.text["nb"], entry.title["nb"])


@lru_cache(maxsize=1024)
def _tokens(names: str) -> frozenset[str]:
    return frozenset(tokens(names))


def _may_answer(asked: AskedOfPassage, told: Told) -> bool:
    return is_statement(told.text) and not never_answers(asked.text, told.text) and not contradicts(asked, told)


def _rarity(asked: AskedOfPassage, told: Sequence[Told]) -> dict[Thing, float]:
    """How rare each thing that a question names is among sentences: 1 where none has it, 0 where all have."""
    having = {thing: sum(thing.held(sentence.words) != NOT for sentence in told) for thing in asked.telling}
    return {thing: 1.0 - math.log1p(count) / math.log1p(len(told) + 1) for thing, count in having.items()}


def _passage(best: Candidate, likelihood: float) -> VerbatimPassage:
    entry = best.found.entry
    assert entry.citation is not None  # a passage has one
    text = entry.text["nb"]
    marked = tuple(spans(text, best.found.matched))
    source, locator = entry.citation.source, entry.citation.locator
    return VerbatimPassage(entry.scheme, source, locator, text, _answer(best.told), marked, likelihood, best.signs)


def _answer(told: Told) -> str:
    """A sentence; an item with what it stands under: what «dekkes ikke» must not be read without that."""
    if told.lead:
        return f"{told.lead} {told.text}"
    if not is_fragment(told.text) or not told.heading_text:
        return told.text
    above = told.heading_text.rpartition(": ")[2]
    return f"{above} {told.text}" if above.endswith(("?", ":")) else f"{above}: {told.text}"
