"""Says an archived reply again: its version of the schemes, its texts and its day, with the code of today."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.again import NotAgain
from actions.again import say_again as text_again
from actions.services import Services
from assistant.archive.releases import Sentences, sentences
from assistant.archive.store import ArchiveStore, Reply, UnknownRelease
from assistant.conversations.ports import Json
from assistant.editing.versions import UnknownVersion, Version, VersionStore
from knowledge.answer_again import statement
from knowledge.citations import cite, cite_all
from knowledge.language.texts import TextsError
from knowledge.model import CitationRef, Scheme
from knowledge.passages import Passages
from knowledge.phrases import speaking_with
from knowledge.remarks import Remark, remark

# An earlier reply is said from its recipe alone: nothing is read, looked up or kept on the way.
_NOT_USED: Any = None


@dataclass(frozen=True)
class Again:
    """How it went to say a reply again.

    Attributes:
        text: What the code of today says; None when it cannot say it.
        same: Whether text and citations are as they were.
        why: What differs or is missing, in English; "" when nothing.
        told: The same as a code with values, for a page; None when nothing.
    """

    text: str | None
    same: bool
    why: str = ""
    told: Remark | None = None


@dataclass(frozen=True)
class Told:
    """A statement that a reply told, in the words of that version; `passages` as the source document has them."""

    id: str
    scheme: str
    edition: str
    text: str
    citations: tuple[Json, ...]
    passages: tuple[str, ...]


async def behind(versions: VersionStore, reply: Reply) -> list[tuple[Version, Scheme]]:
    """The versions that a reply was made from, each with who made it, when and why.

    Raises:
        UnknownVersion: One is not in this database.
    """
    return [await versions.get(scheme, number) for scheme, number in reply.versions.items()]


async def say_again(archive: ArchiveStore, versions: VersionStore, reply: Reply) -> Again:
    """Says a reply again and compares; changes nothing, and can run while conversations go on."""
    if reply.origin.get("made") is None:
        left_out = reply.left_out if reply.left_out in _LEFT_OUT else "untold"
        return Again(None, same=False, why=_LEFT_OUT[left_out], told=Remark(left_out))
    try:
        schemes = [scheme for _, scheme in await behind(versions, reply)]
        release, _ = await archive.release(reply.origin["release"])
    except UnknownVersion as error:
        return Again(None, same=False, why=str(error), told=remark("no_version"))
    except UnknownRelease as error:
        return Again(None, same=False, why=str(error), told=remark("no_release"))
    return await asyncio.to_thread(_compared, schemes, lambda: sentences(release), reply)


def _compared(schemes: Sequence[Scheme], spoken: Any, reply: Reply) -> Again:
    try:
        text = _text(schemes, spoken(), reply)
    except (NotAgain, TextsError) as error:
        return Again(None, same=False, why=f"the code of today cannot say it: {error}", told=remark("not_sayable"))
    # Without a scheme of ours it is another's grant that is cited, which has no versions here.
    cited = reply.citations if schemes else ()
    changed = [c for c in cited if not any(_cites(scheme, c) for scheme in schemes)]
    if text != reply.text:
        return Again(text, same=False, why="the text differs", told=remark("text_differs"))
    if changed:
        places = "; ".join(_place(c) for c in changed)
        return Again(
            text, same=False, why=f"the version does not cite: {places}", told=remark("not_cited", places=places)
        )
    return Again(text, same=True)


def _text(schemes: Sequence[Scheme], spoken: Sentences, reply: Reply) -> str:
    day = dt.date.fromisoformat(reply.origin["today"])
    services = Services(
        schemes=schemes,
        reader=_NOT_USED,
        directory=_NOT_USED,
        neighbours=_NOT_USED,
        search=_NOT_USED,
        documents=_NOT_USED,
        texts=spoken.texts,
        sami=spoken.sami,
        today=lambda: day,
        checklists=_NOT_USED,
        versions=reply.versions,
    )
    with speaking_with(spoken.phrases, spoken.titles):
        return text_again(services, reply.origin["made"], reply.origin["lang"])


def _cites(scheme: Scheme, citation: Json) -> bool:
    """Whether the version still gives the citation just so, title, address and day of checking included."""
    known = citation["source"] in {source.id for source in scheme.sources}
    known = known and citation["edition"] in {edition.id for edition in scheme.editions}
    reference = CitationRef(source=citation["source"], locator=citation["locator"]) if known else None
    return reference is not None and cite(scheme, citation["edition"], reference).as_dict() == citation


def _place(citation: Json) -> str:
    return f"{citation['title']}, «{citation['locator']}»"


def told(reply: Reply, schemes: Sequence[Scheme], passages: Passages) -> list[Told]:
    """The statements that a reply told, word for word as the version has them.

    Args:
        schemes: as `behind` gives them.
        passages: the source documents on the shelf; those of today, which may have changed since.

    Raises:
        NotInVersion: A version lacks a statement; it is not the one that the reply was made from.
    """
    by_id = {scheme.id: scheme for scheme in schemes}
    found = []
    for place in reply.origin.get("statements") or []:
        scheme_id, edition_id, statement_id = place.split("/")
        scheme = by_id[scheme_id]
        said = statement(scheme, scheme.edition(edition_id), statement_id)
        citations = cite_all(scheme, edition_id, said.citations)
        words = [p.cited for c in citations for p in passages.find(c.source, c.locator)]
        lang = str(reply.origin["lang"])
        found.append(
            Told(
                statement_id,
                scheme_id,
                edition_id,
                said.statement[lang],
                tuple(c.as_dict() for c in citations),
                tuple(dict.fromkeys(words)),
            )
        )
    return found


_LEFT_OUT = {
    "untold": "how the text was made was not told, so it may have held words of the user and was not kept",
    "long_number": "the reply repeated a number of eight digits or more, which may identify a person; it was not kept",
}
