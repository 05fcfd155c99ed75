"""Read access to the schemes, without a conversation."""

from __future__ import annotations

import asyncio
import re

from aiohttp import web

from assistant.privacy.masking import mask
from assistant.web.body import clean
from assistant.web.problems import Problem, invalid
from assistant.web.services import services
from assistant.web.texts import LANGUAGES, wanted_language

routes = web.RouteTableDef()
MAX_QUERY_CHARS = 500
MAX_RESULTS = 50
_ID = re.compile(r"[a-z0-9-]{1,100}")


@routes.get("/api/v1/schemes", allow_head=False)
async def schemes(request: web.Request) -> web.Response:
    """All schemes."""
    found = await asyncio.to_thread(services(request).catalogue.list_schemes, _language(request))
    return web.json_response({"schemes": found})


@routes.get("/api/v1/schemes/{id}", allow_head=False)
async def scheme(request: web.Request) -> web.Response:
    """One scheme with its statements."""
    lang = _language(request)
    scheme_id = request.match_info["id"]
    found = None
    if _ID.fullmatch(scheme_id):
        found = await asyncio.to_thread(services(request).catalogue.get_scheme, scheme_id, lang)
    if found is None:
        raise Problem("not-found", "unknown_scheme")
    return web.json_response(found)


@routes.get("/api/v1/search", allow_head=False)
async def search(request: web.Request) -> web.Response:
    """The statements that answer a query best."""
    lang = _language(request)
    asked = request.query.get("q", "")
    query = clean(asked[: MAX_QUERY_CHARS + 1])
    if not query or len(asked) > MAX_QUERY_CHARS:
        invalid("query_text", limit=MAX_QUERY_CHARS)
    limit = _limit(request)
    await services(request).limits.check_export(request)
    hits = await asyncio.to_thread(services(request).catalogue.search, mask(query).text, lang, limit)
    return web.json_response({"results": hits})


def _language(request: web.Request) -> str:
    if "lang" in request.query and request.query["lang"] not in LANGUAGES:
        invalid("field_choice", field="lang", choices=", ".join(LANGUAGES))
    return wanted_language(request)


def _limit(request: web.Request) -> int:
    value = request.query.get("limit", "10")
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and 1 <= int(value) <= MAX_RESULTS):
        invalid("query_limit", limit=MAX_RESULTS)
    return int(value)
