"""Checklists over HTTP: the page, the files, the ticks. Whoever holds the id may use them."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

from aiohttp import web

from assistant.conversations.checklists import Missing, UnknownItem
from assistant.conversations.ports import Json
from assistant.web import pages
from assistant.web.body import read_form, read_object, refuse_foreign_form
from assistant.web.problems import Problem, invalid
from assistant.web.services import services
from assistant.web.texts import wanted_language
from knowledge.checklist_document import in_language
from knowledge.deadlines import format_date
from knowledge.export.layout import labels

routes = web.RouteTableDef()
_ID = "{id:[A-Za-z0-9_-]{8,64}}"
_PAGE = f"/checklists/{_ID}.html"
MAX_ITEMS = 500
_CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar",
    "txt": "text/plain",
}


@routes.get(_PAGE)
async def page(request: web.Request) -> web.Response:
    """The checklist as a page that keeps its ticks, in the language it was made in or `?lang=`."""
    content = await services(request).stores.checklists.get(request.match_info["id"])
    if isinstance(content, Missing):
        return _missing_page(request, content)
    shown = in_language(content, request.query.get("lang"))
    languages = [lang for lang in (content["lang"], *content.get("also", {})) if lang != shown["lang"]]
    return pages.render(
        request,
        "checklist.html",
        lang=shown["lang"],
        checklist=shown,
        labels=labels(shown["lang"]),
        counts=_counts(shown),
        languages=languages,
        expires=format_date(dt.date.fromisoformat(content["expires"]), "day", shown["lang"]),
    )


@routes.post(_PAGE)
async def save(request: web.Request) -> web.Response:
    """Save the page's form (without JavaScript): what is not ticked in it is not done."""
    refuse_foreign_form(request)
    store = services(request).stores.checklists
    ticked = {str(value) for value in (await read_form(request)).getall("item", [])}
    content = await store.get(request.match_info["id"])
    if not isinstance(content, Missing):
        content = await store.tick(content["id"], {item["id"]: item["id"] in ticked for item in content["items"]})
    if isinstance(content, Missing):
        return _missing_page(request, content)
    return web.Response(status=303, headers={"Location": str(request.rel_url)})


@routes.post(f"/checklists/{_ID}/delete")
async def revoke_by_form(request: web.Request) -> web.Response:
    """Delete the checklist with the page's button (without JavaScript)."""
    refuse_foreign_form(request)
    missing = await _revoke(request)
    if missing is not None:
        return _missing_page(request, missing)
    lang = wanted_language(request)
    return pages.message(request, title="checklist_deleted_title", text="checklist_deleted", status=200, lang=lang)


@routes.get(f"/checklists/{_ID}.{{format:pdf|docx|ics|txt}}")
async def download(request: web.Request) -> web.Response:
    """The checklist as a file: PDF, Word, calendar or text."""
    service, form = services(request), request.match_info["format"]
    await service.limits.check_export(request)
    content = _found(await service.stores.checklists.get(request.match_info["id"]))
    shown = in_language(content, request.query.get("lang"))
    body = await asyncio.to_thread(service.exports[form], shown)
    name = _file_name(f"sjekkliste-{content['scheme']}-{content['edition']}.{form}")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": shown["lang"]}
    charset = "utf-8" if form in ("ics", "txt") else None
    return web.Response(body=body, content_type=_CONTENT_TYPES[form], charset=charset, headers=headers)


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
    missing = await _revoke(request)
    if missing is not None:
        raise _problem(missing)
    return web.Response(status=204)


async def _revoke(request: web.Request) -> Missing | None:
    stores = services(request).stores
    missing = await stores.checklists.revoke(request.match_info["id"])
    if missing is None:
        await stores.database.scrub()
    return missing


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
