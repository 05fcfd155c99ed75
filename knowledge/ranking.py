"""Which statement of a scheme answers a question: by its topic, by its words, by the questions known for it.

Everything that speaks for a statement, or for the sources being silent, is a number with a name; its score is their
weighted sum. The weights (ranking_weights.yml) are learned from questions that look alike and need different replies,
and carry no knowledge of any scheme.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter, mul
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.expected_value import things_asked, things_told
from knowledge.known_questions import NOTHING, UNANSWERED_KEY, KnownQuestions, Likelihood, unanswered_questions
from knowledge.language.lemmas import search_words
from knowledge.language.normalise import KEPT_WORDS, clean, words
from knowledge.language.question_forms import question_forms
from knowledge.language.variants import canonical
from knowledge.model import Edition, Fact, Gap, Scheme, Topic
from knowledge.word_likeness import Likeness
from knowledge.yaml_files import plain_reader

Statement = Fact | Gap
Signs = dict[str, float]
Shares = npt.NDArray[np.float64]
Weights = tuple[float, ...]

TOPIC_FLOOR = 0.005  # a topic that the classifier did not consider is unlikely, not impossible
_LOG_FLOOR = math.log(TOPIC_FLOOR)
WORD_WEIGHT, TERM_WEIGHT, LEAD_BONUS = 3.0, 1.8, 0.45
NARROW_WORDS = 0.5  # without one of its terms, the words of a narrow statement count half
GAIN_LEAST = -8.0  # known questions never say more against a statement than this
MARGIN_WEIGHT, MARGIN_LEAST = 2.0, -0.5  # a margin above this is evidence of its own
# A question that goes on from another is judged alone and together with it. Chosen on conversations.
TOGETHER_WEIGHT, AGAIN_PENALTY, TOGETHER_EVIDENCE = 0.3, 0.3, 0.7
_TELLING = 4.0  # a question of few or common words is never wholly held by a statement
_KNOWN = ("gain", "margin", "margin_above", "known_words")
_OF_STATEMENT = ("topic", "words", "terms", "lead", "narrow", "gap", "lacks", *_KNOWN)
_OF_SILENCE = ("topic", "silence", "never_told", *_KNOWN)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked: the probability of each topic, the words that carry meaning (lemmas), points for each
    statement whose terms it uses, all words (bokmål forms), and the text itself.

    One that goes on from another («og kven signerer då?») has both together in `after`, and in `told` the ids of the
    statements that answered the other."""

    topics: Mapping[str, float]
    words: tuple[str, ...]
    terms: Mapping[str, float]
    raw: frozenset[str] = frozenset()
    text: str = ""
    after: "Question | None" = None
    told: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str, topics: Mapping[str, float], terms: Mapping[str, float] | None = None) -> "Question":
        raw = frozenset(canonical(w.text) for w in words(clean(text)))
        return cls(topics, tuple(search_words(text)), terms or {}, raw, text)


class Ranked(NamedTuple):
    """A statement (None: the scheme's sources say nothing on `topic`) with its score and what spoke for it."""

    statement: Statement | None
    topic: str
    score: float
    word_share: float
    term_points: float
    probability: float = 0.0
    likelihood: Likelihood = NOTHING
    sign_names: tuple[str, ...] = ()
    sign_values: tuple[float, ...] = ()
    from_before: float = 0.0  # evidence of the question together with the one it goes on from

    @property
    def signs(self) -> Signs:
        """What spoke for it, by name."""
        return dict(zip(self.sign_names, self.sign_values, strict=True))

    @property
    def evidence(self) -> float:
        """What speaks for it apart from the topic."""
        own = WORD_WEIGHT * self.word_share + TERM_WEIGHT * self.term_points + _evident(self.likelihood)
        return max(self.from_before, own)


