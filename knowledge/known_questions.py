"""Which statement a question asks for, learned from questions that people are known to ask for each statement.

The questions stand in the scheme files (`questions`). A linear classifier over the statements of one edition is fitted
when the edition is loaded (a fraction of a second), so a new scheme needs no training of the dialogue model.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from knowledge.language.concepts import concepts_of
from knowledge.language.lemmas import lemma
from knowledge.language.normalise import clean, fold, fold_phrase, words
from knowledge.language.variants import canonical
from knowledge.model import Topic

# Chosen on the questions themselves, a third at a time held back: the margins times SHARPNESS, as exponents, give
# probabilities of least log loss.
PENALTY, SHARPNESS = 1.0, 6.0


@lru_cache(maxsize=1)
def unanswered_questions() -> dict[Topic, list[str]]:
    """Questions that people ask and no scheme's source answers, by topic (unanswered.yml)."""
    path = Path(__file__).with_name("unanswered.yml")
    found = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return {Topic(topic): list(texts) for topic, texts in found.items()}


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely a statement is what was asked for: log of its probability times the number of statements (so 0 is
    no better than chance), and the classifier's margin (above 0: like questions known for it; -1: nothing alike)."""

    gain: float
    margin: float


NOTHING = Likelihood(0.0, -1.0)


class KnownQuestions:
    """A classifier from questions to statements. Deterministic; safe to share between threads."""

    def __init__(self, texts: Mapping[str, Sequence[str]], names: Sequence[str] = ()) -> None:
        """
        Args:
            texts: by statement id: known questions, and the statement itself.
            names: what the scheme is called; names say nothing about which statement is meant, and are left out.
        """
        self._names = _pattern(names)
        self._statements = sorted(statement for statement, lines in texts.items() if lines)
        owners = [s for s in self._statements for _ in texts[s]]
        lines = [self._plain(line) for s in self._statements for line in texts[s]]
        self._usable = len(self._statements) > 2
        if self._usable:
            self._vectorizers = [
                (TfidfVectorizer(analyzer=analyser, sublinear_tf=True).fit(lines), math.sqrt(weight))
                for analyser, weight in _ANALYSERS
            ]
            self._model = LinearSVC(C=PENALTY, random_state=0).fit(self._vectors(lines), owners)

    def of(self, text: str) -> dict[str, Likelihood]:
        """The likelihood of each statement; empty when the text says nothing or no questions are known."""
        plain = self._plain(text)
        if not self._usable or not plain.strip():
            return {}
        margins = self._model.decision_function(self._vectors([plain]))[0]
        sharp = SHARPNESS * (margins - margins.max())
        gains = sharp - math.log(float(np.exp(sharp).sum())) + math.log(len(margins))
        found = zip(self._model.classes_, gains, margins, strict=True)
        return {str(statement): Likelihood(float(gain), float(margin)) for statement, gain, margin in found}

    def _vectors(self, lines: Sequence[str]) -> csr_matrix:
        parts: list[Any] = [weight * vectorizer.transform(lines) for vectorizer, weight in self._vectorizers]
        return hstack(parts).tocsr()

    def _plain(self, text: str) -> str:
        return self._names.sub(" ", " ".join(w.text for w in words(clean(text))))


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Matches any name in a text of lower-case words, longest first."""
    phrases = sorted({" ".join(w.text for w in words(clean(name))) for name in names}, key=lambda n: (-len(n), n))
    return re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in phrases) or r"(?!)")


@lru_cache(maxsize=32768)
def _base(word: str) -> str:
    """The folded bokmål form or lemma of a word."""
    common = canonical(word)
    return fold(common) if common != word else lemma(word)


def _words(text: str) -> Iterator[str]:
    base = ["<", *(_base(word) for word in text.split()), ">"]
    yield from base
    yield from (f"{a} {b}" for a, b in pairwise(base))
    yield from (f"{a} … {b}" for gap in (2, 3) for a, b in zip(base, base[gap:], strict=False))


def _letters(text: str) -> Iterator[str]:
    for word in fold_phrase(text):
        padded = f"<{word}>"
        for size in (3, 4, 5):
            yield from (padded[i : i + size] for i in range(len(padded) - size + 1))


def _concepts(text: str) -> Iterator[str]:
    """Concepts and pairs of them carry over to words that nobody wrote down."""
    found = sorted({concept for word in text.split() for concept in concepts_of(word)})
    yield from found
    yield from (f"{a}+{b}" for i, a in enumerate(found) for b in found[i + 1 :])


_ANALYSERS = ((_words, 0.35), (_letters, 0.3), (_concepts, 0.35))
