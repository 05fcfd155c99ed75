"""What is in the inbox, in groups of what asks for the same, filtered as a page asks."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.inbox import clusters
from assistant.inbox.model import Marked
from assistant.inbox.tables import IN_PROGRESS, NEW
from knowledge.model import LANGS, Scheme

OPEN = "open"
"""The status filter for what is new or in progress."""
ALL = "all"


@dataclass(frozen=True, slots=True)
class Group:
    """Things in the inbox that ask for the same; the most typical first."""

    members: list[Marked]

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Why they are here, with how many of each, the most common first."""
        return Counter(marked.item.kind for marked in self.members).most_common()

    @property
    def schemes(self) -> list[str]:
        return sorted({marked.item.scheme for marked in self.members} - {""})

    @property
    def langs(self) -> list[str]:
        return sorted({marked.item.lang for marked in self.members} - {""})

    @property
    def latest(self) -> int:
        return max(marked.item.at for marked in self.members)

    @property
    def statuses(self) -> list[tuple[str, int]]:
        return Counter(marked.status for marked in self.members).most_common()

    @property
    def owners(self) -> list[str]:
        return sorted({marked.owner_name for marked in self.members} - {""})

    def wordings(self, most: int) -> list[str]:
        """Different texts that users typed, the most typical first."""
        typed = dict.fromkeys(marked.item.text for marked in self.members if marked.item.typed)
        return list(typed)[:most]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which things a page asks for; an empty field asks for all. `since`: seconds since 1970."""

    kind: str = ""
    scheme: str = ""
    lang: str = ""
    status: str = OPEN
    since: float = 0.0

    def fits(self, marked: Marked) -> bool:
        """Whether a thing is among those asked for; the scheme "-" stands for no known scheme."""
        item = marked.item
        scheme = "" if self.scheme == "-" else self.scheme
        return (
            self.kind in ("", item.kind)
            and (not self.scheme or scheme == item.scheme)
            and self.lang in ("", item.lang)
            and self._has_status(marked.status)
            and item.at >= self.since
        )

    def _has_status(self, status: str) -> bool:
        return status in (NEW, IN_PROGRESS) if self.status == OPEN else self.status in (ALL, status)


class Grouper:
    """Groups the inbox. It remembers the latest grouping as ids only, so no text stays in memory."""

    def __init__(self) -> None:
        self._ids: tuple[str, ...] = ()
        self._groups: list[list[str]] = []
        self._usual: list[str] = []

    async def groups(self, marked: Sequence[Marked], schemes: Iterable[Scheme]) -> list[Group]:
        """The groups of all that is given, the biggest first; computed in a thread when something is new."""
        ids = tuple(one.item.id for one in marked)
        if ids != self._ids:
            self._groups = await asyncio.to_thread(self._grouped, marked, list(schemes))
            self._ids = ids
        by_id = {one.item.id: one for one in marked}
        return [Group([by_id[key] for key in keys]) for keys in self._groups]

    def _grouped(self, marked: Sequence[Marked], schemes: Sequence[Scheme]) -> list[list[str]]:
        """Ids by group; the known questions tell which words are common, and are prepared once."""
        called = names(schemes)
        if not self._usual:
            known = [text for scheme in schemes for texts in scheme.questions.values() for text in texts]
            self._usual = clusters.prepare(known, called)
        return _grouped(marked, called, self._usual)


def filtered(groups: Iterable[Group], wanted: Wanted) -> list[Group]:
    """The groups with only what fits, the biggest first, then the one that was asked latest."""
    fitting = (Group([marked for marked in group.members if wanted.fits(marked)]) for group in groups)
    return sorted(
        (group for group in fitting if group.members),
        key=lambda group: (-len(group.members), -group.latest, group.members[0].item.id),
    )


def names(schemes: Iterable[Scheme]) -> list[str]:
    """What schemes are called, in all languages."""
    return [
        name
        for scheme in schemes
        for name in (*scheme.aliases, *(local[lang] for local in (scheme.name, scheme.short_name) for lang in LANGS))
    ]


def _grouped(marked: Sequence[Marked], called: Sequence[str], usual: Sequence[str]) -> list[list[str]]:
    """Ids by group: what users typed by what it asks, what was left or pressed by what that was."""
    typed = [one.item for one in marked if one.item.typed]
    groups = clusters.group([item.text for item in typed], called, usual)
    found = [[typed[place].id for place in members] for members in groups]
    others: dict[tuple[str, str], list[str]] = {}
    for item in (one.item for one in marked if not one.item.typed):
        others.setdefault((item.kind, item.about), []).append(item.id)
    return sorted([*found, *others.values()], key=lambda members: -len(members))
