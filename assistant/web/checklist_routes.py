"""Checklists over HTTP: the page, the calendar file, the ticks. Whoever holds the id may use them."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from assistant.conversations.checklists import Missing, UnknownItem
from assistant.conversations.ports import Json
from assistant.web import pages
from assistant.web.body import read_object
from assistant.web.problems import Problem, invalid
from assistant.web.services import services
from assistant.web.texts import wanted_language

routes = web.RouteTableDef()
_ID = "{id:[A-Za-z0-9_-]{8,64}}"
_PAGE = f"/checklists/{_ID}.html"
MAX_ITEMS = 500


@routes.get(_PAGE)
async def page(request: web.Request) -> web.Response:
    """The checklist as a page that keeps its ticks."""
    content = await services(request).stores.checklists.get(request.match_info["id"])
    if isinstance(content, Missing):
        return _missing_page(request, content)
    return pages.render(request, "checklist.html", lang=content["lang"], checklist=content, counts=_counts(content))


@routes.post(_PAGE)
async def save(request: web.Request) -> web.Response:
    """Save the page's form (without JavaScript): what is not ticked in it is not done."""
    store = services(request).stores.checklists
    ticked = {str(value) for value in (await request.post()).getall("item", [])}
    content = await store.get(request.match_info["id"])
    if not isinstance(content, Missing):
        content = await store.tick(content["id"], {item["id"]: item["id"] in ticked for item in content["items"]})
    if isinstance(content, Missing):
        return _missing_page(request, content)
    return web.Response(status=303, headers={"Location": f"/checklists/{content['id']}.html"})


@routes.get(f"/checklists/{_ID}.ics")
async def calendar(request: web.Request) -> web.Response:
    """The dates of the checklist as a calendar file."""
    service = services(request)
    content = _found(await service.stores.checklists.get(request.match_info["id"]))
    body = await asyncio.to_thread(service.render_ics, content)
    name = f"{content['scheme']}-{content['edition']}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(name)}"'}
    return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)


@routes.get(f"/checklists/{_ID}.{{format:pdf|docx}}")
async def other_format(request: web.Request) -> web.Response:
    """Formats that come later."""
    _found(await services(request).stores.checklists.get(request.match_info["id"]))
    raise Problem("not-found", "checklist_format")


@routes.patch(f"/checklists/{_ID}")
async def tick(request: web.Request) -> web.Response:
    """Set items done or not done; the answer holds all items as they are then."""
    body = await read_object(request, ("items",))
    ticks = _ticks(body.get("items"))
    try:
        content = _found(await services(request).stores.checklists.tick(request.match_info["id"], ticks))
    except UnknownItem:
        invalid("checklist_items")
    return web.json_response({"id": content["id"], "items": content["items"]})


@routes.delete(f"/checklists/{_ID}")
async def revoke(request: web.Request) -> web.Response:
    """Delete the checklist; its link stops working."""
    store = services(request).stores
    missing = await store.checklists.revoke(request.match_info["id"])
    if missing is not None:
        raise _problem(missing)
    await store.database.scrub()
    return web.Response(status=204)


def _found(content: Json | Missing) -> Json:
    if isinstance(content, Missing):
        raise _problem(content)
    return content


def _problem(missing: Missing) -> Problem:
    if missing is Missing.GONE:
        return Problem("gone", "checklist_gone")
    return Problem("not-found", "checklist_unknown")


def _missing_page(request: web.Request, missing: Missing) -> web.Response:
    problem = _problem(missing)
    lang = wanted_language(request)
    return pages.message(
        request, title="checklist_problem_title", text=problem.sentence, status=problem.status, lang=lang
    )


def _ticks(items: Any) -> dict[str, bool]:
    if (
        not isinstance(items, dict)
        or len(items) > MAX_ITEMS
        or not all(isinstance(done, bool) for done in items.values())
    ):
        invalid("checklist_items")
    return items


def _counts(content: Json) -> dict[str, int]:
    return {"done": sum(item["done"] for item in content["items"]), "total": len(content["items"])}


def _file_name(name: str) -> str:
    return "".join(char if char.isascii() and (char.isalnum() or char in ".-_") else "-" for char in name)
