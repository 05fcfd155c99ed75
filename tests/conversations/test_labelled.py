"""The labelled conversations against floors.

The floors are a little under what was measured last (docs/correctness.md), so that a change that makes the assistant
worse fails here.
"""

from __future__ import annotations

import pytest
from labelled_conversations import assert_right
from running_service import RunningService

pytestmark = pytest.mark.rasa


@pytest.mark.parametrize(("folder", "floor"), [("conversations", 0.94), ("hard", 0.75), ("long", 0.7)])
def test_labelled_conversations_are_right(service: RunningService, folder: str, floor: float) -> None:
    assert_right(service, folder, floor)
