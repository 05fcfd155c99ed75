"""The addresses of the caseworker's pages, and the public page with a source's own words."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from assistant.caseworker.case_form import Case, read_case
from assistant.caseworker.comparison import compare
from assistant.caseworker.hits import LONGEST_QUERY, look_up
from assistant.caseworker.judgement import Judgement, judge
from assistant.caseworker.letter import letter
from assistant.caseworker.reading import Reading, capital, read
from assistant.caseworker.source_words import find_words
from assistant.caseworker.whole import whole
from assistant.library import Library
from assistant.staff.guard import signed_in, staff
from assistant.staff.identity import Member, Role
from assistant.web.body import clean
from assistant.web.pages import page
from assistant.web.services import services
from assistant.web.texts import PAGE_LANGUAGES, page_language
from knowledge import deadlines
from knowledge.answers import administrator_name

routes = web.RouteTableDef()
Values = dict[str, Any]  # what a template is given
Choice = tuple[str, str]  # an address of a scheme's edition, and what it is called


@routes.get("/saksbehandler")
@staff(Role.READER)
async def home(request: web.Request, member: Member) -> web.Response:
    """The search field with its hits, and all schemes with status and deadline."""
    library, lang = services(request).library, page_language(request)
    hits = await _hits(request) if _query(request) else None
    schemes = await asyncio.to_thread(_schemes, library, lang)
    values: Values = {"hits": hits, "query": _query(request), "schemes": schemes, "today": _today(library, lang)}
    return page(request, "caseworker/home.html", member=member, longest=LONGEST_QUERY, **values)


@routes.get("/saksbehandler/treff")
@staff(Role.READER)
async def hits(request: web.Request, member: Member) -> web.Response:
    """The hits alone, as a piece of a page, for searching while typing."""
    return page(request, "caseworker/hits.html", member=member, hits=await _hits(request))


@routes.get("/saksbehandler/ordninger/{id}")
@staff(Role.READER)
async def scheme(request: web.Request, member: Member) -> web.Response:
    """Everything about one edition of a scheme."""
    reading = _reading(request, request.match_info["id"], request.query.get("utgave", ""))
    if reading is None:
        return _missing(request, member)
    values: Values = {
        "reading": reading,
        "whole": await asyncio.to_thread(whole, reading),
        "editions": _editions(reading),
    }
    return page(request, "caseworker/scheme.html", member=member, **values)


@routes.get("/saksbehandler/sammenlign")
@staff(Role.READER)
async def comparison(request: web.Request, member: Member) -> web.Response:
    """Two schemes or editions side by side; without two to compare, the form alone."""
    library, lang = services(request).library, page_language(request)
    asked = {side: request.query.get(side, "") for side in ("a", "b")}
    readings = {side: read(library, address, lang) for side, address in asked.items()}
    wrong = [side for side, address in asked.items() if address and readings[side] is None]
    a, b = readings["a"], readings["b"]
    found = await asyncio.to_thread(compare, a, b) if a is not None and b is not None else None
    only = bool(request.query.get("bare"))
    chosen = {side: reading.address if reading else "" for side, reading in readings.items()}
    values: Values = {
        "choices": _choices(library, lang),
        "chosen": chosen,
        "wrong": wrong,
        "only": only,
        "found": found,
    }
    status = 404 if wrong else 200
    return page(request, "caseworker/compare.html", member=member, status=status, **values)


@routes.get("/saksbehandler/prov/{id}")
@staff(Role.READER)
async def trial(request: web.Request, member: Member) -> web.Response:
    """The questions of a scheme as a form, and what follows from the answers. Nothing is stored."""
    reading = _reading(request, request.match_info["id"], request.query.get("utgave", ""))
    if reading is None:
        return _missing(request, member)
    case = read_case(reading, request.query)
    asked = request.query.get("brev", "")
    written = asked if asked in PAGE_LANGUAGES else reading.lang
    values: Values = {"reading": reading, "case": case, "letter_lang": written, "judgement": None, "letter": ""}
    if case.answers and not case.errors:
        values["judgement"], values["letter"] = await asyncio.to_thread(_judged, reading, case, written)
    return page(request, "caseworker/case.html", member=member, editions=_editions(reading), **values)


@routes.get("/kilder/{scheme}/{source}")
async def source(request: web.Request) -> web.Response:
    """What a source says, word for word, where a citation points. Open to all: the widget links here."""
    member, lang = await signed_in(request), page_language(request)
    info, locator = request.match_info, request.query.get("sted", "")
    library = services(request).library
    words = await asyncio.to_thread(find_words, library, info["scheme"], info["source"], locator, lang)
    if words is None:
        return page(request, "caseworker/missing_source.html", member=member, status=404)
    return page(request, "caseworker/source.html", member=member, words=words)


def _judged(reading: Reading, case: Case, written: str) -> tuple[Judgement, str]:
    judgement = judge(reading, case.answers)
    if written == reading.lang:
        return judgement, letter(reading, judgement)
    other = Reading(reading.library, reading.scheme, reading.edition, written, reading.today)
    return judgement, letter(other, judge(other, case.answers))


def _query(request: web.Request) -> str:
    return clean(request.query.get("q", "")[: 2 * LONGEST_QUERY])[:LONGEST_QUERY]


async def _hits(request: web.Request) -> Any:
    library, lang = services(request).library, page_language(request)
    everything = bool(request.query.get("alle"))
    return await asyncio.to_thread(look_up, library, _query(request), lang, everything=everything)


def _reading(request: web.Request, scheme_id: str, edition: str) -> Reading | None:
    address = f"{scheme_id}@{edition}" if edition else scheme_id
    return read(services(request).library, address, page_language(request))


def _missing(request: web.Request, member: Member) -> web.Response:
    library, lang = services(request).library, page_language(request)
    return page(request, "caseworker/missing_scheme.html", member=member, status=404, schemes=_schemes(library, lang))


def _schemes(library: Library, lang: str) -> list[dict[str, Any]]:
    """Each scheme as a row of the list: what it is called, who has it, and where its deadline stands today."""
    rows = []
    for each in library.schemes:
        edition, today = each.edition(), library.today()
        rows.append(
            {
                "id": each.id,
                "title": capital(each.short_name[lang]),
                "budget": f"{each.chapter}.{each.post}" if each.chapter and each.post else "",
                "administrator": administrator_name(each, lang),
                "edition": edition.id,
                "status": deadlines.status_sentence(edition, today, lang),
                "window": deadlines.window(edition, today, lang),
            }
        )
    return rows


def _choices(library: Library, lang: str) -> list[Choice]:
    """Every edition of every scheme, to choose from; where a scheme has one edition, its address is its id."""
    readings = [
        Reading(library, each, edition, lang, library.today())
        for each in library.schemes
        for edition in sorted(each.editions, key=lambda e: e.id, reverse=True)
    ]
    return [(reading.address, f"{reading.title}, {reading.edition.id}") for reading in readings]


def _editions(reading: Reading) -> list[str]:
    """The editions of a scheme, the newest first."""
    return sorted((edition.id for edition in reading.scheme.editions), reverse=True)


def _today(library: Library, lang: str) -> str:
    return deadlines.format_date(library.today(), "day", lang)
