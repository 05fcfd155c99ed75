"""The page of a scheme for editors: its versions, what each changed, going back, and sources that disagree."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from assistant.editing.changes import between
from assistant.editing.common import NOTHING_WRONG, Wrong, live_of, missing, shown, to, why_of
from assistant.editing.disagreement import UnknownClaim, disagreements, resolved
from assistant.editing.live import answer_at_once
from assistant.editing.versions import PublishedMeanwhile, UnknownVersion, Version
from assistant.staff.guard import staff
from assistant.staff.identity import Member, Role
from assistant.web.body import text_fields
from assistant.web.services import services
from assistant.web.texts import page_language
from knowledge.editing.proposals import DecisionError
from knowledge.model import Scheme

routes = web.RouteTableDef()
SCHEME = "/redaksjon/ordning/{scheme}"
VERSION = SCHEME + "/versjon/{number}"
_DONE = ("published", "restored", "resolved")


@routes.get(SCHEME)
@staff(Role.READER)
async def scheme(request: web.Request, member: Member) -> web.Response:
    """Versions, disagreements, open drafts and the ways to change the scheme."""
    return await _show(request, member)


@routes.get(VERSION)
@staff(Role.READER)
async def version(request: web.Request, member: Member) -> web.Response:
    """One version: who, when, why, and what it changed."""
    return await _show_version(request, member)


@routes.post(VERSION + "/gjenopprett")
@staff(Role.EDITOR)
async def restore(request: web.Request, member: Member) -> web.Response:
    """Make a version answer again, as a new version."""
    form = await text_fields(request)
    why, errors = why_of(form)
    if errors:
        return await _show_version(request, member, Wrong("restore", errors, form))
    scheme_id, number = request.match_info["scheme"], _number(request.match_info["number"])
    base = _number(form.get("base", ""))
    try:
        made = await services(request).stores.versions.restore(member, scheme_id, number, base=base, why=why)
    except UnknownVersion:
        return missing(request, member, "edit_missing_version")
    except PublishedMeanwhile:
        return await _show_version(request, member, Wrong("meanwhile", {}, form))
    await answer_at_once(request.app)
    raise to(request, SCHEME.format(scheme=scheme_id), gjort="restored", versjon=made.number)


@routes.post(SCHEME + "/uenighet")
@staff(Role.EDITOR)
async def resolve(request: web.Request, member: Member) -> web.Response:
    """Decide which of two sources holds; published as a version."""
    form = await text_fields(request)
    why, errors = why_of(form)
    live = await live_of(request, request.match_info["scheme"])
    if live is None:
        return missing(request, member, "edit_missing_scheme")
    if not form.get("claim"):
        errors["claim"] = "edit_wrong_claim"
    if errors:
        return await _show(request, member, Wrong(form.get("key", ""), errors, form))
    try:
        made = await asyncio.to_thread(resolved, live[1], form.get("key", ""), _number(form["claim"]))
        version = await services(request).stores.versions.publish(
            member, made, base=_number(form.get("base", "")), why=why
        )
    except (UnknownClaim, PublishedMeanwhile, DecisionError):
        return await _show(request, member, Wrong("meanwhile", {}, form))
    await answer_at_once(request.app)
    raise to(request, SCHEME.format(scheme=version.scheme), gjort="resolved", versjon=version.number)


async def _show(request: web.Request, member: Member, wrong: Wrong = NOTHING_WRONG) -> web.Response:
    service, lang = services(request), page_language(request)
    live = await live_of(request, request.match_info["scheme"])
    if live is None:
        return missing(request, member, "edit_missing_scheme")
    number, whole = live
    done = request.query.get("gjort", "")
    values: dict[str, Any] = {
        "live": number,
        "scheme": whole,
        "history": await service.stores.versions.history(whole.id),
        "drafts": [each for each in await service.stores.drafts.list() if each.scheme == whole.id],
        "disagreements": await asyncio.to_thread(disagreements, whole, service.library.passages, lang),
        "wrong": wrong,
        "done": done if done in _DONE else "",
        "made": _number(request.query.get("versjon", "")),
    }
    status = 409 if wrong.form == "meanwhile" else 422 if wrong.errors else 200
    return shown(request, "scheme.html", member, status=status, **values)


async def _show_version(request: web.Request, member: Member, wrong: Wrong = NOTHING_WRONG) -> web.Response:
    versions, lang = services(request).stores.versions, page_language(request)
    scheme_id = request.match_info["scheme"]
    try:
        version, whole = await versions.get(scheme_id, _number(request.match_info["number"]))
        before = await versions.get(scheme_id, version.base) if version.base else None
        live = await live_of(request, scheme_id)
    except UnknownVersion:
        return missing(request, member, "edit_missing_version")
    if live is None:
        return missing(request, member, "edit_missing_scheme")
    values: dict[str, Any] = {
        "version": version,
        "before": before[0] if before else None,
        "changes": await _changes(before, whole, lang),
        "back": [] if version.live else await asyncio.to_thread(between, live[1], whole, lang),
        "live": live[0],
        "wrong": wrong,
    }
    status = 409 if wrong.form == "meanwhile" else 422 if wrong.errors else 200
    return shown(request, "version.html", member, status=status, **values)


async def _changes(before: tuple[Version, Scheme] | None, whole: Scheme, lang: str) -> Any:
    return await asyncio.to_thread(between, before[1], whole, lang) if before else []


def _number(text: str) -> int:
    """A whole number; -1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
