"""Pages rendered on the server: the demo page, static files, and pages that explain an error."""

from __future__ import annotations

import asyncio
import functools
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from yarl import URL

from assistant.staff.identity import Member, Role
from assistant.web.problems import STATUS
from assistant.web.services import services
from assistant.web.texts import PAGE_LANGUAGES, page_language, say, wanted_language

routes = web.RouteTableDef()
HERE = Path(__file__).parent
WIDGET = HERE.parent / "widget"
_DEMO = "demo.html"
_VARY = {"Vary": "Accept-Language"}
_PARTS = ("staff", "caseworker", "inbox", "editing", "plain")  # each has templates of its own: "inbox/list.html"
STAFF_NAV = (
    ("/saksbehandler", "shell_caseworker"),
    ("/innboks", "shell_inbox"),
    ("/redaksjon", "shell_editing"),
)
_ADMIN_NAV = (*STAFF_NAV, ("/logg", "staff_log_nav"))


def environment() -> Environment:
    """The templates of the pages; everything put into them is escaped."""
    parts = PrefixLoader({part: FileSystemLoader(HERE.parent / part / "templates") for part in _PARTS})
    loader = ChoiceLoader([FileSystemLoader(HERE / "templates"), FileSystemLoader(WIDGET), parts])
    templates = Environment(autoescape=True, undefined=StrictUndefined, loader=loader, auto_reload=False)
    templates.filters["web_url"] = _web_url
    return templates


def render(request: web.Request, template: str, *, lang: str, status: int = 200, **values: Any) -> web.Response:
    """A page in a language; templates say fixed sentences with `say(key)`."""
    said = functools.partial(_say, lang)
    text = services(request).templates.get_template(template).render(lang=lang, say=said, **values)
    headers = {"Content-Language": lang, **_VARY}
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def page(
    request: web.Request,
    template: str,
    *,
    member: Member | None = None,
    status: int = 200,
    lang: str | None = None,
    at: URL | None = None,
    **values: Any,
) -> web.Response:
    """A page in the common frame (`shell.html`), in `lang` or else in what the request wants: bokmål or nynorsk.

    Templates have `say(key, **values)`; `link(path, **query)`, which keeps a chosen language; and `member`. `at` is the
    address that the page can be had at in the other language, where that is not the request's own.
    """
    frame = {
        "member": member,
        "staff_nav": _ADMIN_NAV if member is not None and member.may(Role.ADMIN) else STAFF_NAV,
        "path": request.path,
        "link": functools.partial(_link, lang or request.query.get("lang")),
        "switch": lambda lang: str((at or request.rel_url).update_query(lang=lang)),
    }
    return render(request, template, lang=lang or page_language(request), status=status, **frame, **values)


def message(request: web.Request, *, title: str, text: str, status: int, lang: str, **values: Any) -> web.Response:
    """A page that says one thing, given as keys of texts/web.yml."""
    said = say(text, lang, **values)
    return render(request, "message.html", lang=lang, status=status, title=say(title, lang), text=said)


@routes.get("/")
async def home(request: web.Request) -> web.Response:
    """The demo page with the widget and the schemes; where the widget is not installed, a page that says so."""
    lang = wanted_language(request)
    if (WIDGET / _DEMO).is_file():
        lang = "nn" if lang == "nn" else "nb"  # the page exists in these two
        schemes = await asyncio.to_thread(services(request).catalogue.list_schemes, lang)
        return render(request, _DEMO, lang=lang, schemes=schemes)
    return message(request, title="page_service", text="page_home_missing", status=503, lang=lang)


@routes.get("/problems/{name}")
async def problem_type(request: web.Request) -> web.Response:
    """What a problem type means; the `type` of every problem leads here."""
    name = request.match_info["name"]
    if name not in STATUS:
        raise web.HTTPNotFound
    lang = wanted_language(request)
    title = say(f"title_{name}", lang)
    return render(request, "message.html", lang=lang, title=title, text=f"{STATUS[name]} · {name}")


def add_static(app: web.Application) -> None:
    """Serve the style and script of our pages, and the widget's bundle when it is there."""
    app.router.add_static("/static/", HERE / "static")
    if (WIDGET / "dist").is_dir():
        app.router.add_static("/widget/", WIDGET / "dist")


def is_missing_file(request: web.Request) -> bool:
    """Whether a static file is asked for that is not there; aiohttp would answer with no page at all.

    The folders are flat, so that a name with a slash is none, and longer than any name can be is not asked for.
    """
    for prefix, folder in (("/static/", HERE / "static"), ("/widget/", WIDGET / "dist")):
        if request.path.startswith(prefix):
            name = request.path.removeprefix(prefix)
            odd = "/" in name or "\\" in name or "\0" in name or len(name.encode("utf-8", "replace")) > 255
            return odd or not (folder / name).is_file()
    return False


def _say(lang: str, key: str, **values: Any) -> str:
    return say(key, lang, **values)


def _link(chosen: str | None, path: str, **query: Any) -> str:
    """A link within the service; a language that was chosen by hand goes along."""
    given = {name: str(value) for name, value in query.items() if value not in (None, "")}
    return str(URL(path).update_query({**given, **({"lang": chosen} if chosen in PAGE_LANGUAGES else {})}))


def _web_url(url: Any) -> str:
    """A URL that may stand in a link, or nothing: only http and https lead anywhere safe."""
    return url if isinstance(url, str) and url.startswith(("https://", "http://")) else ""
