"""The archive for editors: what the guide has said, what each reply was made from, and whether it can be said again."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from aiohttp import web

from assistant.archive.store import UnknownReply, Wanted
from assistant.editing.archive_view import archived
from assistant.editing.common import missing, shown
from assistant.editing.fields import read_date
from assistant.staff.guard import staff
from assistant.staff.identity import Member, Role
from assistant.web.body import clean
from assistant.web.services import services
from assistant.web.texts import load

routes = web.RouteTableDef()
PATH = "/redaksjon/arkiv"
_PER_PAGE = 25
_SHOWN_CHARS = 160
_LONGEST_ID = 64
_FILTERS = ("fra", "til", "ordning", "id")


@routes.get(PATH)
@staff(Role.READER)
async def listed(request: web.Request, member: Member) -> web.Response:
    """The replies kept, the newest day first, narrowed by days, scheme and id."""
    filled = {name: clean(request.query.get(name, ""))[:_LONGEST_ID].strip() for name in _FILTERS}
    wanted, errors = _wanted(filled, {scheme.id for scheme in services(request).library.schemes})
    asked = request.query.get("side", "")
    number = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    archive = services(request).stores.archive
    replies, total = ([], 0) if errors else await archive.page(wanted, number, _PER_PAGE)
    pages = max(1, math.ceil(total / _PER_PAGE))
    if number > pages and not errors:
        number = pages
        replies, total = await archive.page(wanted, number, _PER_PAGE)
    settings = services(request).settings
    values: dict[str, Any] = {
        "filled": filled,
        "errors": errors,
        "replies": [(reply, _short(reply.text)) for reply in replies],
        "total": total,
        "number": number,
        "pages": pages,
        "schemes": services(request).library.schemes,
        "days": settings.archive_days,
        "is_on": settings.archive == "replies",
        **_names(),
    }
    return shown(request, "archive.html", member, status=422 if errors else 200, **values)


@routes.get(PATH + "/{id}")
@staff(Role.READER)
async def one(request: web.Request, member: Member) -> web.Response:
    """A reply as it was said, and whether it can be said again."""
    stores, library = services(request).stores, services(request).library
    try:
        reply = await stores.archive.kept(request.match_info["id"][:_LONGEST_ID])
    except UnknownReply:
        return missing(request, member, "archive_missing")
    seen = await archived(stores, reply, library.passages)
    sources = {(scheme.id, source.id) for scheme in library.schemes for source in scheme.sources}
    values: dict[str, Any] = {"seen": seen, "reply": reply, "sources": sources, **_names()}
    return shown(request, "archived.html", member, **values)


def _wanted(filled: dict[str, str], schemes: set[str]) -> tuple[Wanted, dict[str, str]]:
    """What a filter asks for, and what is wrong with it."""
    days: dict[str, dt.date | None] = {}
    errors: dict[str, str] = {}
    for name in ("fra", "til"):
        days[name] = read_date(filled[name]) if filled[name] else None
        if filled[name] and days[name] is None:
            errors[name] = "edit_wrong_date"
    first, last = days["fra"], days["til"]
    if first and last and first > last:
        errors["til"] = "archive_wrong_order"
    scheme = filled["ordning"] if filled["ordning"] in schemes else ""
    return Wanted(scheme, first, last, filled["id"]), errors


def _names() -> dict[str, Any]:
    """How the templates name what a reply is; another release may have had kinds that this one has no word for."""
    return {
        "kind_key": lambda kind: key if (key := f"archive_kind_{kind}") in load() else "",
        "iso_day": dt.date.fromisoformat,
    }


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARS else f"{line[:_SHOWN_CHARS].rsplit(' ', 1)[0]} …"
