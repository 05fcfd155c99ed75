"""A conversation's history as exchanges, and each message in the parts that a page shows. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from yarl import URL

from assistant.conversations.ports import Json
from assistant.web.texts import LANGUAGES
from knowledge.deadlines import format_date

RATED = frozenset(["answer", "verdict", "checklist", "no_source", "handoff"])
_SHOWN_LANGUAGES = frozenset([*LANGUAGES, "se", "sma", "smj"])
_OUTCOMES = {"eligible": "success", "not_eligible": "danger", "needs_action": "warning", "unclear": "info"}
_STATUSES = {"met": "success", "not_met": "danger", "needs_action": "warning", "unknown": "neutral"}
_SAME_SOURCE = ("source", "title", "locator", "edition")
_LONGEST_LEAD = 220
_FORMATS = ("html", "pdf", "docx", "ics")
_MAX_BARS = 12


@dataclass
class Exchange:
    """What the user said (None for the greeting) and the replies to it."""

    user: str | None
    replies: list[Json] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether the engine could not answer."""
        return any(reply["kind"] == "error" for reply in self.replies)

    @property
    def walking(self) -> bool:
        """Whether a check is under way or just decided, so that its answers can be seen and changed."""
        return any(reply.get("question") or reply.get("verdict") for reply in self.replies)


def exchanges(history: Iterable[Json]) -> list[Exchange]:
    """The messages of a history (each with `role`), grouped by what the user said, oldest first."""
    found: list[Exchange] = []
    for message in history:
        if message["role"] == "user":
            found.append(Exchange(message["text"]))
            continue
        if not found:
            found.append(Exchange(None))
        found[-1].replies.append(message)
    return found


def shown(message: Json, page_lang: str, *, anchor: str, rating: bool | None = None) -> Json:
    """A reply in the parts that the template needs.

    Args:
        message: A Message of the HTTP contract.
        page_lang: The page's language, for words around a message in a language that they lack.
        anchor: Begins the ids of the message's elements; letters and digits.
        rating: Whether the user found it helpful, None when not rated.
    """
    sources = _sources(message)
    lang = message["lang"] if message["lang"] in _SHOWN_LANGUAGES else page_lang
    words = lang if lang in LANGUAGES else page_lang
    return {
        "id": message["id"],
        "anchor": anchor,
        "kind": message["kind"],
        "lang": lang,
        "words": words,
        "blocks": paragraphs(message["text"], len(message["citations"])),
        "lead": _lead(message["text"]),
        "sources": [_source(citation, message["scheme"], words) for citation in sources],
        "question": _question(message.get("question")),
        "buttons": message["buttons"],
        "verdict": _verdict(message.get("verdict"), sources),
        "checklist": _checklist(message.get("checklist"), sources),
        "office": _office(message.get("office")),
        "rated": message["kind"] in RATED,
        "rating": rating,
    }


