"""Taking in a document, from a file or an address, and the words of one that is on the shelf."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiohttp import web

from assistant.editing.common import (
    NOTHING_WRONG,
    Wrong,
    intake,
    larger,
    missing,
    news_first,
    shelf,
    shown,
    to,
)
from assistant.editing.intake import TakenIn, take_in
from assistant.sources.failures import FetchRefused, SourceError
from assistant.sources.ingest import Taken, take
from assistant.sources.policy import Policy
from assistant.sources.reading import read_document
from assistant.sources.told import unreached, unusable
from assistant.sources.versions import Origin, ShelfError
from assistant.sources.versions import Version as Kept
from assistant.staff.guard import staff
from assistant.staff.identity import Member, Role
from assistant.web.body import clean, read_form, text_fields
from assistant.web.services import services
from assistant.web.texts import page_language, say
from knowledge.documents import sections
from knowledge.documents.bounds import characters
from knowledge.documents.model import Document, DocumentError
from knowledge.remarks import remark

log = logging.getLogger(__name__)
routes = web.RouteTableDef()
PATH = "/redaksjon/dokument"
MOST_BYTES = 20_000_000  # of a file; as what is fetched
_FORM_BYTES = 100_000  # of the other fields
_MOST_REMEMBERED = 8
_MOST_WEIGHT = 10_000_000  # of all that are remembered, in characters: eight announcements weigh far less
_BLOCK_WEIGHT = 200  # of a block beside its characters
_READ: dict[str, Document] = {}  # by hash: a long PDF takes seconds, and an editor opens it again and again


@routes.get(PATH)
@staff(Role.EDITOR)
async def form(request: web.Request, member: Member) -> web.Response:
    """The form."""
    return _page(request, member)


@routes.post(PATH)
@larger(MOST_BYTES + _FORM_BYTES)
@staff(Role.EDITOR)
async def upload(request: web.Request, member: Member) -> web.Response:
    """Take in a document; shows its drafts, or why it cannot be used."""
    filled, taken = await text_fields(request), None
    try:
        taken = await _taken(request, filled)
        if taken is None:
            return _page(request, member, Wrong("document", {"file": "edit_wrong_no_document"}, filled))
        known = {each.id for scheme in services(request).library.schemes for each in scheme.sources}
        source = filled.get("source", "") if filled.get("source", "") in known else ""
        publisher = " ".join(filled.get("publisher", "").split())[:200]
        done = await take_in(member, taken, intake(request), source=source, publisher=publisher)
    except (SourceError, DocumentError, ShelfError) as error:
        field = "file" if taken and taken.origin.name else "address"
        return _refused(request, member, Wrong("document", {field: f"edit_wrong_{field}"}, filled), error)
    if len(done.drafts) == 1:
        raise to(request, f"/redaksjon/utkast/{done.drafts[0].id}")
    _remember(done.document)
    return _page(request, member, done=replace(done, drafts=tuple(news_first(done.drafts))))


@routes.get(PATH + "/{source}/{sha256}")
@staff(Role.READER)
async def words(request: web.Request, member: Member) -> web.Response:
    """A document on the shelf, word for word, with the asked place marked."""
    kept, document = None, None
    try:
        kept = await asyncio.to_thread(_kept, request)
        document = await asyncio.to_thread(_document, request, kept) if kept else None
    except (ShelfError, DocumentError):
        pass  # said as what it is: a document that cannot be shown
    if kept is None or document is None:
        return missing(request, member, "edit_missing_document")
    asked = clean(request.query.get("sted", "")[:500])
    parts = sections(document)
    whole = [(section, document.blocks[section.first : section.last + 1]) for section in parts]
    values: dict[str, Any] = {"kept": kept, "document": document, "sections": whole, "asked": asked}
    return shown(request, "document.html", member, **values)


@routes.get(PATH + "/{source}/{sha256}/original")
@staff(Role.READER)
async def original(request: web.Request, member: Member) -> web.Response:
    """The original, to be saved: it comes from outside, so no browser may open it as a page of ours. Written down."""
    try:
        kept = await asyncio.to_thread(_kept, request)
        data = await asyncio.to_thread(shelf(request).original, kept) if kept else b""
    except ShelfError:
        kept, data = None, b""
    if kept is None:
        return missing(request, member, "edit_missing_document")
    await services(request).stores.audit.note(member, "knowledge.original", kept.source, kept.sha256)
    headers = {"Content-Disposition": f'attachment; filename="{kept.source}.{kept.file_name.rpartition(".")[2]}"'}
    return web.Response(body=data, content_type="application/octet-stream", headers=headers)


async def _taken(request: web.Request, filled: dict[str, str]) -> Taken | None:
    """What was sent: the file, else what is at the address; None when there is neither.

    Raises:
        DocumentError, FetchRefused, FetchFailed: It cannot be had.
    """
    file = (await read_form(request)).get("file")
    if isinstance(file, web.FileField) and file.filename:
        data = await asyncio.to_thread(file.file.read)
        name = clean(file.filename.replace("\\", "/").rpartition("/")[2])[:200]
        return Taken(data, Origin(name=name, media_type=file.content_type))
    address = filled.get("address", "").strip()
    if not address:
        return None
    if not address.lower().startswith(("https://", "http://")):
        raise FetchRefused("address", f"{address[:200]!r} is no web address.", remark("no_address"))
    return await take(address, Policy.from_settings(services(request).settings))


def _refused(
    request: web.Request, member: Member, wrong: Wrong, error: SourceError | DocumentError | ShelfError
) -> web.Response:
    """The form again, with why the document was not taken in and what to do."""
    lang = page_language(request)
    if isinstance(error, SourceError):
        told = unreached(error, lang)
    elif isinstance(error, DocumentError):
        told = unusable(error, lang)
    else:  # names a file of ours, which is for those who run the service
        log.warning("editing: a document was not taken in: %s", error)
        told = [say("edit_shelf_damaged", lang)]
    return _page(request, member, wrong, told)


def _page(
    request: web.Request,
    member: Member,
    wrong: Wrong = NOTHING_WRONG,
    told: Sequence[str] = (),
    done: TakenIn | None = None,
) -> web.Response:
    schemes = services(request).library.schemes
    known = {each.id: each for scheme in schemes for each in scheme.sources}
    values: dict[str, Any] = {
        "wrong": wrong,
        "told": told,
        "done": done,
        "sources": list(known.values()),
        "megabytes": MOST_BYTES // 1_000_000,
        "hosts": services(request).settings.source_hosts,
    }
    return shown(request, "upload.html", member, status=422 if wrong.errors else 200, **values)


def _kept(request: web.Request) -> Kept | None:
    return shelf(request).version(request.match_info["source"], request.match_info["sha256"])


def _document(request: web.Request, kept: Kept) -> Document:
    known = _READ.get(kept.sha256)
    if known is None:
        known = read_document(shelf(request).original(kept), kept.origin)
        _remember(known)
    return known


def _remember(document: Document) -> None:
    """Keep a document as the newest; the oldest go while they are too many, or weigh too much together."""
    _READ.pop(document.sha256, None)
    _READ[document.sha256] = document
    left = _MOST_WEIGHT
    for place, (sha256, kept) in enumerate(reversed(list(_READ.items()))):
        left -= _weight(kept)
        if place >= _MOST_REMEMBERED or left < 0:
            _READ.pop(sha256, None)


def _weight(document: Document) -> int:
    return characters(document.blocks) + _BLOCK_WEIGHT * len(document.blocks)
