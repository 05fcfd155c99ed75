"""The audit log for admins: a page with filters, and a file for a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.orm import Session

from assistant.conversations.clock import iso
from assistant.staff.audit import Wanted, add_entry, read_page, read_rows
from assistant.staff.guard import staff
from assistant.staff.identity import Member, Role
from assistant.staff.tables import AuditRow
from assistant.web import pages
from assistant.web.body import clean
from assistant.web.services import services
from assistant.web.spreadsheet import harmless
from assistant.web.texts import load, page_language, say

routes = web.RouteTableDef()
PATH = "/logg"
_NORWAY = ZoneInfo("Europe/Oslo")
_COLUMNS = ("staff_log_at", "staff_log_name", "staff_log_action", "staff_log_thing", "staff_log_detail")
_MAX_SEQ = 2**62


@routes.get(PATH)
@staff(Role.ADMIN)
async def log_page(request: web.Request, member: Member) -> web.StreamResponse:
    """The entries, newest first."""
    wanted = _wanted(request)
    found = await services(request).stores.database.read(lambda session: read_page(session, wanted))
    lang = page_language(request)
    return pages.page(
        request,
        "staff/log.html",
        member=member,
        wanted=wanted,
        found=found,
        entries=[{"row": row, "at": _local(row.at), "iso": iso(row.at)} for row in found.rows],
        known={action: _known(action) for action in found.actions},
        columns=_COLUMNS,
        roles=[role.name for role in Role],
        chosen=lang if "lang" in request.query else "",
        days=services(request).settings.audit_days,
    )


@routes.get(f"{PATH}.csv")
@staff(Role.ADMIN)
async def log_file(request: web.Request, member: Member) -> web.StreamResponse:
    """The same entries as a file; that someone took it is an entry itself."""
    wanted, stores = _wanted(request), services(request).stores
    now, lang = int(stores.clock()), page_language(request)

    def work(session: Session) -> Sequence[AuditRow]:
        rows = read_rows(session, wanted)
        add_entry(session, member, "audit.export", "", now=now, detail=str(len(rows)))
        return rows

    rows = await stores.database.write(work)
    name = f"logg-{_local(now):%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": lang}
    return web.Response(body=_csv(rows, lang), content_type="text/csv", charset="utf-8", headers=headers)


def _csv(rows: Iterable[AuditRow], lang: str) -> bytes:
    """As Norwegian spreadsheets read it: semicolons, and a mark of UTF-8 in front."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([say(column, lang) for column in _COLUMNS])
    for row in rows:
        at = f"{_local(row.at):%Y-%m-%d %H:%M:%S}"
        writer.writerow([harmless(value) for value in (at, row.name, row.action, row.thing, row.detail)])
    return file.getvalue().encode("utf-8-sig")


def _wanted(request: web.Request) -> Wanted:
    before = request.query.get("eldre", "")
    is_place = before.isascii() and before.isdigit() and len(before) < 20
    return Wanted(
        name=clean(request.query.get("hvem", ""))[:200],
        action=clean(request.query.get("hva", ""))[:64],
        before=min(int(before), _MAX_SEQ) if is_place else 0,
    )


def _known(action: str) -> str:
    """The end of the sentence `staff_action_…` that says what an action is called, which any part may have, or ""."""
    end = action.replace(".", "_")
    return end if f"staff_action_{end}" in load() else ""


def _local(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, _NORWAY)
