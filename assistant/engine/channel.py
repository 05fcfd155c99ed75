"""Collects what the assistant says in one turn."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel

from assistant.engine.plain_copy import plain_copy


class CollectingChannel(OutputChannel):
    """Keeps the contract messages that the actions put into the metadata of their utterances."""

    @classmethod
    def name(cls) -> str:
        return "veileder"

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        contract = message.get("message")
        if contract is not None:
            self.messages.append(plain_copy(contract))  # the tracker keeps the other
