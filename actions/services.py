"""What actions work with. Handed over once by bootstrap; actions reach nothing else."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from knowledge.language.reader import MessageReader
from knowledge.language.texts import Texts
from knowledge.model import Scheme
from knowledge.neighbours.neighbours import Neighbours
from knowledge.offices.directory import Directory
from knowledge.search.documents import DocumentSearch
from knowledge.search.knowledge import KnowledgeSearch


class ChecklistShelf(Protocol):
    """Keeps a checklist so that it can be opened by link."""

    async def create(self, conversation_id: str | None, content: dict[str, Any]) -> str:
        """Stores the content; returns an unguessable id."""


@dataclass(frozen=True)
class Services:
    """`today` is a function, since a conversation may outlive a day. `versions` numbers the schemes as they answer."""

    schemes: Sequence[Scheme]
    reader: MessageReader
    directory: Directory
    neighbours: Neighbours
    search: KnowledgeSearch
    documents: DocumentSearch
    texts: Texts
    sami: Mapping[str, str]
    today: Callable[[], dt.date]
    checklists: ChecklistShelf
    versions: Mapping[str, int] = field(default_factory=dict)

    def scheme(self, scheme_id: str) -> Scheme:
        return next(s for s in self.schemes if s.id == scheme_id)


_services: Services | None = None


def use_services(services: Services) -> None:
    """Sets what every action works with from now on."""
    global _services
    _services = services


def services() -> Services:
    """The services in use.

    Raises:
        RuntimeError: when bootstrap has not run; a plain `rasa run actions` calls `assistant.bootstrap` first.
    """
    if _services is None:
        raise RuntimeError("actions have no services: call assistant.bootstrap.wire_actions() first")
    return _services
