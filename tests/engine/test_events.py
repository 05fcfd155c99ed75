"""Events of actions, made from what they return."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import deserialise_events

from assistant.engine.processor import _deserialised

pytestmark = pytest.mark.rasa

RETURNED = [
    {"event": "slot", "name": "scheme", "value": "tryggest", "timestamp": None},
    {"event": "slot", "name": "walk", "value": {"answers": {"a": [1, None]}}, "timestamp": 12.5},
    {"event": "slot", "name": "gone"},
    {"event": "followup", "name": "action_listen", "timestamp": None},
    {"event": "restart"},
    {"no": "event"},
]


def test_they_are_those_that_rasa_makes() -> None:
    ours, rasas = _deserialised(RETURNED), deserialise_events(RETURNED)
    assert ours == rasas
    assert [type(event) for event in ours] == [type(event) for event in rasas]
    assert [event.as_dict().get("value") for event in ours] == [event.as_dict().get("value") for event in rasas]


def test_an_unknown_event_is_refused_as_rasa_refuses_it() -> None:
    with pytest.raises(ValueError, match="Unknown event"):
        _deserialised([{"event": "invented"}])
