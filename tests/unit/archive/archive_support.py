"""An archive on a database of its own, with the shipped schemes taken in, and turns that speak from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from known_schemes import SCHEMES
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services
from actions.turn import Turn
from assistant.archive.releases import Release, Sentences, current_release, release_of, sentences
from assistant.archive.store import Reply
from assistant.conversations.history import Turn as Exchange
from assistant.conversations.ports import Json
from assistant.conversations.secret import new_id
from assistant.conversations.stores import Stores, open_stores
from assistant.settings import Settings
from assistant.staff.identity import Member, Role
from knowledge.language.reader import Reading
from knowledge.model import Scheme
from knowledge.offices.directory import Directory
from knowledge.phrases import speaking_with

TODAY = dt.date(2025, 2, 3)
EDITOR = Member("editor", "Edda Redaktør", Role.EDITOR, csrf="")
NOT_USED: Any = None


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


class NothingRead:
    """Reads nothing out of any message: the turns of these tests are buttons."""

    def read(self, text: str) -> Reading:
        return Reading(text, (), (), (), (), (), (), (), (), ())


class Shelf:
    """Keeps the checklists that are made."""

    def __init__(self) -> None:
        self.made: list[dict[str, Any]] = []

    async def create(self, _conversation_id: str | None, content: dict[str, Any]) -> str:
        self.made.append(content)
        return "a-checklist"


@dataclass
class Desk:
    """What speaks, and what keeps it."""

    stores: Stores
    clock: Clock
    shelf: Shelf = field(default_factory=Shelf)
    spoken: Sentences = field(default_factory=lambda: sentences(current_release()))

    async def turn(self, lang: str = "nb", *, today: dt.date = TODAY, text: str = "", **slots: Any) -> Turn:
        """A turn that speaks from what is live."""
        live = await self.stores.versions.live()
        services = Services(
            schemes=[scheme for _, scheme in live],
            reader=cast(Any, NothingRead()),
            directory=Directory.load(),
            neighbours=NOT_USED,
            search=NOT_USED,
            documents=NOT_USED,
            texts=self.spoken.texts,
            sami=self.spoken.sami,
            today=lambda: today,
            checklists=self.shelf,
            versions={version.scheme: version.number for version, _ in live},
        )
        latest = {"text": text, "metadata": {"command": {"intent": "said"}}}
        tracker = Tracker("someone", {"lang_override": lang, **slots}, latest, [], False, None, {}, "action_listen")
        return Turn(CollectingDispatcher(), tracker, services)

    async def store(self, said: Iterable[Json], user: str = "hei") -> list[Reply]:
        """Stores messages as a turn of a conversation does, and finds them in the archive again."""
        drafts = [{**message, "id": new_id()} for message in said]
        origins = [draft.pop("origin", None) for draft in drafts]
        mine = {"id": new_id(), "kind": "notice", "text": user, "lang": "nb", "scheme": None, "topic": None}
        conversation = new_id()
        await self.stores.conversations.create(conversation, lang=None, greeting=[])
        await self.stores.history.record(conversation, Exchange(mine, drafts, None, origins))
        return [await self.stores.archive.find(draft["id"]) for draft in drafts]

    def speak_as(self, files: Mapping[str, str]) -> Any:
        """Another release runs from now on; within the block everything is said with its sentences."""
        release = release_of(files)
        self.stores.archive.begin(release, "model-of-then")
        self.spoken = sentences(release)
        return speaking_with(self.spoken.phrases, self.spoken.titles)

    async def publish(self, scheme: Scheme) -> None:
        """Makes a changed scheme live."""
        base = (await self.stores.versions.heads())[scheme.id]
        await self.stores.versions.publish(EDITOR, scheme, base=base, why="ny kunngjøring")

    async def change_everything(self) -> None:
        """Publishes every scheme twice, each time with other statements and another deadline."""
        for _round in range(2):
            for _, scheme in await self.stores.versions.live():
                await self.publish(changed(scheme))


def desk(folder: Path, **settings: Any) -> Desk:
    """A desk with the shipped schemes and the present release."""
    clock = Clock()
    stores = open_stores(Settings(var=folder, **settings), clock=clock)
    stores.versions.take_shipped_now([(scheme, "") for scheme in SCHEMES.values()])
    stores.archive.begin(current_release(), "model-of-today")
    return Desk(stores, clock)


def changed(scheme: Scheme) -> Scheme:
    """The scheme with every statement, reason, criterion and item worded otherwise, and other dates."""
    document: dict[str, Any] = scheme.model_dump(mode="json")
    for edition in document["editions"]:
        for kind in ("facts", "gaps"):
            for statement in edition[kind]:
                statement["statement"] = _longer(statement["statement"])
        for item in edition["checklist"]:
            item["what"] = _longer(item["what"])
        for criterion in edition["criteria"]:
            criterion["label"] = _longer(criterion["label"])
            criterion["reasons"] = {status: _longer(text) for status, text in criterion["reasons"].items()}
        date = edition["deadlines"]["application"]["date"]
        edition["deadlines"]["application"]["date"] = f"{int(date[:4]) + 1}{date[4:]}"
    document["short_name"] = _longer(document["short_name"])
    for source in document["sources"]:
        source["title"] = f"{source['title']} II"
    return Scheme.model_validate(document)


def _longer(text: Mapping[str, str]) -> dict[str, str]:
    return {lang: f"{words} (endra)" for lang, words in text.items()}


def other_texts(release: Release) -> dict[str, str]:
    """The files of a release that words its sentences otherwise."""
    changes = {
        "assistant/texts/conversation.yml": ("Kort sagt", "Fort sagt"),
        "knowledge/phrases.yml": ("Fristen", "Siste dag"),
    }
    files = dict(release.files)
    for path, (before, after) in changes.items():
        assert before in files[path]
        files[path] = files[path].replace(before, after)
    return files


def texts_of(said: Sequence[Json]) -> list[str]:
    """The texts of messages."""
    return [message["text"] for message in said]
