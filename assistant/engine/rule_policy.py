"""Rasa's RulePolicy, without the work that cannot change what it predicts here.

For each prediction Rasa's own looks for rules twice, once by the text of the message; each time it makes the states of
the whole conversation and compares every rule with them. Here no rule has a text, and none reaches further back than a
turn: the latest states say the same, and what they led to before is remembered
(docs/decisions/0023-shortcuts-in-the-engine.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    EntitiesAdded,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT, TEXT

Found = tuple[str | None, str | None, bool]
About = tuple[str | None, str | None]
_NO_RULE: Found = (None, None, False)
_MOST_REMEMBERED = 4096
_STATES = (ActionExecuted, UserUttered, DefinePrevUserUtteredFeaturization, EntitiesAdded)
_STATELESS = (BotUttered, SlotSet)  # slots that count as features are looked for beforehand


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class LatestTurnRulePolicy(RulePolicy):
    """Predicts what `RulePolicy` predicts; where that is not certain, it asks `RulePolicy`."""

    @cached_property
    def _rules(self) -> list[list[State]]:
        return [json.loads(key) for key in self.lookup[RULES]]

    @cached_property
    def _longest(self) -> int:
        """The most states that a rule looks at."""
        return max(map(len, self._rules), default=0)

    @cached_property
    def _has_texts(self) -> bool:
        return any(TEXT in state.get(USER, {}) for rule in self._rules for state in rule)

    @cached_property
    def _remembered(self) -> dict[str, Found]:
        return {}

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> Found:
        if use_text_for_last_user_input and not self._has_texts:
            return _NO_RULE
        latest = None if use_text_for_last_user_input else self._latest(tracker)
        if latest is not None:
            states = self._prediction_states(latest, domain, rule_only_data=self._get_rule_only_data())
            key = json.dumps([self._told(state) for state in states[-self._longest :]], sort_keys=True)
            found = self._remembered.get(key) or super()._find_action_from_rules(latest, domain, False)
            if found[0] is not None:  # else the source that is told is the whole conversation
                if len(self._remembered) < _MOST_REMEMBERED:
                    self._remembered[key] = found
                return found
        full: Found = super()._find_action_from_rules(tracker, domain, use_text_for_last_user_input)
        return full

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        """As Rasa's, which tries each rule: those for another intent, or after another action, are passed over."""
        latest = states[-1] if states else {}
        if lookup is self.lookup[RULES] and latest.get(PREVIOUS_ACTION):  # else it is the beginning, which is special
            lookup = {key: lookup[key] for about in _about(latest) for key in self._rules_about.get(about, ())}
        found: set[str] = super()._get_possible_keys(lookup, states)
        return found

    @cached_property
    def _rules_about(self) -> dict[About, list[str]]:
        """The rules by the intent and the action before of their latest state; None where a rule takes any."""
        rules: dict[About, list[str]] = {}
        for key, rule in zip(self.lookup[RULES], self._rules, strict=True):
            state = rule[-1]
            rules.setdefault((_wanted(state, USER, INTENT), _wanted(state, PREVIOUS_ACTION, ACTION_NAME)), []).append(
                key
            )
        return rules

    @cached_property
    def _asked(self) -> dict[str, list[str]]:
        """What of a state rules ask for, by its part. The previous action makes a state no beginning, whatever it is."""
        asked: dict[str, set[str]] = {PREVIOUS_ACTION: {ACTION_NAME}}
        for state in chain.from_iterable(self._rules):
            for part, values in state.items():
                asked.setdefault(part, set()).update(values)
        return {part: sorted(names) for part, names in asked.items()}

    def _told(self, state: State) -> State:
        """The part of a state that can decide: no rule asks for the others, of which there are many (entities)."""
        return {
            part: {n: state[part][n] for n in names if n in state[part]}
            for part, names in self._asked.items()
            if part in state
        }

    def _latest(self, tracker: DialogueStateTracker) -> DialogueStateTracker | None:
        """A tracker of the latest turns, as many as rules look at; None where slots, loops or the like count too."""
        if tracker.active_loop or any(slot.has_features() for slot in tracker.slots.values()):
            return None
        tail = _tail(tracker.events, self._longest)
        if tail is None:
            return None
        latest = DialogueStateTracker(tracker.sender_id, [])
        for event in tail:
            latest.update(event)
        return latest


def _about(state: State) -> Iterator[About]:
    for intent in {state.get(USER, {}).get(INTENT), None}:
        for action in {state[PREVIOUS_ACTION].get(ACTION_NAME), None}:
            yield intent, action


def _wanted(state: State, part: str, name: str) -> str | None:
    value = state.get(part, {}).get(name)
    return value if isinstance(value, str) and value != SHOULD_NOT_BE_SET else None


def _tail(events: Sequence[Event], states: int) -> list[Event] | None:
    """What makes the latest states: from an action before a message on, with more actions than `states`; or all since
    the session began. None when something else has come in between."""
    tail: list[Event] = []
    actions = 0
    for event in reversed(events):
        if isinstance(event, SessionStarted):
            return tail[::-1]
        if isinstance(event, _STATELESS):
            continue
        if not isinstance(event, _STATES):
            return None
        to_message = bool(tail) and isinstance(tail[-1], UserUttered)
        tail.append(event)
        if isinstance(event, ActionExecuted):
            actions += 1
            if to_message and actions > states:
                return tail[::-1]
    return None
