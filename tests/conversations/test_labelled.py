"""The labelled conversations, run through the HTTP contract against a real service.

The floors are a little under what was measured last (docs/correctness.md), so that a change that makes the assistant
worse fails here. `cases/held_out` was written blind; what its parts gave at their first run stands in that document.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from running_service import RunningService

from assistant.evaluation.cases import read_cases
from assistant.evaluation.run import evaluate, report

CASES = Path(__file__).parents[1] / "cases"

pytestmark = pytest.mark.rasa


@pytest.mark.parametrize(
    ("folder", "floor"), [("conversations", 0.94), ("held_out", 0.94), ("hard", 0.75), ("long", 0.7)]
)
def test_labelled_conversations_are_right(service: RunningService, folder: str, floor: float) -> None:
    cases = read_cases(CASES / folder)
    results = asyncio.run(evaluate(cases, service.url))
    right = sum(r.right for r in results)
    assert right >= floor * len(cases), report(results)