def paragraphs(text: str, sources: int) -> list[list[list[tuple[str, int]]]]:
    """Paragraphs of lines of pieces: (text, 0), or ("[2]", 2) where the message has a second source."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return [[_pieces(line, sources) for line in block.split("\n")] for block in blocks]


def _pieces(line: str, sources: int) -> list[tuple[str, int]]:
    pieces = []
    for piece in re.split(r"(\[\d{1,3}\])", line):
        number = int(piece[1:-1]) if re.fullmatch(r"\[\d{1,3}\]", piece, re.ASCII) else 0
        if piece:
            pieces.append((piece, number if number <= sources else 0))
    return pieces


def _lead(text: str) -> str:
    """The first line, which names the scheme; a card says the rest. A single long line would only repeat the card."""
    lines = text.strip().split("\n")
    return lines[0].removesuffix(":") if len(lines) > 1 or len(lines[0]) <= _LONGEST_LEAD else ""


def _sources(message: Json) -> list[Json]:
    """The sources of the message, then those of its card that are not among them."""
    found = list(message["citations"])
    cards = [*(message.get("verdict") or {}).get("criteria", ()), *(message.get("checklist") or {}).get("items", ())]
    for part in cards:
        citation = part.get("citation")
        if citation and not _number(citation, found):
            found.append(citation)
    return found


def _number(citation: Json | None, sources: list[Json]) -> int:
    """The number of a citation among the sources, from 1; 0 for none."""
    same = (all((citation or {}).get(name) == each.get(name) for name in _SAME_SOURCE) for each in sources)
    return next((number for number, found in enumerate(same, 1) if found), 0) if citation else 0


def _source(citation: Json, scheme: str | None, lang: str) -> Json:
    path = ""
    if scheme and citation.get("source"):
        place = URL(f"/kilder/{quote(scheme, safe='')}/{quote(citation['source'], safe='')}", encoded=True)
        path = str(place.with_query({"sted": citation["locator"]}) if citation.get("locator") else place)
    return {
        "title": citation.get("title") or citation.get("source") or "",
        "path": path,
        "url": citation.get("url"),
        "locator": citation.get("locator"),
        "edition": citation.get("edition"),
        "checked": _date(citation.get("checked"), lang),
    }


def _date(value: str | None, lang: str) -> str:
    try:
        return format_date(dt.date.fromisoformat((value or "")[:10]), "day", lang)
    except ValueError:
        return value or ""


def _question(question: Json | None) -> Json | None:
    if not question:
        return None
    step, of = question.get("step") or 0, question.get("of") or 0
    return {"step": step, "of": of, "bars": [number <= step for number in range(1, min(of, _MAX_BARS) + 1)]}


def _verdict(verdict: Json | None, sources: list[Json]) -> Json | None:
    if not verdict or not verdict.get("criteria"):
        return None
    outcome = verdict["outcome"] if verdict["outcome"] in _OUTCOMES else "unclear"
    return {
        "outcome": outcome,
        "tone": _OUTCOMES[outcome],
        "window": {"text": "", "certainty": "", **(verdict.get("window") or {})},
        "criteria": [_criterion(each, sources) for each in verdict["criteria"]],
        "changes": [text for each in verdict.get("changes") or () if (text := _change(each))],
    }


def _criterion(criterion: Json, sources: list[Json]) -> Json:
    status = criterion["status"] if criterion["status"] in _STATUSES else "unknown"
    number = _number(criterion.get("citation"), sources)
    told = {"label": criterion.get("label") or "", "reason": criterion["reason"]}
    return {**told, "status": status, "tone": _STATUSES[status], "number": number}


def _change(change: str | Mapping[str, Any]) -> str:
    """The contract leaves its shape open: a sentence, or an object that holds one."""
    return change if isinstance(change, str) else str(change.get("text") or change.get("title") or "")


def _checklist(checklist: Json | None, sources: list[Json]) -> Json | None:
    if not checklist or not checklist.get("items"):
        return None
    links = checklist.get("links") or {}
    return {
        "tasks": [_task(item, sources) for item in checklist["items"]],
        "links": [(name, links[name]) for name in _FORMATS if str(links.get(name, "")).startswith("/checklists/")],
    }


def _task(item: Json, sources: list[Json]) -> Json:
    told = {name: item.get(name) or "" for name in ("who", "why")}
    due = (item.get("due") or {}).get("text") or ""
    number = _number(item.get("citation"), sources)
    return {**told, "what": item["what"], "done": bool(item.get("done")), "due": due, "number": number}


def _office(office: Json | None) -> Json | None:
    if not office or not office.get("name"):
        return None
    url = URL(office["url"]) if office.get("url") else None
    host = (url.host or "").removeprefix("www.") if url else ""
    told = {name: office.get(name) or "" for name in ("name", "url", "email", "phone")}
    return {**told, "host": host, "dial": re.sub(r"[^\d+]", "", told["phone"])}
