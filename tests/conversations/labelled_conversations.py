"""Runs labelled conversations through the HTTP contract against a real service."""

from __future__ import annotations

import asyncio
from pathlib import Path

from running_service import RunningService

from assistant.evaluation.cases import read_cases
from assistant.evaluation.run import evaluate, report

CASES = Path(__file__).parents[1] / "cases"


def assert_right(service: RunningService, folder: str, floor: float) -> None:
    """Fails, with what was said, when less than a share of a folder's conversations goes as labelled."""
    cases = read_cases(CASES / folder)
    results = asyncio.run(evaluate(cases, service.url, erase=False))  # the service goes, and its data with it
    right = sum(r.right for r in results)
    assert right >= floor * len(cases), report(results)
