"""Rules that are passed over without a look are those that Rasa's own policy finds do not apply."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest


@pytest.fixture
def policy(system: Any) -> Any:
    from assistant.engine.rule_policy import LatestTurnRulePolicy

    nodes = system.assistant._agent.processor.graph_runner._nodes.values()
    return next(node._component for node in nodes if isinstance(node._component, LatestTurnRulePolicy))


def _changed(states: list[dict[str, Any]], intents: list[str], actions: list[str]) -> list[list[dict[str, Any]]]:
    """The states of a rule, and the same with another intent, another action, or one of them missing, at the end."""
    made = [states]
    for part, name, values in (("user", "intent", intents), ("prev_action", "action_name", actions)):
        for value in [*values, None]:
            other = copy.deepcopy(states)
            if value is None:
                other[-1].pop(part, None)
            else:
                other[-1].setdefault(part, {})[name] = value
            made.append(other)
    return made


def test_the_same_rules_apply(policy: Any) -> None:
    from rasa.core.policies.rule_policy import RULES, RulePolicy

    lookup = policy.lookup[RULES]
    rules = [json.loads(key) for key in lookup]
    intents = sorted({s["user"]["intent"] for states in rules for s in states if s.get("user", {}).get("intent")})[:5]
    actions = sorted({s["prev_action"]["action_name"] for states in rules for s in states if "prev_action" in s})[:5]
    found = 0
    for rule in rules:
        for states in _changed(rule, intents, actions):
            expected = RulePolicy._get_possible_keys(policy, lookup, states)
            assert policy._get_possible_keys(lookup, states) == expected, states
            found += len(expected)
    assert found > len(rules)
    assert policy._get_possible_keys(lookup, []) == RulePolicy._get_possible_keys(policy, lookup, [])


def test_a_rule_that_asks_for_more_than_intents_and_actions_has_the_whole_conversation_looked_at(policy: Any) -> None:
    from rasa.core.policies.rule_policy import RULES
    from rasa.shared.core.events import ActionExecuted, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    tracker = DialogueStateTracker("a", [])
    for event in (
        ActionExecuted("action_listen"),
        UserUttered("hei", {"name": "greet"}),
        ActionExecuted("action_greet"),
    ):
        tracker.update(event)
    tracker.events.appendleft(_session_started())
    assert policy._latest(tracker)
    asking = copy.copy(policy)
    for name in ("_asks_more", "_rules"):
        asking.__dict__.pop(name, None)
    more = json.dumps([{"user": {"intent": "greet", "entities": ["scheme"]}}])
    asking.lookup = {**policy.lookup, RULES: {**policy.lookup[RULES], more: "action_greet"}}
    assert asking._latest(tracker) is None


def _session_started() -> Any:
    from rasa.shared.core.events import SessionStarted

    return SessionStarted()
