"""Knowing what is none of ours: how much is refused, and what each threshold would refuse and take.

Measured on three kinds of messages that the shipped model was not trained on: hard negatives of our own
(tests/cases/hard_negatives.yml), NorSID's test sentences (all none of ours), and the labelled conversations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from assistant.evaluation.cases import Case
from assistant.privacy.masking import mask
from knowledge.yaml_files import plain_reader

THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
# Kinds that a message of ours may have, and no foreign one.
_OURS = frozenset({"answer", "clarify", "question", "verdict", "checklist"})
# What a foreign message is answered with when it is refused.
REFUSED = frozenset({"out_of_scope"})


class Talker(Protocol):
    """The assistant, as far as it is needed here."""

    async def say(self, conversation_id: str, text: str) -> list[dict[str, Any]]: ...
    async def parse(self, text: str) -> dict[str, Any]: ...
    async def forget(self, conversation_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Refusals:
    """How a collection of foreign messages was answered: `kinds` counts the kind of the first message of each reply."""

    name: str
    kinds: Mapping[str, int]
    taken: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.kinds.values())

    @property
    def refused(self) -> int:
        return sum(count for kind, count in self.kinds.items() if kind in REFUSED)


def read_hard_negatives(path: Path) -> dict[str, list[str]]:
    """Messages by group."""
    return {str(k): list(v) for k, v in plain_reader().load(path.read_text(encoding="utf-8")).items()}


def messages_of_ours(cases: Iterable[Case]) -> list[str]:
    """First turns of conversations whose label allows no refusal."""
    firsts = [case.turns[0] for case in cases]
    return [t.q for t in firsts if t.q and "out_of_scope" not in t.k and _OURS.intersection(t.k)]


async def refusals(talker: Talker, name: str, texts: Sequence[str]) -> Refusals:
    """Says each text in a conversation of its own, masked as the web layer masks it."""
    kinds: Counter[str] = Counter()
    taken: list[str] = []
    for number, text in enumerate(texts):
        conversation = f"{name} {number}"
        replies = await talker.say(conversation, mask(text).text)
        await talker.forget(conversation)
        kind = str(replies[0]["kind"]) if replies else "none"
        kinds[kind] += 1
        if kind not in REFUSED:
            taken.append(text)
    return Refusals(name, dict(kinds), tuple(taken))


async def foreignness(talker: Talker, texts: Iterable[str]) -> list[float]:
    """The probability of being foreign that the classifier gives each text."""
    return [float((await talker.parse(mask(text).text))["foreign"]) for text in texts]


def share(values: Sequence[float], least: float) -> float:
    """Per cent of the values that are at least `least`."""
    return 100 * sum(v >= least for v in values) / max(len(values), 1)
