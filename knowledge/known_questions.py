"""Which statement a question asks for, learned from questions that people are known to ask for each statement.

The questions stand in `schemes/questions/`, a file a scheme. A linear classifier over the statements of one edition is fitted
when the edition is loaded (a fraction of a second), so a new scheme needs no training of the dialogue model.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from ruamel.yaml import YAML
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from knowledge.language.concepts import concepts_of, senses
from knowledge.language.lemmas import base_form
from knowledge.language.normalise import clean, fold_phrase, words
from knowledge.language.spelling import Speller
from knowledge.model import LANGS, Edition, Fact, Gap, Scheme, Topic

# Chosen on the questions themselves, a third at a time held back: the margins times SHARPNESS, as exponents, give
# probabilities of least log loss.
PENALTY, SHARPNESS = 4.0, 6.0
_LEAST_TEXTS = 2  # a feature seen in one text only tells nothing
UNANSWERED_KEY = "unanswered:"  # stands before a topic where the keys are statement ids


@lru_cache(maxsize=2)
def unanswered_questions(only: str = "*") -> dict[Topic, list[str]]:
    """Questions that people ask and no scheme's source answers, by topic.

    Args:
        only: a file of `unanswered/`, without its ending; all of them if not given.
    """
    found: dict[Topic, list[str]] = {}
    for path in sorted(Path(__file__).with_name("unanswered").glob(f"{only}.yml")):
        for topic, texts in YAML(typ="safe").load(path.read_text(encoding="utf-8")).items():
            found.setdefault(Topic(topic), []).extend(texts)
    return found


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely a statement is what was asked for: log of its probability times the number of statements (so 0 is
    no better than chance), and the classifier's margin (above 0: like questions known for it; -1: nothing alike)."""

    gain: float
    margin: float


NOTHING = Likelihood(0.0, -1.0)
Arrays = dict[str, npt.NDArray[Any]]


class QuestionSpace:
    """Turns texts into vectors: tf-idf of words and word pairs in their bokmål form, letter sequences, concepts and senses.

    One space serves all schemes, so that nothing is analysed twice.
    """

    def __init__(self, names: Sequence[str], vectorizers: Sequence[TfidfVectorizer]) -> None:
        self._names = _pattern(names)
        self._vectorizers = vectorizers
        self._speller = Speller(())

    @classmethod
    def fit(cls, texts: Iterable[str], names: Sequence[str] = ()) -> "QuestionSpace":
        """
        Args:
            texts: what weights are learned from; a feature of one text only is left out.
            names: what schemes are called; names say nothing about which statement is meant, and are left out.
        """
        space = cls(names, [_vectorizer(analyser) for analyser, _ in _ANALYSERS])
        plain = [space.plain(text) for text in texts]
        for vectorizer in space._vectorizers:
            vectorizer.fit(plain)
        space._learn_words()
        return space

    @classmethod
    def load(cls, arrays: Mapping[str, npt.NDArray[Any]], names: Sequence[str]) -> "QuestionSpace":
        """The space that `save` put into `arrays`."""
        vectorizers = []
        for number, (analyser, _) in enumerate(_ANALYSERS):
            terms = arrays[f"terms{number}"].tobytes().decode().split("\n")
            vectorizers.append(_vectorizer(analyser, {term: i for i, term in enumerate(terms)}))
            vectorizers[-1].idf_ = arrays[f"idf{number}"]
        space = cls(names, vectorizers)
        space._learn_words()
        return space

    def _learn_words(self) -> None:
        """Words of the texts, by which misspelt ones are mended from now on."""
        self._speller = Speller(term for term in self._vectorizers[0].vocabulary_ if term.isalpha())

    def save(self) -> Arrays:
        """Everything but the names, as arrays without objects."""
        arrays: Arrays = {}
        for number, vectorizer in enumerate(self._vectorizers):
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
            arrays[f"terms{number}"] = np.frombuffer("\n".join(terms).encode(), dtype=np.uint8)
            arrays[f"idf{number}"] = vectorizer.idf_.astype(np.float32)
        return arrays

    def vectors(self, texts: Iterable[str]) -> csr_matrix:
        """One row a text, float32."""
        plain = [self.plain(text) for text in texts]
        parts: list[Any] = [
            math.sqrt(weight) * vectorizer.transform(plain)
            for vectorizer, (_, weight) in zip(self._vectorizers, _ANALYSERS, strict=True)
        ]
        return hstack(parts, dtype=np.float32).tocsr()

    def plain(self, text: str) -> str:
        """The words of a text in lower case, without names, misspelt ones mended."""
        said = self._names.sub(" ", " ".join(w.text for w in words(clean(text)))).split()
        return " ".join(self._speller.repaired(said))


