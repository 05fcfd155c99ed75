"""The page of one draft: what a document would change, and an editor's decisions on it, stored one by one."""

from __future__ import annotations

import asyncio
import functools
import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from assistant.editing import fields
from assistant.editing.common import NOTHING_WRONG, Wrong, live_of, missing, shown, to
from assistant.editing.draft_view import DraftView, view, with_edition
from assistant.editing.drafts import Draft, DraftChanged, UnknownDraft
from assistant.editing.places import place
from assistant.editing.versions import UnknownVersion, Version
from assistant.staff.guard import staff
from assistant.staff.identity import Member, Role
from assistant.web.body import text_fields
from assistant.web.services import services
from assistant.web.texts import page_language
from knowledge.editing.proposals import Decision, Proposal
from knowledge.model import Scheme

routes = web.RouteTableDef()
DRAFT = "/redaksjon/utkast/{id}"
_DONE = ("saved", "undone", "compared", "edition", "several")
_EDITION = re.compile(r"20[0-9]{2}")
_WHAT = {"accept": "accept", "reject": "reject", "remove": "remove"}


@routes.get(DRAFT)
@staff(Role.READER)
async def draft(request: web.Request, member: Member) -> web.Response:
    """One draft, field by field."""
    return await show(request, member, await find(request))


@routes.post(DRAFT + "/forslag")
@staff(Role.EDITOR)
async def decide(request: web.Request, member: Member) -> web.Response:
    """Accept, change, reject or remove one proposal, or take the decision back."""
    form, found = await text_fields(request), await find(request)
    if found is None or found.state != "open" or is_stale(found, form):
        return await show(request, member, found, Wrong("changed", {}, form))
    proposal = next((each for each in found.proposals if each.id == form.get("proposal")), None)
    if proposal is None:
        return await show(request, member, found, Wrong("changed", {}, form))
    decision, errors = _decision(found, proposal, form)
    if errors:
        return await show(request, member, found, Wrong(proposal.id, errors, form))
    try:
        stored = await services(request).stores.drafts.decide(member, found, {proposal.id: decision})
    except DraftChanged:
        return await show(request, member, await find(request), Wrong("changed", {}, form))
    following = next((p.id for p in stored.open_proposals if _order(stored, p) > _order(stored, proposal)), "")
    at = f"p-{following}" if decision and following else f"p-{proposal.id}" if not decision else "framdrift"
    raise to(request, path_of(found), at, gjort="saved" if decision else "undone")


@routes.post(DRAFT + "/flere")
@staff(Role.EDITOR)
async def several(request: web.Request, member: Member) -> web.Response:
    """Decide at once what needs no writing: accept all that is certain, or keep what is live for all that is left."""
    form, found = await text_fields(request), await find(request)
    if found is None or found.state != "open" or is_stale(found, form):
        return await show(request, member, found, Wrong("changed", {}, form))
    accept = form.get("what") == "accept"
    chosen = [p for p in found.open_proposals if not accept or (p.certain and not p.to_write)]
    decision = Decision("accept" if accept else "reject", {})
    try:
        await services(request).stores.drafts.decide(member, found, {p.id: decision for p in chosen})
    except DraftChanged:
        return await show(request, member, await find(request), Wrong("changed", {}, form))
    raise to(request, path_of(found), "framdrift", gjort="several")


@routes.post(DRAFT + "/sammenlign")
@staff(Role.EDITOR)
async def compare_again(request: web.Request, member: Member) -> web.Response:
    """Compare with what is live now, for another edition or another scheme when the form names one."""
    form, found = await text_fields(request), await find(request)
    if found is None or found.state != "open" or is_stale(found, form):
        return await show(request, member, found, Wrong("changed", {}, form))
    edition = form.get("edition", "").strip()
    if "edition" in form and not _EDITION.fullmatch(edition):
        return await show(request, member, found, Wrong("edition", {"edition": "edit_wrong_edition"}, form))
    live = await live_of(request, form.get("scheme") or found.scheme)
    if live is None:
        return await show(request, member, found, Wrong("scheme", {"scheme": "edit_wrong_scheme"}, form))
    service = services(request)
    try:
        await service.stores.drafts.compare_again(member, found, live, service.library.passages, edition=edition)
    except DraftChanged:
        return await show(request, member, await find(request), Wrong("changed", {}, form))
    raise to(request, path_of(found), gjort="edition" if edition else "compared")


