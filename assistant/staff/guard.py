"""Stands before every staff page: signed in, with the role it needs, and no form that another site made."""

from __future__ import annotations

import functools
import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web
from yarl import URL

from assistant.staff.cookies import COOKIE, session_token
from assistant.staff.identity import Member, Role
from assistant.staff.ways import SIGN_IN, to_sign_in
from assistant.web import pages
from assistant.web.body import read_form, refuse_foreign_form
from assistant.web.problems import Problem
from assistant.web.services import services
from assistant.web.texts import page_language, say

__all__ = ["COOKIE", "check_form", "problem_page", "signed_in", "staff"]
Page = Callable[[web.Request, Member], Awaitable[web.StreamResponse]]


def staff(role: Role) -> Callable[[Page], Callable[[web.Request], Awaitable[web.StreamResponse]]]:
    """Let a page be seen by those who have a role: `@routes.get("/…")` above `@staff(Role.READER)`.

    Who is not signed in is sent to the sign-in page, and back again; who lacks the role is refused (403).
    A request that changes something must be a form with the session's word in its field `csrf`. Every `Problem` that
    the page raises becomes a page in the frame.
    """

    def guard(page: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        @functools.wraps(page)
        async def guarded(request: web.Request) -> web.StreamResponse:
            member = await signed_in(request)
            if member is None:
                raise web.HTTPSeeOther(await to_sign_in(request))
            try:
                if not member.may(role):
                    raise Problem("forbidden", "staff_role_missing")
                if request.method not in ("GET", "HEAD"):
                    await check_form(request, member)
                return await page(request, member)
            except Problem as problem:
                return problem_page(request, problem, member)

        return guarded

    return guard


async def signed_in(request: web.Request) -> Member | None:
    """Who is signed in in this browser, or None."""
    token = session_token(request)
    return await services(request).stores.staff.find(token) if token else None


async def check_form(request: web.Request, member: Member) -> None:
    """Make sure that a form was made for this session, by this site.

    Raises:
        Problem: forbidden, when it comes from another site or belongs to another session.
    """
    refuse_foreign_form(request)
    given = (await read_form(request)).get("csrf", "")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode("utf-8", "replace"), member.csrf.encode()):
        raise Problem("forbidden", "staff_form_old")


def problem_page(request: web.Request, problem: Problem, member: Member | None = None) -> web.Response:
    """A problem as a page in the frame: what happened, why, and what to do.

    The other language is found at the start page: a form cannot be sent again, and an address may hold a key.
    """
    lang = page_language(request)
    values = {"title": say(f"title_{problem.name}", lang), "text": say(problem.sentence, lang, **problem.values)}
    status, at = problem.status, URL(SIGN_IN)
    response = pages.page(request, "staff/problem.html", member=member, status=status, at=at, **values)
    response.headers.update(problem.headers)
    return response
