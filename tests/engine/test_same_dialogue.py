"""The shortcuts of our processor leave the dialogue as Rasa's own makes it: the same events, one for one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.cases import Case, read_cases

pytestmark = pytest.mark.rasa

CASES = Path(__file__).parents[1] / "cases"
# Made anew each time: ids of messages, checklists and payloads, times.
_VOLATILE = {"timestamp", "message_id", "id", "confidence", "at", "links"}
_RANDOM = re.compile(r"[0-9a-f]{16,}|[\w-]{20,}")


def _cases() -> list[Case]:
    """Every long conversation, and of the others those that stand at every fifteenth place; `SAME_DIALOGUE=all` takes all."""
    step = 1 if os.environ.get("SAME_DIALOGUE") == "all" else 15
    others = [case for folder in ("conversations", "held_out", "hard") for case in read_cases(CASES / folder)]
    return [*read_cases(CASES / "long"), *others[::step]]


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _stripped(v) for k, v in value.items() if k not in _VOLATILE}
    if isinstance(value, list | tuple):
        return [_stripped(v) for v in value]
    return _RANDOM.sub("…", value) if isinstance(value, str) else value


def _texts(case: Case) -> Iterator[str]:
    return (turn.q for turn in case.turns if turn.q is not None)


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator
    from rasa.core.actions.action import RemoteAction

    return Draft202012Validator(RemoteAction.action_response_format_spec())


def _valid(_action: Any, result: dict[str, Any]) -> bool:
    """Rasa's check of what an action returns, without its check of the check each time."""
    _validator().validate(result)
    return True


async def _events(assistant: Any, agent: Any, store: Any, case: Case, name: str) -> list[Any]:
    """Holds the conversation with an agent; its events, without what is made anew each time."""
    from assistant.engine.tracker_store import DatabaseTrackerStore

    assistant._agent, assistant._store = agent, store
    await assistant.open(name, lang=None, municipality=None)
    for text in _texts(case):
        await assistant.say(name, text)
    tracker = await DatabaseTrackerStore(None, store._database, most_kept=0).retrieve(name)
    assert tracker is not None
    return [_stripped(event.as_dict()) for event in tracker.events]


async def test_every_conversation_has_the_events_that_rasas_own_processor_gives_it(
    system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rasa.core.actions.action import RemoteAction
    from rasa.core.agent import Agent
    from rasa.core.lock_store import InMemoryLockStore
    from rasa.core.policies.rule_policy import RulePolicy

    from assistant.engine.rule_policy import LatestTurnRulePolicy
    from assistant.engine.tracker_store import DatabaseTrackerStore
    from assistant.engine.training import ensure_model

    assistant, ours, store = system.assistant, system.assistant._agent, system.assistant._store
    rebuilding = DatabaseTrackerStore(None, store._database, most_kept=0)  # each tracker anew from what is stored
    model = ensure_model(system.settings.models_folder)
    stock = Agent.load(
        model, tracker_store=rebuilding, lock_store=InMemoryLockStore(), action_endpoint=ours.action_endpoint
    )
    monkeypatch.setattr(RemoteAction, "_validate_action_result", _valid)
    names = ("_find_action_from_rules", "_get_possible_keys")
    quick = {name: getattr(LatestTurnRulePolicy, name) for name in names}
    cases = _cases()
    assert len(cases) > 100
    for number, case in enumerate(cases):
        # The model names our policy, on both sides; Rasa's own looks for rules on one of them.
        for name in names:
            monkeypatch.setattr(LatestTurnRulePolicy, name, getattr(RulePolicy, name))
        first = await _events(assistant, stock, rebuilding, case, f"stock-{number}")
        for name in names:
            monkeypatch.setattr(LatestTurnRulePolicy, name, quick[name])
        assert await _events(assistant, ours, store, case, f"ours-{number}") == first, list(_texts(case))