@routes.post(DRAFT + "/forkast")
@staff(Role.EDITOR)
async def discard(request: web.Request, member: Member) -> web.Response:
    """End a draft; nothing is published."""
    form, found = await text_fields(request), await find(request)
    if found is None or found.state != "open" or is_stale(found, form):
        return await show(request, member, found, Wrong("changed", {}, form))
    try:
        await services(request).stores.drafts.discard(member, found)
    except DraftChanged:
        return await show(request, member, await find(request), Wrong("changed", {}, form))
    raise to(request, "/redaksjon", gjort="discarded")


async def show(request: web.Request, member: Member, found: Draft | None, wrong: Wrong = NOTHING_WRONG) -> web.Response:
    """The page; what was filled in stands in it again when something was wrong."""
    if found is None:
        return missing(request, member, "edit_missing_draft")
    status = 409 if wrong.form == "changed" else 422 if wrong.errors else 200
    done = request.query.get("gjort", "")
    values: dict[str, Any] = {"draft": found, "wrong": wrong, "done": done if done in _DONE else ""}
    if not found.scheme:
        schemes = services(request).library.schemes
        return shown(request, "draft_unknown.html", member, status=status, schemes=schemes, **values)
    scheme = await base_of(request, found)
    if scheme is None:
        return missing(request, member, "edit_missing_draft")
    seen = await _seen(request, found, scheme, wrong)
    newer = await newer_than(request, found)
    values |= {"seen": seen, "newer": newer, "editions": _editions(scheme)}
    values["place"] = functools.partial(place, with_edition(found, scheme), lang=page_language(request))
    return shown(request, "draft.html", member, status=status, **values)


async def find(request: web.Request) -> Draft | None:
    """The draft that the address names."""
    try:
        return await services(request).stores.drafts.get(request.match_info["id"])
    except UnknownDraft:
        return None


async def base_of(request: web.Request, found: Draft) -> Scheme | None:
    """The scheme as it was when the draft was compared."""
    try:
        return (await services(request).stores.versions.get(found.scheme, found.base))[1]
    except UnknownVersion:
        return None


async def newer_than(request: web.Request, found: Draft) -> Version | None:
    """The version that has become live since the draft was compared."""
    live = await live_of(request, found.scheme)
    return live[0] if live and live[0].number != found.base else None


def is_stale(found: Draft, form: Mapping[str, str]) -> bool:
    """Whether the form was made from an older state of the draft."""
    return form.get("revision") != str(found.revision)


def path_of(found: Draft) -> str:
    """The address of a draft."""
    return DRAFT.format(id=found.id)


async def _seen(request: web.Request, found: Draft, scheme: Scheme, wrong: Wrong) -> DraftView:
    filled = (wrong.filled["proposal"], wrong.filled) if wrong.filled.get("proposal") else None
    return await asyncio.to_thread(view, found, scheme, page_language(request), filled)


def _decision(found: Draft, proposal: Proposal, form: Mapping[str, str]) -> tuple[Decision | None, dict[str, str]]:
    """The decision that a form holds; None takes the last one back."""
    what = _WHAT.get(form.get("what", ""))
    if what is None or (what == "remove" and proposal.state != "old"):
        return None, {}
    if what != "accept":
        return Decision(what, {}), {}  # type: ignore[arg-type]
    shown_fields = fields.fields(proposal, None, fields.texts_decided(found.proposals, found.decisions))
    values, errors = fields.read(proposal, shown_fields, form)
    return Decision("accept", values), errors


def _order(found: Draft, proposal: Proposal) -> int:
    return next(number for number, each in enumerate(found.proposals) if each.id == proposal.id)


def _editions(scheme: Scheme) -> list[str]:
    return sorted((edition.id for edition in scheme.editions), reverse=True)
