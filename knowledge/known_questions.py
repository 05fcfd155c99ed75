"""Which statement a question asks for, learned from questions that people are known to ask for each statement.

The questions stand in `schemes/questions/`, a file a scheme. A linear classifier over the statements of one edition is fitted
when the edition is loaded (a fraction of a second), so a new scheme needs no training of the dialogue model.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.model import LANGS, Edition, Fact, Gap, Scheme, Topic
from knowledge.question_space import Arrays, QuestionSpace, ReadTexts
from knowledge.sparse_rows import SparseRows
from knowledge.word_use import WordUse
from knowledge.yaml_files import plain_reader

# Chosen on the questions themselves, a third at a time held back: the margins times SHARPNESS, as exponents, give
# probabilities of least log loss.
PENALTY, SHARPNESS = 4.0, 6.0
# How near the best weights the search for them ends. At 1e-4 it takes a third longer, for margins that differ by 0.0003
# (root mean square; 0.004 at most).
TOLERANCE = 1e-2
UNANSWERED_KEY = "unanswered:"  # stands before a topic where the keys are statement ids


@lru_cache(maxsize=16)
def unanswered_questions(only: str = "**/*") -> dict[Topic, list[str]]:
    """Questions that people ask and no source answers, by topic.

    Args:
        only: which files of `unanswered/`, without the ending: `*` for those that no scheme's source answers,
            `schemes/<id>` for those that one scheme's does not; all of them if not given.
    """
    found: dict[Topic, list[str]] = {}
    for path in sorted(Path(__file__).with_name("unanswered").glob(f"{only}.yml")):
        for topic, texts in plain_reader().load(path.read_text(encoding="utf-8")).items():
            found.setdefault(Topic(topic), []).extend(texts)
    return found


class Likelihood(NamedTuple):
    """How likely a statement is what was asked for: log of its probability times the number of statements (so 0 is
    no better than chance), the classifier's margin (above 0: like questions known for it; -1: nothing alike), and the
    share of the question's telling words, 0 to 1, that questions known for it use."""

    gain: float
    margin: float
    known_words: float = 0.0


NOTHING = Likelihood(0.0, -1.0)


class KnownQuestions:
    """A classifier from questions to statements. Deterministic; safe to share between threads."""

    def __init__(
        self,
        space: QuestionSpace,
        statements: Sequence[str],
        weights: SparseRows,
        bias: npt.NDArray[Any],
        use: WordUse,
    ) -> None:
        """
        Args:
            weights: features by statements; no columns where there was nothing to choose.
        """
        self._space = space
        self._statements = statements
        self._weights = weights
        self._bias = bias
        self._use = use

    @classmethod
    def fit(
        cls, texts: Mapping[str, Sequence[str]], space: QuestionSpace, read: ReadTexts | None = None
    ) -> "KnownQuestions":
        """
        Args:
            texts: by statement id: known questions, and the statement itself.
            space: made from these texts, and others.
            read: these texts, and others, as `space` reads them; read here if not given.
        """
        statements = sorted(statement for statement, lines in texts.items() if lines)
        if len(statements) <= 2:  # nothing to choose
            return cls(space, [], SparseRows.of(np.zeros((0, 0))), np.zeros(0, np.float32), WordUse.fit([]))
        from sklearn.svm import LinearSVC  # here: a second and 60 MB, for those only who learn

        lines = [line for s in statements for line in texts[s]]
        read = read or space.read(lines)
        model = LinearSVC(C=PENALTY, tol=TOLERANCE, random_state=0)
        model.fit(read.vectors(lines), [number for number, s in enumerate(statements) for _ in texts[s]])
        use = WordUse.fit([[read.base_forms(line) for line in texts[s]] for s in statements])
        return cls(space, statements, SparseRows.of(model.coef_.T), model.intercept_.astype(np.float32), use)

    @classmethod
    def load(cls, arrays: Mapping[str, npt.NDArray[Any]], key: str, space: QuestionSpace) -> "KnownQuestions":
        """What `save` put into `arrays` under `key`."""
        statements = arrays[f"statements:{key}"].tobytes().decode().split()
        weights = SparseRows.load(arrays, key)
        return cls(space, statements, weights, arrays[f"bias:{key}"], WordUse.load(arrays, key))

    def save(self, key: str) -> Arrays:
        """The classifier as arrays without objects; weights with half precision."""
        own: Arrays = {
            f"statements:{key}": np.frombuffer(" ".join(self._statements).encode(), dtype=np.uint8),
            f"bias:{key}": self._bias,
        }
        return own | self._weights.save(key) | self._use.save(key)

    @property
    def statements(self) -> Sequence[str]:
        """The ids that it can tell apart."""
        return self._statements

    def mended(self, text: str) -> str:
        """The words of a text in lower case, without names of schemes, misspelt ones mended."""
        return self._space.plain(text)

    def of(self, text: str) -> dict[str, Likelihood]:
        """The likelihood of each statement; empty when the text says nothing or no questions are known."""
        said = self._space.base_forms(text)
        if not self._statements or not said:
            return {}
        columns, values = self._space.vector(text)
        margins = self._weights.weighted(columns, values) + self._bias
        sharp = SHARPNESS * (margins - margins.max())
        gains = sharp - math.log(float(np.exp(sharp).sum())) + math.log(len(margins))
        found = zip(gains.tolist(), margins.tolist(), self._use.share(said).tolist(), strict=True)
        return dict(zip(self._statements, map(Likelihood._make, found), strict=True))


