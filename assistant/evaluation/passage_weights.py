"""Learns what each sign weighs when a passage may answer (knowledge/search/passage_weights.yml).

All sentences of a document and silence are candidates; the likelihood of the right ones is maximised. Every question that
has an answer is asked once more of its document without that answer: then silence is right, and what is nearly the
answer is what must not be given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.evaluation.passage_cases import Case, cases
from knowledge.search.verbatim import LEAST_NEAR, MOST_NEAR, answers, candidates, likelihoods_of

HELD_OUT = "held_out"
_PENALTY = 0.0025  # chosen by leaving one document out at a time
Array = npt.NDArray[Any]
Weights = dict[str, float]


@dataclass(frozen=True)
class Asked:
    """A question with the signs of every candidate, and which of them are right; none: silence is."""

    case: Case
    signs: tuple[Mapping[str, float], ...]
    right: tuple[bool, ...]
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """How many questions have an answer, how many get the right one, and how many get a wrong one or needlessly one.

    Attributes:
        shown: Questions that get an answer, or something shown as near.
        held: Of those with an answer, how many have it among what they get.
    """

    answered: int
    right: int
    wrong: int
    shown: int
    held: int

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.answered, 1)

    @property
    def recall_near(self) -> float:
        return self.held / max(self.answered, 1)


def asked_of(labelled: Iterable[Case], *, removed: bool) -> list[Asked]:
    """Every question as it is asked; with `removed` also of its document without the answer."""
    found: list[Asked] = []
    engines: dict[str, Any] = {}
    for case in labelled:
        engine = engines.setdefault(case.document.name, case.document.engine())
        found.append(_asked(case, engine))
        if removed and case.is_answered:
            without = case.without_answer()
            found.append(_asked(without, without.document.engine(), removed=True))
    return found


def _asked(case: Case, engine: Any, *, removed: bool = False) -> Asked:
    competing = candidates(case.question, engine)
    right = tuple(case.accepts(each.told.text, each.found.entry.title["nb"]) for each in competing)
    return Asked(
        case, tuple(each.signs for each in competing), right if case.is_answered else (False,) * len(right), removed
    )


def learn(folder: Path) -> tuple[Weights, dict[str, Result]]:
    """The weights, and how well questions are answered: those learned from, each document left out in turn, and those
    held out. Takes a minute or two."""
    labelled = list(cases(folder))
    known = asked_of((case for case in labelled if case.part != HELD_OUT), removed=True)
    weights = fit(known)
    results = {"left out in turn": _left_out(known)}
    results[HELD_OUT] = judge(asked_of((case for case in labelled if case.part == HELD_OUT), removed=False), weights)
    return weights, results


def _left_out(known: Sequence[Asked]) -> Result:
    parts = []
    for name in sorted({asked.case.document.name for asked in known}):
        rest = fit([asked for asked in known if asked.case.document.name != name])
        own = [asked for asked in known if asked.case.document.name == name and not asked.removed]
        parts.append(judge(own, rest))
    return Result(*(sum(getattr(part, each) for part in parts) for each in Result.__slots__))


def judge(asked: Iterable[Asked], weights: Mapping[str, float]) -> Result:
    """How well questions are answered with weights."""
    answered = right = wrong = shown = held = 0
    for each in asked:
        answered += each.case.is_answered
        likelihoods = likelihoods_of(each.signs, weights)
        order = sorted(range(len(likelihoods)), key=lambda place: -likelihoods[place])[:MOST_NEAR]
        near = [each.right[place] for place in order if likelihoods[place] >= LEAST_NEAR]
        shown += bool(near)
        held += any(near)
        if order and answers(likelihoods[order[0]], each.signs[order[0]]):
            right += near[0]
            wrong += not near[0]
    return Result(answered, right, wrong, shown, held)


def fit(asked: Sequence[Asked]) -> Weights:
    """Maximises the likelihood of the right candidates, silence where none is; several may be right at once."""
    able = [each for each in asked if any(each.right) or not each.case.is_answered]
    names = sorted({name for each in able for signs in each.signs for name in signs})
    rows = [[[0.0] * len(names), *([s.get(name, 0.0) for name in names] for s in each.signs)] for each in able]
    signs = np.array([row for each in rows for row in each])
    right = np.array([good for each in able for good in (not any(each.right), *each.right)], dtype=float)
    counts = np.array([len(each) for each in rows])
    starts, owner = np.concatenate([[0], np.cumsum(counts)[:-1]]), np.repeat(np.arange(len(rows)), counts)

    def loss(weights: Array) -> tuple[float, Array]:
        scores = signs @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total = np.add.reduceat(powers, starts)
        good = np.add.reduceat(powers * right, starts) + 1e-12
        gradient = powers * right / good[owner] - powers / total[owner]
        value = -np.log(good / total).mean() + _PENALTY * weights @ weights
        return float(value), -(signs.T @ gradient) / len(rows) + 2 * _PENALTY * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return {name: round(float(value), 2) for name, value in zip(names, found, strict=True)}


def write(path: Path, weights: Mapping[str, float]) -> None:
    lines = [
        "# What each sign weighs when a passage may answer (knowledge/search/passage_signs.py has the signs).",
        "# Learned by `make passage-weights`; silence weighs 0.",
        *(f"{name}: {value}" for name, value in sorted(weights.items(), key=lambda each: each[1])),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
