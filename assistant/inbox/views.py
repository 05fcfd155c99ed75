"""What several pages of the inbox share: filters from the address, dates, names of schemes, the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from yarl import URL

from assistant.inbox.grouping import ALL, OPEN, Group, Wanted
from assistant.inbox.outcomes import KINDS
from assistant.inbox.tables import STATUSES
from assistant.inbox.targets import topic_title
from assistant.library import Library
from assistant.web.services import services
from assistant.web.texts import page_language

PERIODS = ("1", "7", "14")
"""Days that the list can be limited to. Conversations are kept for some weeks, so there are no longer ones."""
LANGUAGES = ("nb", "nn", "en", "se", "sma", "smj")
FILTERS = ("kind", "scheme", "malform", "status", "days")
_DAY = 86_400
_OSLO = ZoneInfo("Europe/Oslo")
_MOST_GROUP_IDS = 2_000


def wanted(request: web.Request, now: float) -> Wanted:
    """The filters of an address; what is not a choice counts as not chosen."""
    schemes = [*(scheme.id for scheme in services(request).library.schemes), "-"]
    days = _choice(request, "days", PERIODS)
    status = request.query.get("status", OPEN)
    return Wanted(
        kind=_choice(request, "kind", KINDS),
        scheme=_choice(request, "scheme", schemes),
        lang=_choice(request, "malform", LANGUAGES),
        status=status if status in (*STATUSES, OPEN, ALL) else OPEN,
        since=now - int(days) * _DAY if days else 0.0,
    )


def kept(request: web.Request, *more: str) -> dict[str, str]:
    """The filters of an address as they go along to the next page."""
    return {name: request.query[name][:100] for name in (*FILTERS, *more) if name in request.query}


def to(request: web.Request, path: str, **query: Any) -> web.HTTPSeeOther:
    """A redirect after a form that keeps filters and the chosen language."""
    chosen = {**kept(request, "lang"), **{name: str(value) for name, value in query.items()}}
    return web.HTTPSeeOther(str(URL(path).with_query(chosen)))


def common(request: web.Request) -> dict[str, Any]:
    """Values that every template of the inbox uses."""
    lang, library = page_language(request), services(request).library
    return {
        "query": request.query,
        "scheme_name": scheme_namer(library, lang),
        "topic_name": lambda topic: topic_title(topic, lang),
        "when": when,
        "iso": lambda at: dt.datetime.fromtimestamp(at, _OSLO).isoformat(timespec="minutes"),
        "filters": kept(request),
        "schemes": library.schemes,
        "cut": cut,
    }


def scheme_namer(library: Library, lang: str) -> Callable[[str], str]:
    """Gives the short name of a scheme; one that is gone since keeps its id."""

    def name(scheme_id: str) -> str:
        scheme = library.scheme(scheme_id)
        return scheme.short_name["nn" if lang == "nn" else "nb"] if scheme else scheme_id

    return name


def when(at: float) -> str:
    """Day and time in Norway: 22.11.2026 kl. 17.30."""
    return dt.datetime.fromtimestamp(at, _OSLO).strftime("%d.%m.%Y kl. %H.%M")


def cut(text: str, most: int) -> str:
    """A text on one line, no longer than `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


async def all_groups(request: web.Request) -> list[Group]:
    """The whole inbox in groups."""
    inbox = services(request).stores.inbox
    return await inbox.grouper.groups(await inbox.read(), services(request).library.schemes)


async def group_of(request: web.Request, message_id: str) -> Group | None:
    """The group that a thing in the inbox stands in, itself first; None when it is there no more."""
    for group in await all_groups(request):
        own = [marked for marked in group.members if marked.item.id == message_id]
        if own:
            return Group([*own, *(marked for marked in group.members if marked.item.id != message_id)])
    return None


def chosen_ids(group: Group, form: Any) -> list[str]:
    """Which things a form is about: the one, or those of the group that were there when the page was shown."""
    if form.get("scope") != "group":
        return [group.members[0].item.id]
    try:
        until = int(str(form.get("until", "")))
    except ValueError:
        until = group.members[0].item.at
    return [marked.item.id for marked in group.members if marked.item.at <= until][:_MOST_GROUP_IDS]


def _choice(request: web.Request, name: str, choices: Any) -> str:
    value = request.query.get(name, "")
    return value if value in choices else ""
