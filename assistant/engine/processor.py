"""Rasa's message processor, with shortcuts that leave the dialogue as it is (tests/engine/test_same_dialogue.py).

Why each: docs/decisions/0023-shortcuts-in-the-engine.md.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import rasa.engine.loader
from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_VALIDATE_SLOT_MAPPINGS
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    DefinePrevUserUtteredFeaturization,
    Event,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.slot_mappings import SlotMappingType
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from assistant.engine.action_endpoint import InProcessActions
from assistant.engine.graph_runner import DirectGraphRunner
from assistant.logs import place

log = logging.getLogger(__name__)


class InProcessAction(RemoteAction):
    """A custom action that is called, not sent for: nothing is turned into JSON, and nothing checked that we made."""

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Runs the action as `RemoteAction.run` does.

        Raises:
            ActionExecutionRejection: The action does not want to run.
        """
        events, said = await self.action_endpoint.run(self.name(), tracker, domain)
        uttered = await self._utter_responses(said, output_channel, nlg, tracker)
        return [*uttered, *_deserialised(events)]


def _deserialised(events: Sequence[dict[str, Any]]) -> list[Event]:
    """As Rasa's `deserialise_events`; slots, which are nearly all of them, without going through every kind of event."""
    found: list[Event] = []
    for event in events:
        if event.get("event") == SlotSet.type_name:
            found.append(SlotSet._from_parameters(event))
        else:
            found += deserialise_events([event])
    return found


class DirectProcessor(MessageProcessor):
    """Handles a message as Rasa does, without dask and without the detour by JSON.

    The action endpoint must be an `InProcessActions`.
    """

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        with TempDirectoryPath(get_temp_dir_name()) as folder:
            metadata, runner = rasa.engine.loader.load_predict_graph_runner(
                Path(folder), Path(model_path), LocalModelStorage, DirectGraphRunner
            )
        return os.path.basename(model_path), metadata, runner

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        """As Rasa's, where the policy adds events that the action may see and that may have to be taken back. Where it adds
        none, the action sees the tracker itself and not a copy, which takes as long as a rule's prediction to make."""
        if not all(isinstance(event, DefinePrevUserUtteredFeaturization) for event in prediction.events):
            return bool(await super()._run_action(action, tracker, output_channel, nlg, prediction))
        name = action.name()
        try:
            events = await action.run(output_channel, nlg, tracker, self.domain)
        except ActionExecutionRejection:
            tracker.update(ActionExecutionRejected(name, prediction.policy_name, prediction.max_confidence))
            return bool(self.should_predict_another_action(name))
        except Exception as error:  # noqa: BLE001 - as Rasa: the dialogue goes on, and the user is told that it failed
            log.error("engine: action failed action=%s error=%s at=%s", name, type(error).__name__, place(error))
            events = []
        self._log_action_on_tracker(tracker, action, events, prediction)
        if any(isinstance(event, UserUttered) for event in events):
            tracker = await self.run_action_extract_slots(output_channel, tracker)
        await self.execute_side_effects(events, tracker, output_channel)
        return bool(self.should_predict_another_action(name))

    def _log_action_on_tracker(
        self, tracker: DialogueStateTracker, action: Action, events: list[Event] | None, prediction: PolicyPrediction
    ) -> None:
        """As Rasa's, without the copies that it makes for a log that nobody writes."""
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """As Rasa's, unless only actions set slots: then it would go through them all to find nothing."""
        if self._fills_slots:
            return await super().run_action_extract_slots(output_channel, tracker)
        return tracker

    @cached_property
    def _fills_slots(self) -> bool:
        """Whether a slot is filled with what stands in a message, or by an action that a mapping names."""
        by_action = {"type": str(SlotMappingType.CUSTOM)}
        return ACTION_VALIDATE_SLOT_MAPPINGS in self.domain.user_actions or any(
            mapping != by_action for slot in self.domain.slots for mapping in slot.mappings
        )

    async def _update_tracker_session(
        self, tracker: DialogueStateTracker, output_channel: OutputChannel, metadata: dict[str, Any] | None = None
    ) -> None:
        """As Rasa's, which goes through all events, where the latest one already tells that a session is under way."""
        latest = tracker.events[-1] if tracker.events else None
        listens = isinstance(latest, ActionExecuted) and latest.action_name == ACTION_LISTEN_NAME
        if not listens or self.domain.session_config.are_sessions_enabled():
            await super()._update_tracker_session(tracker, output_channel, metadata)

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """As Rasa's, where there is something to warn of; it makes an empty domain first, to compare with."""
        intents, entities = self._seen
        unseen = (entity["entity"] for entity in parse_data["entities"] if entity["entity"] not in entities)
        if parse_data["intent"]["name"] not in intents or any(unseen):
            super()._check_for_unseen_features(parse_data)

    @cached_property
    def _seen(self) -> tuple[frozenset[str], frozenset[str]]:
        """The intents and the entities of the domain."""
        return frozenset(self.domain.intents), frozenset(self.domain.entities)

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Nothing: slots hold what people wrote, which stands in no log."""

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Action, PolicyPrediction]:
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        if type(action) is RemoteAction:
            action = InProcessAction(action.name(), self.action_endpoint)
        return action, prediction


class DirectAgent(Agent):
    """Rasa's agent with our processor."""

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """As `Agent.load_model`, which names the class of the processor."""
        self.processor = DirectProcessor(
            model_path, self.tracker_store, self.lock_store, self.nlg, self.action_endpoint
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        self.nlg.responses = self.domain.responses


def load_agent(model: Path, actions: InProcessActions, **parts: Any) -> DirectAgent:
    """Loads a trained model.

    Args:
        model: The archive that training wrote.
        actions: The custom actions.
        parts: What else `Agent` takes: `tracker_store`, `lock_store`.
    """
    agent = DirectAgent(action_endpoint=actions, **parts)
    agent.load_model(model)
    return agent
