"""The pages of the conversation: the start, the conversation itself, and what is asked or told in between."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from assistant.conversations.ports import Json
from assistant.conversations.secret import new_token
from assistant.conversations.store import Conversation
from assistant.plain.form import Form
from assistant.plain.transcript import Exchange, exchanges, shown
from assistant.web import pages
from assistant.web.acts import AUTO
from assistant.web.problems import Problem
from assistant.web.services import services
from assistant.web.texts import LANGUAGES, PAGE_LANGUAGES, page_language, say
from knowledge.deadlines import format_date

PATH = "/samtale"
_ENDED = {"invalid-token": "plain_error_no_access", "unknown-conversation": "plain_error_unknown"}


@dataclass(frozen=True)
class Open:
    """A conversation that this browser may use."""

    conversation: Conversation
    token: str

    @property
    def lang(self) -> str | None:
        """The language that the user has chosen, or None."""
        return self.conversation.lang


@dataclass(frozen=True)
class Trouble:
    """Why something was not done, for the top of the page.

    Attributes:
        problem: What went wrong.
        form: What was sent; its text stays in the field.
        field: The id of the field to mend, or empty.
    """

    problem: Problem
    form: Form
    field: str = "tekst"

    def sentence(self, lang: str) -> str:
        """What happened, in a language."""
        key = _ENDED.get(self.problem.name, self.problem.sentence)
        if self.problem.sentence == "resume_wrong":
            key = "resume_wrong"
        return say(key, lang, **self.problem.values)


def start(
    request: web.Request, *, trouble: Trouble | None = None, ended: bool = False, erased: bool = False
) -> web.Response:
    """The page before a conversation; `ended` when the one that was asked for cannot go on."""
    lang = page_language(request)
    chosen = trouble.form.lang if trouble and trouble.form.lang in (*LANGUAGES, AUTO) else ""
    values: dict[str, Any] = {
        "choice": chosen
        or ("nn" if lang == "nn" else AUTO),  # on a nynorsk page, a message without clues means nynorsk
        "ended": ended,
        "erased": erased,
    }
    return _page(request, "plain/start.html", lang, None, trouble=trouble, **values)


async def conversation(
    request: web.Request,
    opened: Open,
    *,
    trouble: Trouble | None = None,
    note: str = "",
    again: Form | None = None,
    resumed: bool = False,
) -> web.Response:
    """The conversation, its newest exchange first.

    Args:
        request: The request.
        opened: Which conversation.
        trouble: What was not done, or None.
        note: A sentence about what was done, in the page's language.
        again: What was sent just now, offered once more where the engine failed.
        resumed: Whether a link just opened it here.
    """
    lang = _language(request, opened)
    service = services(request)
    found = exchanges(await service.stores.history.read(opened.conversation.id))
    ratings = await service.stores.history.ratings(opened.conversation.id)
    turns = [_turn(exchange, number, lang, ratings) for number, exchange in enumerate(found, 1)]
    newest = turns[-1] if turns else None
    values: dict[str, Any] = {
        "turns": turns,
        "title": _title(newest, lang),
        "note": note,
        "resumed": resumed,
        "again": again if newest and newest["failed"] else None,
        "choice": opened.lang or AUTO,
    }
    return _page(request, "plain/conversation.html", lang, opened, trouble=trouble, **values)


def unread(request: web.Request, trouble: Trouble) -> web.Response:
    """A conversation that cannot be read now: only what was sent, so that it can be sent again.

    Nobody has checked the token, so nothing of the conversation may be shown.
    """
    lang, form = page_language(request), trouble.form
    unchecked = Open(Conversation(form.conversation, None, 0, expired=False), form.token)
    values: dict[str, Any] = {"turns": [], "title": "", "note": "", "resumed": False, "again": None, "choice": AUTO}
    return _page(request, "plain/conversation.html", lang, unchecked, trouble=trouble, **values)


def confirm(request: web.Request, opened: Open) -> web.Response:
    """The question before a conversation is erased."""
    return _page(request, "plain/confirm.html", _language(request, opened), opened)


def link(request: web.Request, opened: Open, url: str, expires: int) -> web.Response:
    """A link to the conversation, to be copied."""
    lang = _language(request, opened)
    return _page(request, "plain/link.html", lang, opened, url=url, until=_date(expires, lang))


def too_large(request: web.Request, problem: Problem) -> web.Response:
    """The page for a form that was not read because of its size: the text is only in the page before."""
    return _page(request, "plain/too_large.html", page_language(request), None, status=problem.status)


def _page(
    request: web.Request,
    template: str,
    lang: str,
    opened: Open | None,
    *,
    trouble: Trouble | None = None,
    status: int = 200,
    **values: Any,
) -> web.Response:
    """A page whose own part is in `lang`, which may be English; the frame around it is bokmål or nynorsk."""
    frame = opened.lang if opened and opened.lang in PAGE_LANGUAGES else None
    shared: dict[str, Any] = {
        "ui": lang,
        "words": lambda of: functools.partial(_say, of),
        "t": functools.partial(_say, lang),
        "action": f"{PATH}?lang={frame or page_language(request)}#svar",
        "opened": opened,
        # What was refused keeps its word, so that sending it again is the same request.
        "key": trouble.form.key if trouble and trouble.form.key else new_token(),
        "until_date": _date(opened.conversation.expires_at, lang) if opened else "",
        "limit": f"{services(request).settings.max_text_chars:,}".replace(",", "\u00a0"),
        "trouble": trouble,
        "languages": (AUTO, *LANGUAGES),
    }
    status = trouble.problem.status if trouble else status
    response = pages.page(request, template, status=status, lang=frame, **shared, **values)
    if trouble:
        response.headers.update(trouble.problem.headers)
    return response


def _say(lang: str, key: str, **values: Any) -> str:
    return say(key, lang, **values)


def _language(request: web.Request, opened: Open) -> str:
    return opened.lang if opened.lang in LANGUAGES else page_language(request)


def _turn(exchange: Exchange, number: int, lang: str, ratings: dict[str, bool]) -> Json:
    replies = [
        shown(reply, lang, anchor=f"m{number}{chr(96 + min(index, 26))}", rating=ratings.get(reply["id"]))
        for index, reply in enumerate(exchange.replies, 1)
    ]
    return {"user": exchange.user, "replies": replies, "failed": exchange.failed, "walking": exchange.walking}


def _title(newest: Json | None, lang: str) -> str:
    """What the page is: screen readers say it first, so the step and the question come with it."""
    asked = [reply for reply in newest["replies"] if reply["question"]] if newest else []
    if asked and asked[-1]["question"]["of"]:
        text = "".join(piece for line in asked[-1]["blocks"][0] for piece, _ in line)[:150]
        step = asked[-1]["question"]
        return say("plain_title_step", lang, step=step["step"], of=step["of"], text=text)
    return say("plain_title_answer" if newest else "plain_title_start", lang)


def _date(at: int, lang: str) -> str:
    return format_date(dt.datetime.fromtimestamp(at, dt.UTC).date(), "day", lang)
