"""Signing in and out: the page, the way to the provider and back, and the end of a session."""

from __future__ import annotations

import functools
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from aiohttp import web
from yarl import URL

from assistant.staff import claims as read
from assistant.staff.cookies import (
    drop_pending,
    drop_session,
    pending_value,
    session_token,
    set_pending,
    set_session,
)
from assistant.staff.failures import FAILURES, Failure, SignInFailed
from assistant.staff.guard import check_form, problem_page, signed_in
from assistant.staff.identity import Role
from assistant.staff.local import SUBJECT, Link, is_from_here
from assistant.staff.pending import Pending
from assistant.staff.sign_in import sign_in
from assistant.staff.ways import FIRST_PAGE, SIGN_IN, SIGN_OUT, local_path
from assistant.web import pages
from assistant.web.body import read_form
from assistant.web.origins import public_origin
from assistant.web.problems import Problem
from assistant.web.services import services
from assistant.web.texts import page_language, say

if TYPE_CHECKING:
    from assistant.staff.oidc import Provider

log = logging.getLogger(__name__)
routes = web.RouteTableDef()
_CALLBACK = f"{SIGN_IN}/retur"
_LOCAL = f"{SIGN_IN}/lokal"
_MAX_CODE_CHARS = 8_192
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _explained(handler: Handler) -> Handler:
    """Count a step of signing in, and turn what goes wrong into a page."""

    @functools.wraps(handler)
    async def explained(request: web.Request) -> web.StreamResponse:
        try:
            await services(request).limits.check_sign_in(request)
            return await handler(request)
        except SignInFailed as failed:
            return _failed(request, failed)
        except Problem as problem:
            return problem_page(request, problem)

    return explained


@routes.get(SIGN_IN)
async def page(request: web.Request) -> web.StreamResponse:
    """How to sign in; or, for who is signed in already, as whom and what they may do."""
    member = await signed_in(request)
    way_back = local_path(request.query.get("til", ""))
    if member is not None and way_back != SIGN_IN:
        raise web.HTTPSeeOther(way_back)
    if member is not None:
        return pages.page(request, "staff/signed_in.html", member=member)
    if (provider := sign_in(request).provider) and "ut" in request.query:
        try:
            await services(request).limits.check_sign_in(request)
        except Problem as problem:
            return problem_page(request, problem)
        with suppress(SignInFailed):  # the page offers to sign out of the provider too, if it can be asked where
            await provider.learn()
    return _page(request, way_back, failed=FAILURES.get(request.query.get("feil", "")))


@routes.get(f"{SIGN_IN}/oidc")
@_explained
async def begin(request: web.Request) -> web.StreamResponse:
    """Off to the provider."""
    provider = _provider(request)
    way_back = local_path(request.query.get("til", ""))
    pending = await sign_in(request).pending.begin(way_back, page_language(request))
    try:
        response = _to(str(await provider.authorization_url(pending, public_origin(request) + _CALLBACK)))
    except SignInFailed as failed:
        return _failed(request, failed, pending)  # the way back is not lost: one may try again from there
    set_pending(request, response, sign_in(request).pending.cookie(pending.state), pending.browser)
    return response


@routes.get(_CALLBACK)
@_explained
async def callback(request: web.Request) -> web.StreamResponse:
    """Back from the provider. Whatever comes of it, this sign-in cannot be used again."""
    provider = _provider(request)
    state = request.query.get("state", "")
    cookie = sign_in(request).pending.cookie(state)
    pending = await sign_in(request).pending.take(state, pending_value(request, cookie))
    if pending is None:
        return _failed(request, SignInFailed("stale", "no such sign-in"))
    try:
        response = await _finished(request, provider, pending)
    except SignInFailed as failed:
        response = _failed(request, failed, pending)
    drop_pending(request, response, cookie)
    return response


@routes.get(_LOCAL)
@_explained
async def local_page(request: web.Request) -> web.StreamResponse:
    """A page with a button. Opening it uses nothing up: programs that look at links ahead would do that too."""
    key = request.query.get("nokkel", "")
    if not _local(request).fits(key):
        raise SignInFailed("local_used", "local key")
    return pages.page(request, "staff/local.html", key=key)


@routes.post(_LOCAL)
@_explained
async def local_sign_in(request: web.Request) -> web.StreamResponse:
    """Use the local link up, and sign in."""
    link = _local(request)
    key = (await read_form(request)).get("nokkel", "")
    if not isinstance(key, str) or not link.use(key):
        raise SignInFailed("local_used", "local key")
    name = say("staff_local_name", page_language(request))
    return await _signed_in(request, SUBJECT, name, Role.ADMIN, _in_language(request, FIRST_PAGE))


