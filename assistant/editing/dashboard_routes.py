"""The first page of the editors: what needs one first, the next deadlines, and how old each fact is."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from assistant.editing import truth
from assistant.editing.common import news_first, shown, to
from assistant.editing.versions import Version
from assistant.sources.register import resolve_finding
from assistant.sources.told import of_finding
from assistant.staff.audit import add_entry
from assistant.staff.guard import staff
from assistant.staff.identity import Member, Role
from assistant.web.body import text_fields
from assistant.web.services import services
from assistant.web.texts import page_language
from knowledge.model import Scheme

routes = web.RouteTableDef()
_PER_PAGE = 25
_DONE = ("discarded", "seen", "not_seen")
_KINDS = ("changed", "moved", "gone", "unreachable", "unreadable", "expired", "contradicting")


@routes.get("/redaksjon")
@staff(Role.READER)
async def dashboard(request: web.Request, member: Member) -> web.Response:
    """Everything an editor may have to do something about."""
    stores, lang = services(request).stores, page_language(request)
    live = await stores.versions.live()
    schemes = [scheme for _, scheme in live]
    drafts = await stores.drafts.list()
    done = request.query.get("gjort", "")
    values: dict[str, Any] = {
        "drafts": news_first(drafts),
        "findings": [each for each in await stores.sources.findings() if each.kind in _KINDS],
        "waiting": _waiting(await stores.versions.history()),
        "disputed": [each for each in schemes if _disagrees(each)],
        "schemes": schemes,
        "why_of": lambda finding: of_finding(finding.kind, finding.detail, lang),
        "done": done if done in _DONE else "",
        **await asyncio.to_thread(_truth, request, schemes, lang),
    }
    values["one_form"] = [*truth.unwritten(drafts), *values["one_form"]]
    return shown(request, "dashboard.html", member, **values)


@routes.post("/redaksjon/funn/{number}")
@staff(Role.EDITOR)
async def seen(request: web.Request, member: Member) -> web.Response:
    """Mark something that the watch has found as dealt with."""
    await text_fields(request)
    text, stores = request.match_info["number"], services(request).stores
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    now = int(stores.clock())

    def work(session: Any) -> bool:
        done = resolve_finding(session, number, by=member.name, now=now)
        if done:
            add_entry(session, member, "knowledge.finding", str(number), now=now)
        return done

    done = await stores.database.write(work)
    raise to(request, "/redaksjon", "funn", gjort="seen" if done else "not_seen")


def _truth(request: web.Request, schemes: Sequence[Scheme], lang: str) -> dict[str, Any]:
    """Deadlines, ages and texts in one målform, with the page and the order that are asked for."""
    today, query = services(request).library.today(), request.query
    chosen = query.get("ordning", "") if query.get("ordning") in {each.id for each in schemes} else ""
    sort = query.get("sorter", "") if query.get("sorter") in truth.SORTS else "age"
    ages = truth.ages(schemes, today, lang, scheme=chosen, sort=sort)
    pages = max(1, math.ceil(len(ages) / _PER_PAGE))
    asked = query.get("side", "")
    number = min(max(1, int(asked)), pages) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return {
        "today": today,
        "is_pretended": services(request).settings.today is not None,
        "dates": truth.next_dates(schemes, today, lang),
        "ages": ages[(number - 1) * _PER_PAGE : number * _PER_PAGE],
        "age_count": len(ages),
        "number": number,
        "pages": pages,
        "chosen": chosen,
        "sort": sort,
        "sorts": truth.SORTS,
        "one_form": truth.one_form(schemes, lang),
    }


def _waiting(history: Sequence[Version]) -> list[Version]:
    """The newest file of a release of each scheme where an editor's version is live and is older than the file."""
    live = {each.scheme: each for each in history if each.live}
    newest = {each.scheme: each for each in reversed(history) if each.kind == "shipped"}
    return [file for scheme, file in newest.items() if scheme in live and file.number > live[scheme].number]


def _disagrees(scheme: Scheme) -> bool:
    edition = scheme.edition()
    deadlines = [each for each in (edition.deadlines.application, edition.deadlines.reporting) if each]
    return any(each.otherwise for each in deadlines) or any(fact.otherwise for fact in edition.facts)
