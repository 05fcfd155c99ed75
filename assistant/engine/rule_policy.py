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
MadeOf = tuple[tuple[object, ...] | None, tuple[object, ...] | None]
_NO_RULE: Found = (None, None, False)
_MOST_REMEMBERED = 4096
_STATES = (ActionExecuted, UserUttered, DefinePrevUserUtteredFeaturization, EntitiesAdded)
_STATELESS = {BotUttered, SlotSet}  # most of them; slots that count as features are looked for beforehand


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
    def _remembered(self) -> dict[tuple[MadeOf, ...], Found]:
        return {}

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> Found:
        if use_text_for_last_user_input and not self._has_texts:
            return _NO_RULE
        tail = None if use_text_for_last_user_input else self._latest(tracker)
        if tail is not None:
            key = _states_made(tail)[-self._longest :]
            found = self._remembered.get(key) or super()._find_action_from_rules(_tracker(tail), domain, False)
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
    def _asks_more(self) -> bool:
        """Whether a rule asks for more than intents and actions: for entities, slots or loops."""
        asked = {(part, name) for state in chain.from_iterable(self._rules) for part in state for name in state[part]}
        return not asked <= {(USER, INTENT), (PREVIOUS_ACTION, ACTION_NAME)}

    def _latest(self, tracker: DialogueStateTracker) -> list[Event] | None:
        """The events of the latest turns, as many as rules look at; None where slots, loops or the like count too."""
        if self._asks_more or tracker.active_loop or any(slot.has_features() for slot in tracker.slots.values()):
            return None
        return _tail(tracker.events, self._longest)


def _states_made(events: Sequence[Event]) -> tuple[MadeOf, ...]:
    """All that decides which intents and actions the states name that these events make, state by state."""
    made: list[MadeOf] = []
    said = done = None
    for event in events:
        if isinstance(event, ActionExecuted):
            made.append((said, done))
            done = event.action_name, event.action_text
        elif isinstance(event, UserUttered):
            said = bool(event.text), event.intent_name, event.use_text_for_featurization, bool(event.entities)
    return (*made, (said, done))


def _tracker(events: Sequence[Event]) -> DialogueStateTracker:
    tracker = DialogueStateTracker("", [])
    for event in events:
        tracker.update(event)
    return tracker


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
        if type(event) in _STATELESS:
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