class StatementRanker:
    """Ranks the statements of one edition. Built once for each edition; pure."""

    def __init__(self, scheme: Scheme, edition: Edition, known: KnownQuestions) -> None:
        """
        Args:
            known: tells the edition's statements and the unanswered topics apart (`statement_texts`).
        """
        self._statements: list[Statement] = [*edition.facts, *edition.gaps]
        names = {
            w for name in (*scheme.aliases, *(scheme.name[x] for x in ("nb", "nn", "en"))) for w in search_words(name)
        }
        self._bags = [frozenset(_words_of(s)) for s in self._statements]
        self._names = frozenset(names)
        self._rarity = _rarity(self._bags)
        self._leads = _leads(self._statements)
        self._candidates = [
            _Candidate(
                s, (s.topic, *s.also), bool(s.terms.all()), float(isinstance(s, Gap)), things_told(s.statement["nb"])
            )
            for s in self._statements
        ]
        self.silent = [t for t in Topic if not any(t == s.topic or t in s.also for s in self._statements)]
        open_topics = dict.fromkeys((*self.silent, *unanswered_questions()))
        self._open = [(t, f"{UNANSWERED_KEY}{t}", float(t in self.silent)) for t in open_topics]
        self._known = known
        self._places = _places(self._bags)
        self._likeness = Likeness(self._places)
        self._nothing = np.zeros(len(self._bags))
        self._nothing.flags.writeable = False
        self._held_by = lru_cache(maxsize=KEPT_WORDS)(self._hold)

    def _hold(self, word: str) -> Shares:
        """How well each statement's own words hold a word, 0 to 1."""
        alike = self._likeness.like(word)
        if not alike:
            return self._nothing  # one for all of the thousands of words that are remembered
        held = np.zeros(len(self._bags))
        for known, likeness in alike.items():
            held[self._places[known]] = np.maximum(held[self._places[known]], likeness)
        return held

    def rank(self, question: Question) -> list[Ranked]:
        """Every statement, and the silence on every topic without one, best first."""
        ranked = self._judged(question)
        if question.after:
            together = {_key(r): r for r in self._judged(question.after)}
            ranked = [_going_on(r, together[_key(r)], question.told) for r in ranked]
        return sorted(ranked, key=attrgetter("score"), reverse=True)

    def _judged(self, question: Question) -> list[Ranked]:
        mended = self._known.mended(question.text)
        said = search_words(mended) if mended else question.words
        weights = {w: self._weight(w) for w in said if w not in self._names}
        total = max(sum(weights.values()), _TELLING)
        held = sum((weight * self._held_by(word) for word, weight in weights.items()), np.zeros(len(self._bags)))
        shares = (held / total).tolist()
        likely = self._known.of(question.text)
        told = self._told(question, shares, likely)
        return told + self._untold(question, likely)

    def _told(self, question: Question, shares: list[float], likely: Mapping[str, Likelihood]) -> list[Ranked]:
        """The statements. A loop with little in it: it runs for each of fifty statements of each question."""
        weights, asked = _weights_of("statement", _OF_STATEMENT), things_asked(question.text)
        topics, terms = question.topics.get, question.terms.get
        ranked = []
        for index, (statement, own_topics, has_terms, gap, tells) in enumerate(self._candidates):
            topic, probability = own_topics[0], topics(own_topics[0], 0.0)
            for other in own_topics[1:]:  # of two alike the first, which is the statement's own
                if topics(other, 0.0) > probability:
                    topic, probability = other, topics(other, 0.0)
            known = likely.get(statement.id, NOTHING)
            share, points = shares[index], min(terms(statement.id, 0.0), 2.0)
            narrow, lead = has_terms and not points, index in self._leads.get(topic, ())
            values = (
                _log(probability),
                share,
                points,
                float(lead),
                float(narrow and not lead),
                gap,
                float(bool(asked) and not asked & tells),
                *_known_signs(known),
            )
            score = _score(question, _OF_STATEMENT, values, weights)
            share *= NARROW_WORDS if narrow else 1.0
            ranked.append(Ranked(statement, topic, score, share, points, probability, known, _OF_STATEMENT, values))
        return ranked

    def _untold(self, question: Question, likely: Mapping[str, Likelihood]) -> list[Ranked]:
        """Silence, on every topic without a statement and on those that questions without an answer are known for."""
        forms = sorted(question_forms(question.text))
        names = (*_OF_SILENCE, *forms)
        weights = _weights_of("silence", names)
        ranked = []
        for topic, key, never_told in self._open:
            probability = question.topics.get(topic, 0.0)
            known = likely.get(key, NOTHING)
            values = (_log(probability), 1.0, never_told, *_known_signs(known), *(1.0,) * len(forms))
            score = _score(question, names, values, weights)
            ranked.append(Ranked(None, topic, score, 0.0, 0.0, probability, known, names, values))
        return ranked

    def _weight(self, word: str) -> float:
        """How telling a word is: rare among the statements counts most; unseen ones count as the rarest."""
        return self._rarity.get(word, self._rarity["\0"])


