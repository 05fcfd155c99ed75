"""Where to send a member of staff after signing in: a path of this service and nowhere else."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web
from yarl import URL

SIGN_IN = "/logg-inn"
FIRST_PAGE = "/saksbehandler"
SIGN_OUT = "/logg-ut"
_MAX_CHARS = 2_000


def local_path(text: str) -> str:
    """The path and query of a page here, or the sign-in page for anything that could lead elsewhere.

    A browser reads `//host`, and `\\` as `/`, as another site; and it drops tabs and line breaks before it looks.
    """
    if not text.startswith("/") or len(text) > _MAX_CHARS or "\\" in text or not text.isprintable():
        return SIGN_IN
    try:
        url = URL(text)
    except ValueError:
        return SIGN_IN
    path = str(url.with_fragment(None))
    is_here = not url.scheme and not url.host and path.startswith("/") and not path.startswith("//")
    return path if is_here and not url.path.startswith((SIGN_IN, SIGN_OUT)) else SIGN_IN


async def to_sign_in(request: web.Request) -> str:
    """The sign-in page for who asked for a page without being signed in, with the way back.

    A form cannot be sent again, so the way back from one is the page at the same address, if there is one.
    """
    lang = request.query.get("lang", "")
    wishes = {"lang": lang} if lang in ("nb", "nn") else {}
    if request.method not in ("GET", "HEAD"):
        wishes["feil"] = "lost"
        readable = await request.app.router.resolve(request.clone(method="GET"))
        if readable.http_exception is not None:
            return str(URL(SIGN_IN).with_query(wishes))
        return f"{URL(SIGN_IN).with_query(wishes)}&til={quote(request.path)}"
    return f"{SIGN_IN}?til={quote(str(request.rel_url))}" + "".join(f"&{k}={v}" for k, v in wishes.items())