class KnownQuestions:
    """A classifier from questions to statements. Deterministic; safe to share between threads."""

    def __init__(
        self, space: QuestionSpace, statements: Sequence[str], weights: npt.NDArray[Any], bias: npt.NDArray[Any]
    ) -> None:
        """
        Args:
            weights: float32, features by statements; no columns where there was nothing to choose.
        """
        self._space = space
        self._statements = statements
        self._weights = weights
        self._bias = bias

    @classmethod
    def fit(cls, texts: Mapping[str, Sequence[str]], space: QuestionSpace) -> "KnownQuestions":
        """
        Args:
            texts: by statement id: known questions, and the statement itself.
            space: made from these texts, and others.
        """
        statements = sorted(statement for statement, lines in texts.items() if lines)
        if len(statements) <= 2:  # nothing to choose
            return cls(space, [], np.zeros((0, 0), np.float32), np.zeros(0, np.float32))
        model = LinearSVC(C=PENALTY, random_state=0)
        owners = [number for number, s in enumerate(statements) for _ in texts[s]]
        model.fit(space.vectors(line for s in statements for line in texts[s]), owners)
        return cls(space, statements, model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32))

    @classmethod
    def load(cls, arrays: Mapping[str, npt.NDArray[Any]], key: str, space: QuestionSpace) -> "KnownQuestions":
        """What `save` put into `arrays` under `key`."""
        statements = arrays[f"statements:{key}"].tobytes().decode().split()
        return cls(space, statements, arrays[f"weights:{key}"].astype(np.float32), arrays[f"bias:{key}"])

    def save(self, key: str) -> Arrays:
        """The classifier as arrays without objects; weights with half precision."""
        return {
            f"statements:{key}": np.frombuffer(" ".join(self._statements).encode(), dtype=np.uint8),
            f"weights:{key}": self._weights.astype(np.float16),
            f"bias:{key}": self._bias,
        }

    def of(self, text: str) -> dict[str, Likelihood]:
        """The likelihood of each statement; empty when the text says nothing or no questions are known."""
        if not self._statements or not self._space.plain(text):
            return {}
        margins = (self._space.vectors([text]) @ self._weights)[0] + self._bias
        sharp = SHARPNESS * (margins - margins.max())
        gains = sharp - math.log(float(np.exp(sharp).sum())) + math.log(len(margins))
        found = zip(self._statements, gains, margins, strict=True)
        return {statement: Likelihood(float(gain), float(margin)) for statement, gain, margin in found}


def statement_texts(
    scheme: Scheme, edition: Edition, shared: Mapping[str, Sequence[str]] | None = None
) -> dict[str, list[str]]:
    """For each statement the questions known for it and its own words; with them, what no source answers, by topic.

    Args:
        shared: questions known for statements of other schemes; those with the same id ask for the same thing.
    """
    texts = {
        s.id: [*scheme.questions.get(s.id, ()), *(shared or {}).get(s.id, ()), *_own_words(s)]
        for s in edition.statements
    }
    return texts | {f"{UNANSWERED_KEY}{topic}": lines for topic, lines in unanswered_questions().items()}


def question_space(schemes: Sequence[Scheme]) -> QuestionSpace:
    """The space of everything that is known to be asked about these schemes, and of what no source answers."""
    texts = [text for scheme in schemes for lines in scheme.questions.values() for text in lines]
    texts += [text for scheme in schemes for e in scheme.editions for s in e.statements for text in _own_words(s)]
    texts += [text for lines in unanswered_questions().values() for text in lines]
    return QuestionSpace.fit(texts, names_of(schemes))


def names_of(schemes: Sequence[Scheme]) -> list[str]:
    """Everything that the schemes are called."""
    return [name for s in schemes for name in (*s.aliases, *(s.name[lang] for lang in LANGS))]


def _own_words(statement: Fact | Gap) -> tuple[str, str]:
    return statement.statement["nb"], statement.statement["nn"]


def _vectorizer(analyser: Callable[[str], Iterator[str]], vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    least = 1 if vocabulary else _LEAST_TEXTS
    return TfidfVectorizer(analyzer=analyser, vocabulary=vocabulary, sublinear_tf=True, min_df=least, dtype=np.float32)


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Matches any name in a text of lower-case words, longest first."""
    phrases = sorted({" ".join(w.text for w in words(clean(name))) for name in names}, key=lambda n: (-len(n), n))
    return re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in phrases) or r"(?!)")


def _words(text: str) -> Iterator[str]:
    base = ["<", *(base_form(word) for word in text.split()), ">"]
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


def _senses(text: str) -> Iterator[str]:
    yield from sorted(senses(text.split()))


# Each kind of feature with its share of the length of a vector.
_ANALYSERS = ((_words, 0.4), (_letters, 0.3), (_concepts, 0.1), (_senses, 0.2))
