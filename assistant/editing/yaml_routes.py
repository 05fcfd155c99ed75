"""A whole scheme as text: changed by hand, taken out as a file, or written from the beginning."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from assistant.editing import scheme_text
from assistant.editing.changes import between
from assistant.editing.common import NOTHING_WRONG, Wrong, larger, live_of, missing, shelf, shown, to, why_of
from assistant.editing.drafts import Draft, UnknownDraft
from assistant.editing.intake import install
from assistant.editing.live import answer_at_once
from assistant.editing.scheme_routes import SCHEME
from assistant.editing.versions import PublishedMeanwhile, UnknownVersion, Version
from assistant.sources.versions import ShelfError
from assistant.staff.guard import staff
from assistant.staff.identity import Member, Role
from assistant.web.body import text_fields
from assistant.web.services import services
from assistant.web.texts import page_language
from knowledge.documents.model import DocumentError
from knowledge.editing.scheme_file import to_yaml
from knowledge.loader import SchemeFileError
from knowledge.model import Scheme

routes = web.RouteTableDef()
NEW = "/redaksjon/ny"
_MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class _Written:
    """A text that an editor sent: the scheme that it is, or its problems."""

    text: str
    scheme: Scheme | None
    problems: list[str]


@routes.get(SCHEME + "/yaml")
@staff(Role.EDITOR)
async def text(request: web.Request, member: Member) -> web.Response:
    """The scheme as it is live, as text in a field."""
    live = await live_of(request, request.match_info["scheme"])
    if live is None:
        return missing(request, member, "edit_missing_scheme")
    return _page(request, member, live, _Written(await _text_of(request, *live), None, []))


@routes.post(SCHEME + "/yaml")
@larger(_MOST_BYTES)
@staff(Role.EDITOR)
async def change(request: web.Request, member: Member) -> web.Response:
    """Look at what a text changes, or publish it."""
    form = await text_fields(request)
    live = await live_of(request, request.match_info["scheme"])
    if live is None:
        return missing(request, member, "edit_missing_scheme")
    written = await asyncio.to_thread(_read, form.get("text", ""), live[1].id, live[1])
    why, errors = why_of(form)
    if form.get("what") != "publish" or written.scheme is None:
        errors = {}
    if form.get("base") != str(live[0].number):
        return _page(request, member, live, written, Wrong("meanwhile", {}, form))
    if form.get("what") != "publish" or written.scheme is None or errors:
        return _page(request, member, live, written, Wrong("text", errors, form))
    try:
        version = await services(request).stores.versions.publish(member, written.scheme, base=live[0].number, why=why)
    except PublishedMeanwhile:
        newer = await live_of(request, live[1].id) or live
        return _page(request, member, newer, written, Wrong("meanwhile", {}, form))
    await answer_at_once(request.app)
    raise to(request, SCHEME.format(scheme=version.scheme), gjort="published", versjon=version.number)


@routes.get(SCHEME + "/fil")
@staff(Role.READER)
async def file(request: web.Request, member: Member) -> web.Response:
    """The scheme file of the live version, or of the one that is asked for; that someone took it is written down."""
    scheme_id, asked = request.match_info["scheme"], request.query.get("versjon", "")
    live = await live_of(request, scheme_id)
    try:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else -1
        chosen = await services(request).stores.versions.get(scheme_id, number) if asked else live
    except UnknownVersion:
        chosen = None
    if chosen is None:
        return missing(request, member, "edit_missing_version")
    text = await _text_of(request, *chosen)
    await services(request).stores.audit.note(member, "knowledge.file", f"{scheme_id}/{chosen[0].number}")
    headers = {"Content-Disposition": f'attachment; filename="{scheme_id}.yml"'}
    return web.Response(text=text, content_type="application/yaml", headers=headers)


@routes.get(NEW)
@staff(Role.EDITOR)
async def new(request: web.Request, member: Member) -> web.Response:
    """The beginning of a new scheme, with what a draft of it found."""
    draft = await _draft(request, request.query.get("utkast", ""))
    return _new_page(request, member, draft, _Written(scheme_text.skeleton(draft), None, []))


@routes.post(NEW)
@larger(_MOST_BYTES)
@staff(Role.EDITOR)
async def create(request: web.Request, member: Member) -> web.Response:
    """Check a new scheme, or publish it."""
    form = await text_fields(request)
    draft = await _draft(request, form.get("draft", ""))
    text = form.get("text", "")
    scheme_id = scheme_text.id_of(text)
    written = await asyncio.to_thread(_read, text, scheme_id) if scheme_id else _Written(text, None, [])
    why, errors = why_of(form)
    errors = errors if form.get("what") == "publish" and written.scheme else {}
    if not scheme_id:
        errors = {"text": "edit_wrong_id"}
    elif await live_of(request, scheme_id):
        errors = {"text": "edit_wrong_id_taken"}
    if form.get("what") != "publish" or written.scheme is None or errors:
        return _new_page(request, member, draft, written, Wrong("text", errors, form))
    stores = services(request).stores
    try:
        version = await stores.versions.publish(member, written.scheme, base=0, why=why)
    except PublishedMeanwhile:
        return _new_page(request, member, draft, written, Wrong("text", {"text": "edit_wrong_id_taken"}, form))
    await _finish(request, member, draft, written.scheme)
    raise to(request, SCHEME.format(scheme=version.scheme), gjort="published", versjon=version.number)


async def _finish(request: web.Request, member: Member, draft: Draft | None, scheme: Scheme) -> None:
    """Let what is published answer, with the document of the draft that it was made of."""
    if draft is not None and draft.state == "open" and draft.source.id in {each.id for each in scheme.sources}:
        with suppress(DocumentError, ShelfError, OSError):  # then a citation stands with its place alone
            await asyncio.to_thread(install, shelf(request), draft)
        await services(request).stores.drafts.close(member, draft)
    await answer_at_once(request.app)


def _read(text: str, scheme_id: str, beside: Scheme | None = None) -> _Written:
    try:
        return _Written(text, scheme_text.read(text, scheme_id, beside), [])
    except SchemeFileError as error:
        return _Written(text, None, error.problems)


async def _text_of(request: web.Request, version: Version, scheme: Scheme) -> str:
    before = await services(request).stores.versions.text_before(scheme.id, version.number)
    return await asyncio.to_thread(to_yaml, scheme, before)


async def _draft(request: web.Request, draft_id: str) -> Draft | None:
    try:
        return await services(request).stores.drafts.get(draft_id) if draft_id else None
    except UnknownDraft:
        return None


def _page(
    request: web.Request, member: Member, live: tuple[Version, Scheme], written: _Written, wrong: Wrong = NOTHING_WRONG
) -> web.Response:
    looked = written.scheme is not None and wrong.form != ""
    values: dict[str, Any] = {
        "scheme": live[1],
        "live": live[0],
        "written": written,
        "wrong": wrong,
        "changes": between(live[1], written.scheme, page_language(request)) if looked and written.scheme else None,
    }
    status = 409 if wrong.form == "meanwhile" else 422 if wrong.errors or written.problems else 200
    return shown(request, "yaml.html", member, status=status, **values)


def _new_page(
    request: web.Request, member: Member, draft: Draft | None, written: _Written, wrong: Wrong = NOTHING_WRONG
) -> web.Response:
    values: dict[str, Any] = {"draft": draft, "written": written, "wrong": wrong, "checked": wrong.form != ""}
    status = 422 if wrong.errors or written.problems else 200
    return shown(request, "new.html", member, status=status, **values)
