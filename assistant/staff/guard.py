"""Stands before every staff page: signed in, with the role it needs, and no form that another site made."""

from __future__ import annotations

import functools
import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from aiohttp import web
from multidict import MultiDictProxy

from assistant.staff.identity import Member, Role
from assistant.web.problems import Problem
from assistant.web.services import services

COOKIE = "veileder_staff"
SIGN_IN = "/logg-inn"
Page = Callable[[web.Request, Member], Awaitable[web.StreamResponse]]
Form = MultiDictProxy[str | bytearray | web.FileField]


def staff(role: Role) -> Callable[[Page], Callable[[web.Request], Awaitable[web.StreamResponse]]]:
    """Let a page be seen by those who have a role: `@routes.get("/…")` above `@staff(Role.READER)`.

    Who is not signed in is sent to the sign-in page, and back again; who lacks the role is refused (403).
    A request that changes something must be a form with the session's word in its field `csrf`.
    """

    def guard(page: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        @functools.wraps(page)
        async def guarded(request: web.Request) -> web.StreamResponse:
            member = await signed_in(request)
            if member is None:
                raise web.HTTPSeeOther(f"{SIGN_IN}?til={quote(_way_back(request))}")
            if not member.may(role):
                raise Problem("forbidden", "staff_role_missing")
            if request.method not in ("GET", "HEAD"):
                await _check_form(request, member)
            return await page(request, member)

        return guarded

    return guard


async def signed_in(request: web.Request) -> Member | None:
    """Who is signed in in this browser, or None."""
    token = request.cookies.get(COOKIE, "")
    return await services(request).stores.staff.find(token) if token else None


async def _check_form(request: web.Request, member: Member) -> None:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Problem("forbidden", "staff_form_foreign")
    given = (await request.post()).get("csrf", "")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), member.csrf.encode()):
        raise Problem("forbidden", "staff_form_old")


def _way_back(request: web.Request) -> str:
    """Where to return after signing in: the page that was asked for; a form cannot be sent again."""
    return str(request.rel_url) if request.method == "GET" else request.path
