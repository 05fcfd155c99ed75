"""Files out of the inbox: what was accepted as YAML, and the list as a table. Each file taken out is written down."""

from __future__ import annotations

from collections.abc import Iterator

from aiohttp import web

from assistant.inbox import views
from assistant.inbox.export import files, table, zipped
from assistant.inbox.grouping import Group, filtered
from assistant.staff.guard import staff
from assistant.staff.identity import Member, Role
from assistant.web.services import services
from assistant.web.texts import page_language, say

routes = web.RouteTableDef()
_HEAD = (
    "inbox_csv_when",
    "inbox_csv_kind",
    "inbox_csv_text",
    "inbox_csv_reply",
    "inbox_csv_scheme",
    "inbox_csv_topic",
    "inbox_csv_lang",
    "inbox_csv_status",
    "inbox_csv_owner",
    "inbox_csv_group",
)


@routes.get("/innboks/liste.csv")
@staff(Role.READER)
async def listed(request: web.Request, member: Member) -> web.Response:
    """The filtered inbox, one line a question."""
    lang, stores = page_language(request), services(request).stores
    groups = filtered(await views.all_groups(request), views.wanted(request, stores.clock()))
    rows = list(_rows(groups, lang))
    await stores.audit.note(member, "inbox.list", "inbox", f"{len(rows)} items")
    return _file("innboks.csv", "text/csv", table([say(key, lang) for key in _HEAD], rows))


@routes.get("/innboks/eksport.zip")
@staff(Role.READER)
async def archive(request: web.Request, member: Member) -> web.Response:
    """All files of what was accepted."""
    stores = services(request).stores
    contents = files(await stores.inbox.accepted.read())
    await stores.audit.note(member, "inbox.export", "inbox", f"{len(contents)} files")
    return _file("innboks.zip", "application/zip", zipped(contents))


@routes.get("/innboks/eksport/{path:[a-z0-9_./-]{1,200}}")
@staff(Role.READER)
async def one_file(request: web.Request, member: Member) -> web.Response:
    """One file of what was accepted."""
    path, stores = request.match_info["path"], services(request).stores
    text = files(await stores.inbox.accepted.read()).get(path)
    if text is None:
        raise web.HTTPNotFound
    await stores.audit.note(member, "inbox.export", "inbox", path)
    return _file(path.rpartition("/")[2], "application/yaml", text.encode())


def _rows(groups: list[Group], lang: str) -> Iterator[list[str]]:
    for number, group in enumerate(groups, start=1):
        for marked in group.members:
            item = marked.item
            yield [
                views.when(item.at),
                say(f"inbox_kind_{item.kind}", lang),
                item.text,
                item.reply,
                item.scheme,
                item.topic,
                item.lang,
                say(f"inbox_status_{marked.status}", lang),
                marked.owner_name,
                str(number),
            ]


def _file(name: str, media_type: str, content: bytes) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": f"{media_type}; charset=utf-8"}
    if media_type == "application/zip":
        headers["Content-Type"] = media_type
    return web.Response(body=content, headers=headers)
