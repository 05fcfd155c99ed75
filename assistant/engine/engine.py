"""The dialogue engine: Rasa's Agent in this process, behind the port that the web layer calls."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.conversations.ports import Standing, TurnMemory, UnknownMunicipality
from assistant.engine.action_endpoint import InProcessActions
from assistant.engine.channel import CollectingChannel
from assistant.engine.processor import load_agent
from assistant.engine.tracker_store import DatabaseTrackerStore
from assistant.nlu.message import topic_of
from knowledge.offices.directory import Directory

logger = logging.getLogger(__name__)
Json = dict[str, Any]
# Rasa takes a text that begins with "/" for an intent, and strips spaces before it looks; this is invisible but no space.
_NO_SHORT_CUT = "\u200b"

# Slots that are set when something has been talked about.
_LIKELY_ACT = 0.4
_UNDER_WAY = ("scheme", "walk", "pending")


class RasaAssistant:
    """Implements `assistant.conversations.ports.Assistant`. One conversation is handled one message at a time."""

    def __init__(self, model: Path, store: DatabaseTrackerStore, directory: Directory) -> None:
        self._store = store
        self._directory = directory
        actions = InProcessActions(["actions"])
        self._agent = load_agent(model, actions, tracker_store=store, lock_store=InMemoryLockStore())

    def ready(self) -> bool:
        return bool(self._agent.is_ready())

    def remembering(self, conversation_id: str, stored: str | None) -> AbstractContextManager[TurnMemory]:
        """See `assistant.conversations.ports.LeavesStoring`."""
        return self._store.remembering(conversation_id, stored)

    async def open(self, conversation_id: str, *, lang: str | None, municipality: str | None) -> list[Json]:
        """Greets. A municipality decides the default language by its language decision (språkvedtak)."""
        if municipality is not None:
            self._check(municipality)
        await self._remember(conversation_id, lang=lang if lang != "auto" else None, municipality=municipality)
        parse = {"text": "", "intent": {"name": "greet", "confidence": 1.0}, "entities": []}
        return await self._handle(conversation_id, "", parse, {"command": {"intent": "greet", "first": True}})

    def _check(self, municipality: str) -> None:
        try:
            self._directory.municipality(municipality)
        except KeyError:
            raise UnknownMunicipality(municipality) from None

    async def say(self, conversation_id: str, text: str) -> list[Json]:
        """Replies to a text. A text that begins with "/" is a text: Rasa's own short-cut never sees it."""
        guarded = f"{_NO_SHORT_CUT}{text}" if text.lstrip().startswith("/") else text
        return await self._handle(conversation_id, guarded, None, None)

    async def parse(self, text: str) -> Json:
        """What is understood of a text, apart from any conversation (see `assistant.nlu.components`)."""
        if self._agent.processor is None:
            raise RuntimeError("the engine has no model: run `make train`")
        return dict(await self._agent.processor.parse_message(UserMessage(text)))

    async def press(self, conversation_id: str, command: Json) -> list[Json]:
        """Replies to a button. Its intent is taken as certain; the rest of the command reaches the action."""
        parse = {"text": "", "intent": {"name": command["intent"], "confidence": 1.0}, "entities": []}
        return await self._handle(conversation_id, "", parse, {"command": command})

    async def _handle(self, conversation_id: str, text: str, parse: Json | None, metadata: Json | None) -> list[Json]:
        channel = CollectingChannel()
        message = UserMessage(
            text, channel, sender_id=conversation_id, input_channel=channel.name(), parse_data=parse, metadata=metadata
        )
        if parse is None and self._agent.processor is not None:
            message.parse_data = await self._agent.processor.parse_message(message)
            await self._reconsider(conversation_id, message.parse_data)
        elif message.parse_data is not None:
            message.parse_data["metadata"] = metadata
        await self._agent.handle_message(message)
        return channel.messages

    async def _reconsider(self, conversation_id: str, parse: Json) -> None:
        """Takes an act that alone was likelier foreign («sei det lettare») for ours where a conversation is under way.

        A question is no likelier to be ours for that; the actions look at how it goes on from what was said.
        """
        best = next(iter(parse.get("intent_ranking") or ()), None)
        if not parse.get("doubtful") or best is None or topic_of(best["name"]) or best["confidence"] < _LIKELY_ACT:
            return
        tracker = await self._store.look(conversation_id)
        if tracker is not None and any(tracker.get_slot(slot) for slot in _UNDER_WAY):
            parse.update(intent=dict(best), refusal=None, doubtful=False)

    async def set_language(self, conversation_id: str, lang: str) -> None:
        override = None if lang == "auto" else lang
        await self._remember(conversation_id, lang_override=override, **({"lang": override} if override else {}))

    async def language(self, conversation_id: str) -> str:
        tracker = await self._store.look(conversation_id)
        if tracker is None:
            return "nb"
        return str(tracker.get_slot("lang_override") or tracker.get_slot("lang") or "nb")

    async def standing(self, conversation_id: str) -> Standing:
        tracker = await self._store.look(conversation_id)
        if tracker is None:
            return Standing()
        walk = tracker.get_slot("walk") or {}
        return Standing(
            scheme=tracker.get_slot("scheme"),
            municipality=tracker.get_slot("municipality"),
            walk=walk.get("scheme"),
            edition=walk.get("edition", ""),
            answers=dict(walk.get("answers", {})),
        )

    async def forget(self, conversation_id: str) -> None:
        await self._store.forget(conversation_id)

    async def _remember(self, conversation_id: str, **slots: Any) -> None:
        """Sets slots from outside a turn."""
        processor = self._agent.processor
        if processor is None:
            raise RuntimeError("the engine has no model: run `make train`")
        tracker: DialogueStateTracker = await processor.fetch_tracker_and_update_session(conversation_id)
        for name, value in slots.items():
            tracker.update(SlotSet(name, value), processor.domain)
        await self._store.save(tracker)
