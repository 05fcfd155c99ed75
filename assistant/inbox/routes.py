"""The pages of the inbox that only show: the list, one question, what was accepted, the figures."""

from __future__ import annotations

import asyncio
import math

from aiohttp import web

from assistant.inbox import figures_page, views
from assistant.inbox.export import files
from assistant.inbox.grouping import filtered
from assistant.inbox.item_page import show
from assistant.inbox.outcomes import KINDS
from assistant.inbox.tables import STATUSES
from assistant.staff.guard import staff
from assistant.staff.identity import Member, Role
from assistant.web.pages import page
from assistant.web.services import services

routes = web.RouteTableDef()
_PER_PAGE = 20


@routes.get("/innboks")
@staff(Role.READER)
async def inbox(request: web.Request, member: Member) -> web.Response:
    """What needs a human look, in groups, the biggest first."""
    wanted = views.wanted(request, services(request).stores.clock())
    everything = await views.all_groups(request)
    groups = filtered(everything, wanted)
    pages = max(1, math.ceil(len(groups) / _PER_PAGE))
    number = min(_number(request.query.get("side", "")), pages)
    return page(
        request,
        "inbox/list.html",
        member=member,
        groups=groups[(number - 1) * _PER_PAGE : number * _PER_PAGE],
        group_count=len(groups),
        item_count=sum(len(group.members) for group in groups),
        is_empty=not everything,
        number=number,
        pages=pages,
        wanted=wanted,
        kinds=KINDS,
        statuses=STATUSES,
        languages=views.LANGUAGES,
        periods=views.PERIODS,
        retention=services(request).settings.retention_days,
        **views.common(request),
    )


@routes.get("/innboks/sporsmal/{id}")
@staff(Role.READER)
async def question(request: web.Request, member: Member) -> web.Response:
    """One question with its conversation, its group and what can be done."""
    return await show(request, member, request.match_info["id"])


@routes.get("/innboks/eksempler")
@staff(Role.READER)
async def accepted(request: web.Request, member: Member) -> web.Response:
    """Training examples and drafts, to change, delete and take out."""
    kept = await services(request).stores.inbox.accepted.read()
    return page(
        request,
        "inbox/accepted.html",
        member=member,
        accepted=kept,
        paths=sorted(files(kept)),
        done=request.query.get("gjort", ""),
        masked=request.query.get("maskert") == "1",
        may_edit=member.may(Role.EDITOR),
        **views.common(request),
    )


@routes.get("/innboks/tall")
@staff(Role.READER)
async def figures(request: web.Request, member: Member) -> web.Response:
    """What became of the questions, each figure with what it does and does not mean."""
    service = services(request)
    weeks = figures_page.weeks(request.query.get("uker", ""))
    await service.stores.inbox.daily.refresh()
    counts = await service.stores.inbox.daily.read(figures_page.first_day(service.stores.clock(), weeks))
    today = figures_page.today(service.stores.clock())
    values = await asyncio.to_thread(figures_page.values, request, counts, weeks, today)
    return page(request, "inbox/figures.html", member=member, **values, **views.common(request))


def _number(text: str) -> int:
    """The number of a page; the first for what is none."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1
