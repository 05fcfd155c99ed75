"""Takes in a document: keeps the original, drafts what it says, and compares that with what is live.

The same work for the page, `veileder ingest` and the watch. What citations open stays as it is until a draft of the
document has been published (`install`), except for a source of which nothing is installed yet.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import ValidationError

from assistant.conversations.clock import Clock
from assistant.editing.disputes import say_both
from assistant.editing.drafts import Draft, DraftStore
from assistant.editing.versions import WATCH, Version, VersionStore
from assistant.sources.ingest import Taken
from assistant.sources.reading import Read, read_document
from assistant.sources.shelf import Shelf, check_id
from assistant.sources.versions import Origin
from assistant.sources.versions import Version as Kept
from assistant.sources.watch import OnChanged
from assistant.staff.audit import AuditLog
from assistant.staff.identity import Member
from knowledge.documents import as_text
from knowledge.documents.model import Document
from knowledge.drafting.drafting import draft as draft_of
from knowledge.drafting.model import SchemeDraft
from knowledge.model import Scheme, Source
from knowledge.passages import Passages
from knowledge.values import FIRST_DAY, is_possible

Live = Sequence[tuple[Version, Scheme]]


@dataclass(frozen=True)
class Intake:
    """What taking in a document works with.

    Attributes:
        passages: The installed documents as they are now.
        today: The day in Norway.
        clock: Seconds since 1970.
        read: How bytes become a document; called in a thread.
    """

    drafts: DraftStore
    versions: VersionStore
    audit: AuditLog
    shelf: Shelf
    passages: Callable[[], Passages]
    today: Callable[[], dt.date]
    clock: Clock
    read: Read = read_document


@dataclass(frozen=True)
class TakenIn:
    """A document that was taken in, and the drafts of it that are open."""

    kept: Kept
    document: Document
    drafts: tuple[Draft, ...]


async def take_in(member: Member, taken: Taken, intake: Intake, *, source: str = "", publisher: str = "") -> TakenIn:
    """Keep a document and draft what it says about each scheme; takes seconds for a long one.

    Args:
        member: Who takes it in.
        taken: The document and where it comes from.
        intake: What to work with.
        source: Id of the source that it is a version of; "" when it is a new one, or the one at the same address.
        publisher: Who published it, where no known source tells that.

    Raises:
        DocumentError: It cannot be used.
        ShelfError: The id of the source is none, or what is kept of it is damaged.
        StoreUnavailable: The database failed.
        OSError: It cannot be kept.
    """
    if source:
        check_id(source)
    live = await intake.versions.live()
    document = await asyncio.to_thread(intake.read, taken.data, taken.origin)
    schemes = [scheme for _, scheme in live]
    name = source or await asyncio.to_thread(_source_id, document, taken.origin, schemes, intake.shelf)
    read_at = int(intake.clock())
    kept = await asyncio.to_thread(intake.shelf.put, name, taken.data, document, taken.origin, read_at=read_at)
    await intake.audit.note(member, "knowledge.document", kept.source, kept.sha256)  # it may lead to no draft
    if name in {each.id for scheme in schemes for each in scheme.sources}:
        await asyncio.to_thread(_install_first, intake.shelf, kept, document)
    drafts = await draft_kept(member, document, kept, intake, live=live, publisher=publisher)
    return TakenIn(kept, document, tuple(drafts))


async def draft_kept(
    member: Member,
    document: Document,
    kept: Kept,
    intake: Intake,
    *,
    live: Live | None = None,
    publisher: str = "",
    only_news: bool = False,
) -> list[Draft]:
    """Draft a document that is on the shelf. A draft of it that is open already is left as it is, decisions and all.

    Args:
        member: Who stands for the drafts.
        document: What was read.
        kept: The version on the shelf.
        intake: What to work with.
        live: What answers now, where the caller has read it.
        publisher: Who published it, where no known source tells that.
        only_news: Leave out drafts with nothing to decide.

    Raises:
        StoreUnavailable: The database failed.
    """
    live = await intake.versions.live() if live is None else live
    by_id = {scheme.id: (version, scheme) for version, scheme in live}
    today = intake.today()
    found = await asyncio.to_thread(draft_of, document, [scheme for _, scheme in live], today=today)
    already = [each for each in await intake.drafts.list() if each.sha256 == kept.sha256]
    passages, made = intake.passages(), []
    for each in found:
        known = next((d for d in already if _about(d.found) == _about(each)), None)
        source = _source(each, document, kept, [scheme for _, scheme in live], today, publisher)
        if each.scheme in by_id:
            both = await _say_both(intake, member, each, source, by_id[each.scheme], kept, document)
            by_id[each.scheme] = both
        made.append(
            known
            or await intake.drafts.create(
                member,
                each,
                source,
                live=by_id.get(each.scheme or ""),
                passages=passages,
                sha256=kept.sha256,
                only_news=only_news,
            )
        )
    return [each for each in made if each is not None]


async def _say_both(
    intake: Intake,
    member: Member,
    found: SchemeDraft,
    source: Source,
    live: tuple[Version, Scheme],
    kept: Kept,
    document: Document,
) -> tuple[Version, Scheme]:
    """Lets the assistant say what the document contradicts, and citations open the document, at once."""
    both = await say_both(intake.versions, found, source, live, member)
    if both is not live and source.id not in {each.id for each in live[1].sources}:
        await asyncio.to_thread(_install_first, intake.shelf, kept, document)
    return both


def drafting(intake: Intake) -> OnChanged:
    """What the watch does with a source that has changed (`Watch.on_changed`): drafts of what is not live already."""

    async def draft_changed(source: str, document: Document) -> None:
        kept = await asyncio.to_thread(intake.shelf.version, source, document.sha256)
        if kept is not None:
            await draft_kept(WATCH, document, kept, intake, only_news=True)

    return draft_changed


def install(shelf: Shelf, draft: Draft, read: Read = read_document) -> bool:
    """Let citations open the document of a published draft; slow, for a thread.

    Returns:
        Whether it is there; without its original on the shelf, a citation stands with its place alone.

    Raises:
        DocumentError: The original cannot be read any more.
        ShelfError: What is kept of it is damaged.
    """
    kept = shelf.version(draft.source.id, draft.sha256)
    if kept is None:
        return False
    shelf.adopt(kept, as_text(read(shelf.original(kept), kept.origin)))
    return True


def _about(found: SchemeDraft) -> tuple[str, str, str]:
    return found.scheme or "", found.name if found.scheme is None else "", found.edition or ""


def _install_first(shelf: Shelf, kept: Kept, document: Document) -> None:
    if shelf.text(kept.source) is None:
        shelf.adopt(kept, as_text(document))


def _source_id(document: Document, origin: Origin, schemes: Sequence[Scheme], shelf: Shelf) -> str:
    """The source that has the document already, that is published at its address, or a new one named by its title."""
    sources = [each for scheme in schemes for each in scheme.sources]
    address = _address(origin)
    at_address = next((each.id for each in sources if address and each.url == address), "")
    return (
        at_address
        or shelf.owner(document.sha256)
        or shelf.id_for(document.title, origin, {each.id for each in sources})
    )


def _source(
    found: SchemeDraft, document: Document, kept: Kept, schemes: Sequence[Scheme], today: dt.date, publisher: str
) -> Source:
    """The document as a source of the scheme. What nobody has told stands empty, for an editor to fill in."""
    ordered = sorted(schemes, key=lambda scheme: scheme.id != found.scheme)
    sources = [each for scheme in ordered for each in scheme.sources]
    known = next((each for each in sources if each.id == kept.source), None)
    days = (document.updated, document.published)
    date = next((day for day in days if day and is_possible(day)), None)  # «endret 01.01.1900» is no date to cite
    told_year = int(found.edition) if found.edition else date.year if date else known.year if known else today.year
    return Source(
        id=kept.source,
        title=known.title if known else document.title or found.name or kept.source,
        publisher=known.publisher if known else publisher or _publisher(kept.origin, sources),
        date=date,
        year=told_year,
        url=_address(kept.origin) or (known.url if known else None),
        checked=today,
    )


def _publisher(origin: Origin, sources: Iterable[Source]) -> str:
    """Who published another source on the same site; "" when none is known."""
    host = _host(origin.url)
    return next((each.publisher for each in sources if host and _host(each.url or "") == host), "")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _address(origin: Origin) -> str | None:
    """The address as scheme files have it: https, without what follows the path."""
    plain = origin.url.split("?")[0].split("#")[0]
    try:
        return Source(id="a", title="a", publisher="a", year=1, url=plain, checked=FIRST_DAY).url
    except ValidationError:
        return None
