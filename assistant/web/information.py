"""Pages about the service: help, privacy, accessibility. What they say of limits and lifetimes comes from the settings."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from aiohttp import web

from assistant.settings import Settings
from assistant.web import pages
from assistant.web.services import services
from assistant.web.texts import page_language, say

routes = web.RouteTableDef()
_MAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")


@routes.get("/hjelp")
async def help_page(request: web.Request) -> web.Response:
    """What the guide can do, how to ask, and what its answers mean."""
    schemes = await asyncio.to_thread(services(request).catalogue.list_schemes, page_language(request))
    return pages.page(request, "help.html", schemes=schemes)


@routes.get("/personvern")
async def privacy(request: web.Request) -> web.Response:
    """What is stored, for how long, and how to delete it."""
    settings, lang = services(request).settings, page_language(request)
    hours = {
        "messages": settings.retention_days * 24,
        "silent": settings.conversation_hours,
        "resume": settings.resume_hours,
        "repeat": settings.idempotency_hours,
        "checklist": settings.checklist_days * 24,
        "archive": settings.archive_days * 24,
        "staff": settings.staff_session_hours,
    }
    archives = settings.archive == "replies"
    kept = {what: _span(count, lang) for what, count in hours.items()}
    return pages.page(
        request,
        "privacy.html",
        kept=kept,
        archives=archives,
        hands_over=bool(settings.handoff_webhook),
        **_controller(settings),
    )


@routes.get("/tilgjengelighet")
async def accessibility(request: web.Request) -> web.Response:
    """The standard that is followed, how that was tested, and what is known to fall short."""
    return pages.page(request, "accessibility.html", **_controller(services(request).settings))


def _span(hours: int, lang: str) -> str:
    """A number of hours in words; whole days as days."""
    if hours % 24 == 0:
        return say("privacy_days", lang, days=hours // 24)
    return say("privacy_hours", lang, hours=hours) if hours > 1 else say("privacy_hour", lang)


def _controller(settings: Settings) -> dict[str, Any]:
    """Who answers for the service, and a link to them where the contact is an address."""
    contact = settings.controller_contact.strip()
    is_web = contact.startswith("https://") and " " not in contact
    href = f"mailto:{contact}" if _MAIL.fullmatch(contact) else contact if is_web else ""
    return {"controller": settings.controller_name.strip(), "contact": contact, "contact_href": href}