def statement_texts(
    scheme: Scheme,
    edition: Edition,
    shared: Mapping[str, Sequence[str]] | None = None,
    without: Collection[str] = (),
) -> dict[str, list[str]]:
    """For each statement the questions known for it and its own words; with them, what no source answers, by topic.

    Args:
        shared: questions known for statements of other schemes; those with the same id ask for the same thing.
        without: questions without an answer that are held back.
    """
    asked = asked_for(scheme)
    texts = {s.id: [*asked.get(s.id, ()), *(shared or {}).get(s.id, ()), *_own_words(s)] for s in edition.statements}
    for topic, lines in left_open(scheme, without).items():
        texts[f"{UNANSWERED_KEY}{topic}"] = lines
    return texts


def asked_for(scheme: Scheme) -> dict[str, list[str]]:
    """How people ask for each statement of a scheme, by id."""
    asked = {statement: list(texts) for statement, texts in scheme.questions.items()}
    for statement, contrast in scheme.contrasts.items():
        asked.setdefault(statement, []).extend(contrast.asks)
    return asked


def left_open(scheme: Scheme, without: Collection[str] = ()) -> dict[Topic, list[str]]:
    """What people ask and a scheme's sources do not answer, by topic.

    Args:
        without: questions that are held back.
    """
    topics = {s.id: s.topic for edition in scheme.editions for s in edition.statements}
    found: dict[Topic, list[str]] = {}
    for only in ("*", f"schemes/{scheme.id}"):
        for topic, lines in unanswered_questions(only).items():
            found.setdefault(topic, []).extend(line for line in lines if line not in without)
    for statement, contrast in scheme.contrasts.items():
        found.setdefault(topics[statement], []).extend(contrast.leaves_open)
    return found


def space_of(schemes: Sequence[Scheme], without: Collection[str] = ()) -> QuestionSpace:
    """The space of everything that is known to be asked about these schemes, and of what no source answers.

    Args:
        without: questions without an answer that are held back.
    """
    texts = [text for scheme in schemes for lines in asked_for(scheme).values() for text in lines]
    texts += [text for scheme in schemes for e in scheme.editions for s in e.statements for text in _own_words(s)]
    texts += dict.fromkeys(
        text for scheme in schemes for lines in left_open(scheme, without).values() for text in lines
    )
    return QuestionSpace.fit(texts, names_of(schemes))


def names_of(schemes: Sequence[Scheme]) -> list[str]:
    """Everything that the schemes are called."""
    return [name for s in schemes for name in (*s.aliases, *(s.name[lang] for lang in LANGS))]


def _own_words(statement: Fact | Gap) -> tuple[str, str]:
    return statement.statement["nb"], statement.statement["nn"]
