"""A linear intent classifier with probabilities that mean something. Plain numpy at run time; no pickle on disk.

One score an intent, also for `out_of_scope`. The likeliest intent is chosen among the others; how foreign the message is
comes from the score of `out_of_scope` alone, so that refusing has a threshold of its own.
"""

from __future__ import annotations

import json
import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.nlu.features import features, word_names
from knowledge.language.spelling import Speller
from knowledge.mapped_arrays import map_arrays
from knowledge.sparse_rows import SparseRows
from knowledge.term_numbers import TermNumbers

if TYPE_CHECKING:
    from scipy import sparse

Vector = npt.NDArray[np.float32]
OUT_OF_SCOPE = "out_of_scope"
_LATEST = 64  # messages and parts whose intents are kept
_LEAST_MESSAGES = 2  # a feature of one message only tells nothing
# What is said in answer to a question of ours is neither ours nor foreign by itself: «500 000», «i Ringsaker».
_NEITHER = frozenset({"inform"})


@dataclass(frozen=True, slots=True)
class Guess:
    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Sample:
    """A training message: its masked words, its intent, and its paraphrase family."""

    tokens: tuple[str, ...]
    intent: str
    family: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """What makes scores probabilities; fitted on families that the weights had not seen.

    `temperature` divides the scores of the intents. `slope` and `offset` make the score of `out_of_scope` the log odds
    that a message is foreign, where foreign messages and ours are equally many.
    """

    temperature: float = 1.0
    slope: float = 1.0
    offset: float = 0.0


_UNCALIBRATED = Calibration()


