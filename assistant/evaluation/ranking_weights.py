"""Learns what each sign weighs when statements are ranked (knowledge/ranking_weights.yml).

What is learned from must be held back from everything that the signs come from: all contrasts, which the classifier of
intents never sees, and a fifth of the known questions, without which intents and known questions are fitted anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.evaluation.families import training_samples
from assistant.nlu.classifier import LinearClassifier, Sample, calibrate, fit
from assistant.nlu.message import topics_of
from knowledge import answers, rankers
from knowledge.asked import asked_of
from knowledge.known_questions import unanswered_questions
from knowledge.language.question_forms import FORMS, KEYWORDS
from knowledge.language.reader import MessageReader
from knowledge.model import Gap, Scheme
from knowledge.ranking import Ranked

_HELD_BACK, _SEED, _PENALTY = 0.2, 1, 0.5
STATEMENT_SIGNS = (
    "topic", "words", "terms", "known_words", "gain", "margin", "margin_above", "lead", "narrow", "gap",
    "lacks",
)  # fmt: skip
SILENCE_SIGNS = ("topic", "silence", "never_told", "known_words", "gain", "margin", *FORMS, KEYWORDS)
# Set by hand: contrasts ask for narrow statements, and for what the sources leave open, far more often than people do.
_SET = {
    ("statement", "topic"): 0.75,
    ("statement", "terms"): 1.3,
    ("statement", "lead"): 0.4,
    ("statement", "narrow"): -0.3,
    ("silence", "topic"): 0.6,
    ("silence", "keywords"): -0.5,
}
_SILENCE_MORE = 0.3  # … and added to what is learned for silence: a needless silence costs less than a wrong answer
# How much each kind of question counts: ordinary ones most, gaps least, the statement a topic begins with double.
_ORDINARY, _ORDINARY_OPEN, _CONTRAST, _CONTRAST_OPEN, _GAP, _LEAD = 2.0, 0.7, 1.0, 0.4, 0.15, 2.0
Weights = dict[str, dict[str, float]]
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question held back: of which scheme, the statement that answers it (None: no statement), and how much it counts."""

    scheme: str
    text: str
    statement: str | None
    weight: float


def learn(root: Path, schemes: Sequence[Scheme], reader: MessageReader) -> tuple[Weights, dict[str, float]]:
    """The weights, and per cent of the questions held back that come out right with them: ordinary and contrasts,
    answered and left open. Takes some minutes."""
    held = [*_ordinary(schemes), *_contrasts(schemes)]
    texts = {asked.text for asked in held}
    classifier = _intents_without(root, {text.lower() for text in texts})
    rest = [_without(scheme, texts) for scheme in schemes]
    rankers.prepare(rest, without=texts)
    by_id = {scheme.id: scheme for scheme in rest}
    rows = [_signs(_ranked(by_id[a.scheme], a.text, classifier, reader), a) for a in held]
    return _fit([(r, a) for r, a in zip(rows, held, strict=True) if r[1].any()])


def _ordinary(schemes: Sequence[Scheme]) -> Iterator[Asked]:
    """A fifth of the known questions, and of what no source answers."""
    chance = np.random.default_rng(_SEED)
    for scheme in schemes:
        for statement, asked in scheme.questions.items():
            yield from (Asked(scheme.id, q, statement, _ORDINARY) for q in asked if chance.random() < _HELD_BACK)
    for only, ids in (("*", [s.id for s in schemes]), *((f"schemes/{s.id}", [s.id]) for s in schemes)):
        for lines in unanswered_questions(only).values():
            for line in lines:
                if chance.random() < _HELD_BACK:
                    yield Asked(str(chance.choice(ids)), line, None, _ORDINARY_OPEN)


def _contrasts(schemes: Sequence[Scheme]) -> Iterator[Asked]:
    for scheme in schemes:
        for statement, contrast in scheme.contrasts.items():
            yield from (Asked(scheme.id, q, statement, _CONTRAST) for q in contrast.asks)
            yield from (Asked(scheme.id, q, None, _CONTRAST_OPEN) for q in contrast.leaves_open)


def _without(scheme: Scheme, texts: set[str]) -> Scheme:
    kept = {statement: tuple(q for q in lines if q not in texts) for statement, lines in scheme.questions.items()}
    return scheme.model_copy(update={"contrasts": {}, "questions": kept})


