"""Runs custom actions in this process, behind the interface that Rasa uses for a remote action server."""

from __future__ import annotations

import json
from typing import Any

import rasa.core.actions.action
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from rasa_sdk.utils import call_potential_coroutine

from assistant.engine.plain_copy import plain_copy

Json = dict[str, Any]


class InProcessActions(EndpointConfig):
    """An action endpoint whose `request` calls `rasa_sdk`'s executor instead of the network."""

    def __init__(self, packages: list[str]) -> None:
        super().__init__(url="in-process://actions")
        self._executor = ActionExecutor()
        for package in packages:
            self._executor.register_package(package)

    @property
    def action_names(self) -> list[str]:
        return sorted(self._executor.actions)

    async def run(self, name: str, tracker: DialogueStateTracker, domain: Domain) -> tuple[list[Json], list[Json]]:
        """Runs an action as `rasa_sdk`'s server would; the tracker that it sees has no past events, and slots of its own.

        Returns:
            The events, and what is said, as JSON.

        Raises:
            ActionExecutionRejection: Rasa's own; the action does not want to run.
            ActionNotFoundException: There is no such action.
        """
        action = self._executor.actions.get(name)
        if action is None:
            raise ActionNotFoundException(name)
        dispatcher = CollectingDispatcher()
        known = tracker.current_state()
        state = {**known, "slots": plain_copy(known["slots"]), "events": []}
        try:
            events = await call_potential_coroutine(action(dispatcher, Tracker.from_dict(state), domain.as_dict()))
        except ActionExecutionRejection as rejection:
            raise rasa.core.actions.action.ActionExecutionRejection(name, rejection.message) from rejection
        return self._executor.validate_events(events or [], name), dispatcher.messages

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = None,
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Runs the action named in `json["next_action"]`; raises as the remote endpoint would."""
        call = kwargs["json"]
        try:
            return await self._executor.run(call)
        except ActionExecutionRejection as rejection:
            body = json.dumps({"error": rejection.message, "action_name": rejection.action_name})
            raise ClientResponseError(400, "rejected", body) from rejection
        except ActionNotFoundException as missing:
            body = json.dumps({"error": missing.message, "action_name": missing.action_name})
            raise ClientResponseError(404, "no such action", body) from missing