@routes.post(SIGN_OUT)
async def sign_out(request: web.Request) -> web.StreamResponse:
    """End the session; a form from another site cannot."""
    member = await signed_in(request)
    if member is not None:
        try:
            await check_form(request, member)
        except Problem as problem:
            return problem_page(request, problem, member)
        await services(request).stores.staff.end(session_token(request))
    response = _to(_in_language(request, f"{SIGN_IN}?ut=1"))
    drop_session(request, response)
    return response


async def _finished(request: web.Request, provider: Provider, pending: Pending) -> web.Response:
    query = request.query
    if "error" in query:  # its text and description are the provider's, or anyone's: neither shown nor logged
        denied = query["error"] in ("access_denied", "login_required", "consent_required", "interaction_required")
        raise SignInFailed("cancelled" if denied else "refused", "error from the provider")
    code = query.get("code", "")
    if not 1 <= len(code) <= _MAX_CODE_CHARS:
        raise SignInFailed("untrusted", "no code")
    claims = await provider.claims(code, query.get("iss"), pending, public_origin(request) + _CALLBACK)
    settings = services(request).settings
    subject, role = read.subject(provider.issuer, claims), read.role(claims, settings)
    if subject is None:
        raise SignInFailed("untrusted", "claim:sub")
    if role is None:
        raise SignInFailed("no_access", "no role")
    name = read.name(claims, settings.oidc_name_claim) or _nameless(request, subject, pending.lang)
    return await _signed_in(request, subject, name, role, pending.way_back)


def _nameless(request: web.Request, subject: str, lang: str) -> str:
    """What to call who has no name: with a mark of the subject, so that the audit log tells two of them apart."""
    return say("staff_nameless", lang, mark=services(request).stores.keyring.digest("nameless", subject)[:6])


async def _signed_in(request: web.Request, subject: str, name: str, role: Role, way_back: str) -> web.Response:
    """A new session with a new token; one that this browser had before ends, so that none can be planted."""
    sessions = services(request).stores.staff
    before = session_token(request)
    if before:
        await sessions.end(before)
    response = _to(way_back if way_back != SIGN_IN else FIRST_PAGE)
    set_session(request, response, await sessions.begin(subject, name, role))
    log.info("sign-in: done role=%s", role.name)
    return response


def _failed(request: web.Request, failed: SignInFailed, pending: Pending | None = None) -> web.Response:
    log.warning("sign-in: failed page=%s why=%s", failed.failure.name, failed.why)
    way_back = pending.way_back if pending else SIGN_IN
    lang = pending.lang if pending else page_language(request)
    return _page(request, way_back, failed=failed.failure, lang=lang)


def _page(
    request: web.Request, way_back: str, *, failed: Failure | None = None, lang: str | None = None
) -> web.Response:
    """The sign-in page. With `lang` it answers another address, whose codes and keys must not stand in its links."""
    provider, local = sign_in(request).provider, sign_in(request).local
    settings = services(request).settings
    back = way_back if way_back != SIGN_IN else ""
    query = {"feil": failed.name if failed else "", "til": back}
    values: dict[str, Any] = {
        "provider": provider.label if provider else None,
        "local": local is not None,
        "way_back": back,
        "failed": failed.name if failed else None,
        "signed_out": "ut" in request.query and not failed,
        "end_session": provider.end_session_url if provider else None,
        "days": settings.audit_days,
        "minutes": settings.staff_idle_minutes,
        "hours": settings.staff_session_hours,
    }
    at = URL(SIGN_IN).with_query({name: value for name, value in query.items() if value}) if lang else None
    status = failed.status if failed and lang else 200
    return pages.page(request, "staff/sign_in.html", status=status, lang=lang, at=at, **values)


def _provider(request: web.Request) -> Provider:
    provider = sign_in(request).provider
    if provider is None:
        raise web.HTTPSeeOther(_in_language(request, SIGN_IN))
    return provider


def _local(request: web.Request) -> Link:
    """The local link, for a browser on this machine.

    Raises:
        SignInFailed: There is none, or the browser is elsewhere.
    """
    link = sign_in(request).local
    if link is None:
        raise SignInFailed("local_off", "no local link")
    if not is_from_here(request, services(request).limits):
        raise SignInFailed("local_far", "not from this machine")
    return link


def _in_language(request: web.Request, path: str) -> str:
    lang = request.query.get("lang")
    return str(URL(path).update_query(lang=lang)) if lang in ("nb", "nn") else path


def _to(where: str) -> web.Response:
    return web.Response(status=303, headers={"Location": where})