def _intents_without(root: Path, texts: set[str]) -> LinearClassifier:
    samples: list[Sample] = training_samples(root, without=texts)
    return fit(samples, penalty=_PENALTY, calibration=calibrate(samples, penalty=_PENALTY, seed=_SEED))


def _ranked(scheme: Scheme, text: str, classifier: LinearClassifier, reader: MessageReader) -> list[Ranked]:
    reading = reader.read(text)
    topics = topics_of(reading.text, reading, classifier)
    return answers.rank(scheme, asked_of(scheme.id, reading, topics))


def _signs(ranked: Sequence[Ranked], asked: Asked) -> tuple[Array, Array, float]:
    """Signs by candidate, which candidates are right, and how much the question counts."""
    signs = np.zeros((len(ranked), len(STATEMENT_SIGNS) + len(SILENCE_SIGNS)))
    right = np.zeros(len(ranked), dtype=np.bool_)
    weight = asked.weight
    for row, r in enumerate(ranked):
        names, first = (STATEMENT_SIGNS, 0) if r.statement else (SILENCE_SIGNS, len(STATEMENT_SIGNS))
        signs[row, first : first + len(names)] = [r.signs.get(name, 0.0) for name in names]
        right[row] = (r.statement.id if r.statement else None) == asked.statement
        if right[row] and r.statement:
            weight *= (_GAP if isinstance(r.statement, Gap) else 1.0) * (_LEAD if r.signs["lead"] else 1.0)
    return signs, right, weight


def _fit(rows: Sequence[tuple[tuple[Array, Array, float], Asked]]) -> tuple[Weights, dict[str, float]]:
    """Maximises the likelihood of the right candidates; several silences may be right at once."""
    signs = np.concatenate([r[0] for r, _ in rows])
    right = np.concatenate([r[1] for r, _ in rows])
    counts = np.array([len(r[1]) for r, _ in rows])
    weight = np.array([r[2] for r, _ in rows])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    owner = np.repeat(np.arange(len(rows)), counts)
    names = [("statement", n) for n in STATEMENT_SIGNS] + [("silence", n) for n in SILENCE_SIGNS]
    free = np.array([name not in _SET for name in names], dtype=float)

    def loss(weights: Array) -> tuple[float, Array]:
        scores = signs @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total = np.add.reduceat(powers, starts)
        good = np.add.reduceat(powers * right, starts) + 1e-12
        gradient = (powers * right / good[owner] - powers / total[owner]) * weight[owner]
        value = -(np.log(good / total) * weight).sum() / weight.sum() + 1e-4 * weights @ weights
        return float(value), (-(signs.T @ gradient) / weight.sum() + 2e-4 * weights) * free

    begin = np.array([_SET.get(name, 0.0) for name in names])
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 120}).x
    found[names.index(("silence", "silence"))] += _SILENCE_MORE
    weights: Weights = {"statement": {}, "silence": {}}
    for (part, name), value in zip(names, found, strict=True):
        weights[part][name] = round(float(value), 2)
    scores = signs @ found
    first = np.maximum.reduceat(np.where(right, scores, -np.inf), starts) >= np.maximum.reduceat(scores, starts)
    return weights, dict(_shares(first, [a for _, a in rows]))


def _shares(right: Iterable[bool], asked: Sequence[Asked]) -> Iterator[tuple[str, float]]:
    kinds = {_ORDINARY: "ordinary, answered", _ORDINARY_OPEN: "ordinary, left open"}
    kinds |= {_CONTRAST: "contrasts, answered", _CONTRAST_OPEN: "contrasts, left open"}
    by_kind: dict[str, list[bool]] = {}
    for hit, a in zip(right, asked, strict=True):
        by_kind.setdefault(kinds[a.weight], []).append(bool(hit))
    yield from ((kind, 100 * sum(hits) / len(hits)) for kind, hits in by_kind.items())


def write(path: Path, weights: Mapping[str, Mapping[str, float]]) -> None:
    lines = [
        "# What each sign weighs when statements are ranked (knowledge/ranking.py explains the signs).",
        '# Learned by `make ranking-weights`; those marked "set" were set by hand, for the reasons given there.',
    ]
    for part, values in weights.items():
        lines.append(f"{part}:")
        for name, value in values.items():
            lines.append(f"  {name}: {value}" + ("  # set" if (part, name) in _SET else ""))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