class LinearClassifier:
    """One linear score for each intent, made probabilities by a calibration."""

    def __init__(
        self,
        intents: list[str],
        known: TermNumbers,
        words: Iterable[str],
        weights: SparseRows,
        bias: Vector,
        calibration: Calibration,
    ):
        """
        Args:
            known: The row in `weights` of each feature.
            words: Those that training has seen; they mend misspelt ones.
        """
        self.intents = intents
        self._known = known
        self._weights = weights
        self._bias = bias
        self.calibration = calibration
        self._foreign = intents.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in intents else None
        # Most messages ask one thing: as a whole and as their only part they have the same words.
        self._judged = lru_cache(maxsize=_LATEST)(self._judge)
        self._speller = Speller(dict.fromkeys(words, 0.0))

    def scores(self, tokens: Sequence[str]) -> Vector:
        """Raw scores, one an intent, in the order of `intents`."""
        tokens = self._speller.repaired(tokens)
        found = features(tokens)
        rows = self._known.numbers(found)
        seen = rows >= 0
        values = np.fromiter(found.values(), np.float32, len(found))
        result: Vector = self._weights.weighted(rows[seen], values[seen]) + self._bias
        return result

    def scores_of(self, seen: _Seen) -> Vector:
        """`scores` of many, a row a sample, from the features worked out; only misspelt ones are looked at again."""
        rows = self._known.numbers(seen.names)
        places = np.flatnonzero(rows >= 0)
        result: Vector = seen.matrix[:, places] @ self._weights.dense(rows[places].tolist()) + self._bias
        for row, sample in enumerate(seen.samples):
            if self._speller.repaired(sample.tokens) != list(sample.tokens):
                result[row] = self.scores(sample.tokens)
        return result

    def guess(self, tokens: Sequence[str], most: int = 10) -> list[Guess]:
        """The likeliest intents, best first, with calibrated probabilities."""
        return self.judge(tokens, most)[0]

    def judge(self, tokens: Sequence[str], most: int = 10) -> tuple[list[Guess], float]:
        """The likeliest intents, and how likely the message is foreign (0 to 1; see `Calibration`)."""
        guesses, foreign = self._judged(tuple(tokens), most)
        return list(guesses), foreign

    def _judge(self, tokens: tuple[str, ...], most: int) -> tuple[list[Guess], float]:
        scores = self.scores(tokens)
        probabilities = softmax(scores / self.calibration.temperature)
        order = np.argsort(-probabilities)[:most]
        guesses = [Guess(self.intents[i], float(probabilities[i])) for i in order]
        return guesses, 0.0 if self._foreign is None else self._odds(float(scores[self._foreign]))

    def _odds(self, score: float) -> float:
        exponent = self.calibration.slope * score + self.calibration.offset
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, exponent))))

    def coverage(self, tokens: Sequence[str]) -> float:
        """The share of the message's words that training has seen; 0 for a message of strange words only."""
        named = word_names(tokens)
        return float((self._known.numbers(named) >= 0).mean()) if named else 0.0

    def save(self, folder: Path) -> None:
        np.savez(folder / "weights.npz", bias=self._bias, known=self._known.hashes, **self._weights.save("intents"))
        meta = {
            "intents": self.intents,
            "calibration": asdict(self.calibration),
            "words": list(self._speller.known),
        }
        (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearClassifier:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        arrays = map_arrays(folder / "weights.npz")  # stays readable when the folder, which Rasa unpacked, is removed
        weights, bias, known = SparseRows.load(arrays, "intents"), arrays["bias"], TermNumbers(arrays["known"])
        return cls(meta["intents"], known, meta["words"], weights, bias, Calibration(**meta["calibration"]))


def softmax(scores: Vector) -> Vector:
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Vector = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


@dataclass(frozen=True, slots=True)
class _Seen:
    """Samples with the features of each (a row a sample, a column a name, names sorted), worked out once."""

    samples: Sequence[Sample]
    names: Sequence[str]
    matrix: sparse.csr_matrix

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> _Seen:
        from scipy import sparse

        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        columns, values, ends = array("i"), array("f"), array("i", [0])
        for sample in samples:
            found = features(sample.tokens)
            columns.extend(map(numbers.__getitem__, found))
            values.extend(found.values())
            ends.append(len(columns))
        names = sorted(numbers)
        place = np.empty(len(names), np.int32)
        place[[numbers[name] for name in names]] = np.arange(len(names))
        parts = (
            np.frombuffer(values, np.float32),
            place[np.frombuffer(columns, np.int32)],
            np.frombuffer(ends, np.int32),
        )
        return cls(samples, names, sparse.csr_matrix(parts, shape=(len(samples), len(names)), dtype=np.float32))

    def rows(self, chosen: Sequence[int]) -> _Seen:
        return _Seen([self.samples[i] for i in chosen], self.names, self.matrix[chosen])

    def known(self) -> _Seen:
        """With the features alone that are seen in at least two messages."""
        told = np.flatnonzero(np.bincount(self.matrix.indices, minlength=len(self.names)) >= _LEAST_MESSAGES)
        return _Seen(self.samples, [self.names[i] for i in told], self.matrix[:, told])


def train(samples: Sequence[Sample], *, penalty: float = 0.5, seed: int = 7) -> LinearClassifier:
    """Fits the classifier; its calibration is fitted on predictions for families that the fit had not seen.

    The two fits have nothing to do with each other; the one for the calibration takes another core.
    """
    seen = _Seen.of(samples)
    with ProcessPoolExecutor(max_workers=1) as beside:
        calibration = beside.submit(_calibrate, seen, penalty, seed)
        model = _fit(seen, penalty, seed)
        model.calibration = calibration.result()
    return model


def fit(
    samples: Sequence[Sample], *, penalty: float, seed: int = 7, calibration: Calibration = _UNCALIBRATED
) -> LinearClassifier:
    """Fits the weights alone."""
    return _fit(_Seen.of(samples), penalty, seed, calibration)


def _fit(seen: _Seen, penalty: float, seed: int, calibration: Calibration = _UNCALIBRATED) -> LinearClassifier:
    from sklearn.svm import LinearSVC  # here: a second and 60 MB, for those only who train

    seen = seen.known()
    intents = sorted({s.intent for s in seen.samples})
    places = {intent: i for i, intent in enumerate(intents)}
    machine = LinearSVC(C=penalty, class_weight=None, random_state=seed, dual=True)
    machine.fit(seen.matrix, [places[s.intent] for s in seen.samples])
    weights, bias = machine.coef_.T, machine.intercept_
    if len(intents) == 2:  # one column then, for the second intent
        weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    words = [name.removeprefix("w:") for name in seen.names if name.startswith("w:")]
    known = TermNumbers.of(seen.names)
    return LinearClassifier(intents, known, words, SparseRows.of(weights), bias.astype(np.float32), calibration)


def held_out(samples: Sequence[Sample], folds: int = 3, seed: int = 7) -> list[list[int]]:
    """Splits by paraphrase family, never inside one: indices of each fold."""
    families = sorted({s.family for s in samples})
    np.random.default_rng(seed).shuffle(families)
    fold_of = {family: i % folds for i, family in enumerate(families)}
    return [[i for i, s in enumerate(samples) if fold_of[s.family] == k] for k in range(folds)]


def calibrate(samples: Sequence[Sample], *, penalty: float, seed: int) -> Calibration:
    """The calibration with the least log loss on one fold of families held out."""
    return _calibrate(_Seen.of(samples), penalty, seed)


def _calibrate(seen: _Seen, penalty: float, seed: int) -> Calibration:
    samples = seen.samples
    fold = set(held_out(samples, folds=5, seed=seed)[0])
    rest = seen.rows([i for i in range(len(samples)) if i not in fold])
    known = {s.intent for s in rest.samples}
    places = [i for i in sorted(fold) if samples[i].intent in known]
    if not places:
        return Calibration(temperature=0.3)
    test = [samples[i] for i in places]
    model = _fit(rest, penalty, seed)
    scores = model.scores_of(seen.rows(places))
    right = np.array([model.intents.index(s.intent) for s in test])
    candidates = [float(t) for t in np.geomspace(0.02, 1.0, 40)]
    temperature = min(candidates, key=lambda t: _log_loss(scores / t, right))
    return Calibration(temperature, *_foreign_odds(model, scores, test))


def _foreign_odds(model: LinearClassifier, scores: Vector, test: Sequence[Sample]) -> tuple[float, float]:
    """Slope and offset of the log odds that a message is foreign."""
    judged = [i for i, s in enumerate(test) if s.intent not in _NEITHER]
    foreign = [test[i].intent == OUT_OF_SCOPE for i in judged]
    if all(foreign) or not any(foreign):
        return 1.0, 0.0
    from sklearn.linear_model import LogisticRegression

    column = scores[judged, model.intents.index(OUT_OF_SCOPE)].reshape(-1, 1)
    fitted = LogisticRegression(C=100.0, class_weight="balanced").fit(column, foreign)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _log_loss(scores: Vector, right: npt.NDArray[np.int64]) -> float:
    probabilities = softmax(scores)[np.arange(len(right)), right]
    return -float(np.mean([math.log(max(float(p), 1e-12)) for p in probabilities]))
