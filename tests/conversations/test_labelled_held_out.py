"""The labelled conversations that were written blind, in a file of their own since they take as long as all others.

What their parts gave at their first run stands in docs/correctness.md.
"""

from __future__ import annotations

import pytest
from labelled_conversations import assert_right
from running_service import RunningService

pytestmark = pytest.mark.rasa


def test_blind_conversations_are_right(service: RunningService) -> None:
    assert_right(service, "held_out", 0.94)
