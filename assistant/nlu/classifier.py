"""A linear intent classifier with probabilities that mean something. Plain numpy at run time; no pickle on disk."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.svm import LinearSVC

from assistant.nlu.features import features
from assistant.nlu.spelling import Speller

Vector = npt.NDArray[np.float32]


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


class LinearClassifier:
    """One linear score for each intent, made a probability by a temperature fitted on families held out."""

    def __init__(
        self, intents: list[str], vocabulary: dict[str, int], weights: Vector, bias: Vector, temperature: float
    ):
        self.intents = intents
        self._vocabulary = vocabulary
        self._weights = weights
        self._bias = bias
        self.temperature = temperature
        self._speller = Speller(name.removeprefix("w:") for name in vocabulary if name.startswith("w:"))

    def scores(self, tokens: Sequence[str]) -> Vector:
        """Raw scores, one an intent, in the order of `intents`."""
        tokens = self._speller.repaired(tokens)
        seen = [(self._vocabulary[n], v) for n, v in features(tokens).items() if n in self._vocabulary]
        if not seen:
            return self._bias
        index = np.fromiter((i for i, _ in seen), dtype=np.int64, count=len(seen))
        values = np.fromiter((v for _, v in seen), dtype=np.float32, count=len(seen))
        result: Vector = values @ self._weights[index] + self._bias
        return result

    def guess(self, tokens: Sequence[str], most: int = 10) -> list[Guess]:
        """The likeliest intents, best first, with calibrated probabilities."""
        probabilities = softmax(self.scores(tokens) / self.temperature)
        order = np.argsort(-probabilities)[:most]
        return [Guess(self.intents[i], float(probabilities[i])) for i in order]

    def coverage(self, tokens: Sequence[str]) -> float:
        """The share of the message's words that training has seen; 0 for a message of strange words only."""
        named = [n for n in features(tokens) if n.startswith("w:")]
        return sum(n in self._vocabulary for n in named) / len(named) if named else 0.0

    def save(self, folder: Path) -> None:
        np.savez_compressed(folder / "weights.npz", weights=self._weights.astype(np.float16), bias=self._bias)
        meta = {"intents": self.intents, "temperature": self.temperature, "vocabulary": list(self._vocabulary)}
        (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LinearClassifier":
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            weights, bias = arrays["weights"].astype(np.float32), arrays["bias"]
        vocabulary = {name: i for i, name in enumerate(meta["vocabulary"])}
        return cls(meta["intents"], vocabulary, weights, bias, meta["temperature"])


def softmax(scores: Vector) -> Vector:
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Vector = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def train(samples: Sequence[Sample], *, penalty: float = 0.5, seed: int = 7) -> LinearClassifier:
    """Fits the classifier; the temperature is fitted on predictions for families that the fit had not seen."""
    temperature = fit_temperature(samples, penalty=penalty, seed=seed)
    return _fit(samples, penalty, seed, temperature)


def _fit(samples: Sequence[Sample], penalty: float, seed: int, temperature: float = 1.0) -> LinearClassifier:
    bags = [features(s.tokens) for s in samples]
    vocabulary = _vocabulary(bags)
    matrix = _matrix(bags, vocabulary)
    intents = sorted({s.intent for s in samples})
    target = [intents.index(s.intent) for s in samples]
    machine = LinearSVC(C=penalty, class_weight=None, random_state=seed, dual=True)
    machine.fit(matrix, target)
    weights = machine.coef_.T.astype(np.float32)
    return LinearClassifier(intents, vocabulary, weights, machine.intercept_.astype(np.float32), temperature)


def _vocabulary(bags: Sequence[dict[str, float]], least: int = 2) -> dict[str, int]:
    """Features seen in at least two messages."""
    seen: dict[str, int] = {}
    for bag in bags:
        for name in bag:
            seen[name] = seen.get(name, 0) + 1
    return {name: i for i, name in enumerate(sorted(n for n, count in seen.items() if count >= least))}


def _matrix(bags: Sequence[dict[str, float]], vocabulary: dict[str, int]) -> sparse.csr_matrix:
    rows, columns, values = [], [], []
    for row, bag in enumerate(bags):
        for name, value in bag.items():
            if name in vocabulary:
                rows.append(row)
                columns.append(vocabulary[name])
                values.append(value)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(bags), len(vocabulary)), dtype=np.float32)


def held_out(samples: Sequence[Sample], folds: int = 3, seed: int = 7) -> list[list[int]]:
    """Splits by paraphrase family, never inside one: indices of each fold."""
    families = sorted({s.family for s in samples})
    np.random.default_rng(seed).shuffle(families)
    fold_of = {family: i % folds for i, family in enumerate(families)}
    return [[i for i, s in enumerate(samples) if fold_of[s.family] == k] for k in range(folds)]


def fit_temperature(samples: Sequence[Sample], *, penalty: float, seed: int) -> float:
    """The temperature with the least log loss on one fold of families held out."""
    fold = set(held_out(samples, folds=5, seed=seed)[0])
    rest = [s for i, s in enumerate(samples) if i not in fold]
    known = {s.intent for s in rest}
    test = [samples[i] for i in sorted(fold) if samples[i].intent in known]
    if not test:
        return 0.3
    model = _fit(rest, penalty, seed)
    scores = np.stack([model.scores(s.tokens) for s in test])
    right = np.array([model.intents.index(s.intent) for s in test])
    candidates = [float(t) for t in np.geomspace(0.02, 1.0, 40)]
    return min(candidates, key=lambda t: _log_loss(scores / t, right))


def _log_loss(scores: Vector, right: npt.NDArray[np.int64]) -> float:
    probabilities = softmax(scores)[np.arange(len(right)), right]
    return -float(np.mean([math.log(max(float(p), 1e-12)) for p in probabilities]))
