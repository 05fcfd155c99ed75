"""Publishing a draft: everything as it will be, why, and then it answers."""

from __future__ import annotations

import asyncio
import logging

from aiohttp import web

from assistant.editing.common import NOTHING_WRONG, Wrong, missing, shelf, shown, to, why_of
from assistant.editing.draft_routes import DRAFT, base_of, find, is_stale, newer_than, path_of, show
from assistant.editing.drafts import Draft, DraftChanged
from assistant.editing.intake import install
from assistant.editing.live import answer_at_once
from assistant.editing.preview import Preview, Trouble, preview
from assistant.editing.versions import PublishedMeanwhile, Version
from assistant.sources.versions import ShelfError
from assistant.staff.guard import staff
from assistant.staff.identity import Member, Role
from assistant.web.body import text_fields
from assistant.web.services import services
from assistant.web.texts import page_language
from knowledge.documents.model import DocumentError
from knowledge.editing.proposals import SEPARATOR, Decision, DecisionError
from knowledge.model import Scheme

log = logging.getLogger(__name__)
routes = web.RouteTableDef()


@routes.get(DRAFT + "/publiser")
@staff(Role.READER)
async def before(request: web.Request, member: Member) -> web.Response:
    """The whole as it will be."""
    return await _show(request, member, await find(request))


@routes.post(DRAFT + "/publiser")
@staff(Role.EDITOR)
async def publish(request: web.Request, member: Member) -> web.Response:
    """Make the decisions live, unless something is missing or somebody was first."""
    form, found = await text_fields(request), await find(request)
    scheme = await base_of(request, found) if found else None
    if found is None or scheme is None or found.state != "open" or is_stale(found, form):
        return await _show(request, member, found, Wrong("changed", {}, form))
    why, errors = why_of(form)
    seen = await _preview(request, found, scheme)
    if errors or seen.made is None:
        return await _show(request, member, found, Wrong("publish", errors, form))
    try:
        version = await _publish(request, member, found, scheme, why)
    except (DraftChanged, PublishedMeanwhile):
        return await _show(request, member, await find(request), Wrong("changed", {}, form))
    except DecisionError as error:
        troubles = [Trouble(proposal, "edit_trouble_whole", detail) for proposal, detail in error.problems]
        return await _show(request, member, found, Wrong("publish", {}, form), troubles)
    await _after(request, found)
    raise to(request, f"/redaksjon/ordning/{version.scheme}", gjort="published", versjon=version.number)


async def _publish(request: web.Request, member: Member, found: Draft, scheme: Scheme, why: str) -> Version:
    """Publish; the document counts as compared by a person on this day."""
    drafts, today = services(request).stores.drafts, services(request).library.today()
    source = next((each for each in found.proposals if each.id == "source"), None)
    if source is not None and source.edits and found.source.checked != today:
        place = SEPARATOR.join(("sources", found.source.id, "checked"))
        values = found.decisions["source"].values if "source" in found.decisions else {}
        decision = Decision("accept", {**values, place: today.isoformat()})
        found = await drafts.decide(member, found, {"source": decision})
    return await drafts.publish(member, found, scheme, why=why)


async def _after(request: web.Request, found: Draft) -> None:
    """Let citations open the document, and let what was published answer before the page says so."""
    try:
        await asyncio.to_thread(install, shelf(request), found)
    except (DocumentError, ShelfError, OSError) as error:
        log.warning("editing: the document of a published draft was not installed error=%s", type(error).__name__)
    await answer_at_once(request.app)


async def _preview(request: web.Request, found: Draft, scheme: Scheme) -> Preview:
    return await asyncio.to_thread(preview, found, scheme, services(request).library.today(), page_language(request))


async def _show(
    request: web.Request,
    member: Member,
    found: Draft | None,
    wrong: Wrong = NOTHING_WRONG,
    troubles: list[Trouble] | None = None,
) -> web.Response:
    if found is None:
        return missing(request, member, "edit_missing_draft")
    scheme = await base_of(request, found) if found.scheme else None
    if scheme is None or found.state != "open":
        return await show(request, member, found, wrong)
    seen = await _preview(request, found, scheme)
    refused = wrong.form != "" and (wrong.errors or troubles or seen.made is None)
    return shown(
        request,
        "publish.html",
        member,
        status=409 if wrong.form == "changed" else 422 if refused else 200,
        draft=found,
        draft_path=path_of(found),
        seen=seen,
        troubles=[*seen.troubles, *(troubles or [])],
        titles={each.id: each for each in found.proposals},
        newer=await newer_than(request, found),
        wrong=wrong,
    )