class _Candidate(NamedTuple):
    """A statement, and what of it counts for every question.

    Attributes:
        topics: Its own first.
        has_terms: Whether it is given only to those who name something.
        gap: 1 where it says that the source does not say; else 0.
        tells: The kinds of things that it tells (`things_told`).
    """

    statement: Statement
    topics: tuple[Topic, ...]
    has_terms: bool
    gap: float
    tells: frozenset[str]


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, float]]:
    """Weight of each sign, for statements and for silence."""
    path = Path(__file__).with_name("ranking_weights.yml")
    weights: dict[str, dict[str, float]] = plain_reader().load(path.read_text(encoding="utf-8"))
    return weights


@lru_cache(maxsize=1024)
def _weights_of(part: str, names: tuple[str, ...]) -> Weights:
    """The weight of each of these signs; one without a weight counts nothing."""
    return tuple(_weights()[part].get(name, 0.0) for name in names)


def _key(ranked: Ranked) -> str:
    return ranked.statement.id if ranked.statement else f"{UNANSWERED_KEY}{ranked.topic}"


def _going_on(ranked: Ranked, together: Ranked, told: frozenset[str]) -> Ranked:
    """What was just told is less likely asked for again; it stands in both questions."""
    again = _key(ranked) in told
    score = ranked.score + TOGETHER_WEIGHT * together.score - AGAIN_PENALTY * again
    return ranked._replace(score=score, from_before=TOGETHER_EVIDENCE * together.evidence)


def _log(probability: float) -> float:
    return _LOG_FLOOR if probability <= TOPIC_FLOOR else math.log(probability)


def _known_signs(likelihood: Likelihood) -> tuple[float, float, float, float]:
    """In the order of `_KNOWN`."""
    gain, margin, known_words = likelihood
    return max(gain, GAIN_LEAST), margin, max(margin, MARGIN_LEAST), known_words


def _score(question: Question, names: Sequence[str], values: Sequence[float], weights: Weights) -> float:
    if question.text:
        return float(sum(map(mul, values, weights)))
    return _plainly(dict(zip(names, values, strict=True)))


def _plainly(signs: Signs) -> float:
    """Without a text (a button): the topic, then what was asked about, then what comes first on the topic."""
    return (
        signs["topic"]
        + TERM_WEIGHT * signs.get("terms", 0.0)
        + LEAD_BONUS * (signs.get("lead", 0.0) + signs.get("never_told", 0.0))
        - signs.get("gap", 0.0)
        - signs.get("narrow", 0.0) * LEAD_BONUS
        - (1.0 - signs.get("never_told", 0.0)) * signs.get("silence", 0.0)
    )


def _evident(likelihood: Likelihood) -> float:
    return MARGIN_WEIGHT * max(0.0, likelihood.margin - MARGIN_LEAST)


def _words_of(statement: Statement) -> list[str]:
    texts = [statement.statement[lang] for lang in ("nb", "nn", "en")]
    return search_words(" ".join([*texts, *statement.terms.all(), statement.citation.locator]))


def _rarity(bags: Sequence[frozenset[str]]) -> dict[str, float]:
    documents = Counter(word for bag in bags for word in bag)
    table = {word: math.log(1 + len(bags) / count) for word, count in documents.items()}
    table["\0"] = math.log(1 + len(bags))
    return table


def _places(bags: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    """In which bags each word is."""
    places: dict[str, list[int]] = {}
    for number, bag in enumerate(bags):
        for word in bag:
            places.setdefault(word, []).append(number)
    return places


def _leads(statements: Sequence[Statement]) -> dict[str, set[int]]:
    """The statement given when nothing narrower is asked: the topic's first without terms, facts before gaps."""
    leads: dict[str, set[int]] = {}
    for topic in Topic:
        own = [i for i, s in enumerate(statements) if s.topic == topic and not s.terms.all()]
        also = [i for i, s in enumerate(statements) if topic in s.also and not s.terms.all()]
        if own or also:
            leads[topic] = {(own or also)[0]}
    return leads
