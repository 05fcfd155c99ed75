"""What the editors' pages share: forms, ways back, the live version of a scheme, what taking in a document needs."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from aiohttp import web
from yarl import URL

from assistant.editing.changes import language_of
from assistant.editing.drafts import Draft
from assistant.editing.intake import Intake
from assistant.editing.versions import UnknownVersion, Version
from assistant.inbox.views import when
from assistant.sources.shelf import Shelf
from assistant.sources.told import doubts, warnings
from assistant.staff.guard import problem_page, signed_in
from assistant.staff.identity import Member, Role
from assistant.web.pages import page
from assistant.web.problems import Problem
from assistant.web.services import services
from assistant.web.texts import page_language
from knowledge.deadlines import format_date
from knowledge.language.texts import topic_titles
from knowledge.model import Scheme

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_LONGEST_WHY = 500


@dataclass(frozen=True)
class Wrong:
    """What was wrong in a form: which form, the sentences by field, and what had been filled in."""

    form: str
    errors: dict[str, str]
    filled: dict[str, str]


NOTHING_WRONG = Wrong("", {}, {})


def larger(most_bytes: int) -> Callable[[Handler], Handler]:
    """Accept a larger body than other pages do: `@routes.post("/…")` above `@larger(…)` above `@staff(…)`."""

    def widen(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def widened(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request.clone(client_max_size=most_bytes))
            except web.HTTPRequestEntityTooLarge:
                problem = Problem("too-large", "edit_too_large", megabytes=most_bytes // 1_000_000)
                return problem_page(request, problem, await signed_in(request))

        return widened

    return widen


def why_of(form: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Why an editor publishes, and what is wrong with it."""
    why = " ".join(form.get("why", "").split())
    if not why:
        return "", {"why": "edit_wrong_why"}
    return why, {"why": "edit_wrong_long"} if len(why) > _LONGEST_WHY else {}


def to(request: web.Request, path: str, fragment: str = "", **query: Any) -> web.HTTPSeeOther:
    """A redirect after a form that keeps the chosen language."""
    lang = {"lang": request.query["lang"][:5]} if "lang" in request.query else {}
    url = URL(path).with_query({**lang, **{name: str(value) for name, value in query.items()}})
    return web.HTTPSeeOther(str(url.with_fragment(fragment or None)))


async def live_of(request: web.Request, scheme_id: str) -> tuple[Version, Scheme] | None:
    """The version of a scheme that answers now; None when there is no such scheme."""
    versions = services(request).stores.versions
    number = (await versions.heads()).get(scheme_id)
    if number is None:
        return None
    try:
        return await versions.get(scheme_id, number)
    except UnknownVersion:
        return None


def shelf(request: web.Request) -> Shelf:
    """Where documents are kept."""
    return Shelf(services(request).settings.var / "sources")


def intake(request: web.Request) -> Intake:
    """What taking in a document works with, in this service."""
    service = services(request)
    stores, library = service.stores, service.library
    return Intake(
        stores.drafts,
        stores.versions,
        stores.audit,
        shelf(request),
        lambda: library.passages,
        library.today,
        stores.clock,
    )


def shown(request: web.Request, template: str, member: Member, *, status: int = 200, **values: Any) -> web.Response:
    """A page of the editors', with what all of their templates use."""
    lang, library = page_language(request), services(request).library
    names: dict[str, str] = {scheme.id: scheme.short_name[lang] for scheme in library.schemes}
    common = {
        "may_edit": member.may(Role.EDITOR),
        "query": request.query,
        "when": when,
        "day": lambda date: format_date(date, "day", lang),
        "topic_name": lambda topic: topic_titles()(topic, lang),
        "scheme_name": lambda scheme: _capital(str(names.get(scheme, scheme))),
        "language_of": language_of,
        "document_path": document_path,
        "doubts": lambda told: doubts(told, lang),
        "warnings": lambda told: warnings(told, lang),
    }
    return page(request, f"editing/{template}", member=member, status=status, **{**common, **values})


def document_path(source: str, sha256: str) -> str:
    """Our page with the words of a document on the shelf."""
    return f"/redaksjon/dokument/{quote(source)}/{sha256}"


def missing(request: web.Request, member: Member, what: str) -> web.Response:
    """404 with a way on. `what` is the sentence that says what is not there."""
    return shown(request, "missing.html", member, status=404, what=what)


def news_first(drafts: Iterable[Draft]) -> list[Draft]:
    """Drafts in their order, those that only say what is live already after the others."""
    return sorted(drafts, key=lambda draft: bool(draft.scheme) and not draft.open_proposals and not draft.decisions)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
