"""What reading, fetching and drafting tell as codes, in the words of a page or a command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.sources.failures import SourceError
from assistant.web.texts import load, say
from knowledge.documents.model import DocumentError
from knowledge.remarks import Remark


def doubts(told: Iterable[Remark], lang: str) -> list[str]:
    """What makes a reading uncertain; a draft may be older than the doubts of today, and then it is told as unsure."""
    return [
        say(key, lang, **each.named) if (key := f"doubt_{each.code}") in load() else say("doubt_untold", lang)
        for each in told
    ]


def warnings(told: Iterable[Remark], lang: str) -> list[str]:
    """What of a document could not be read."""
    return [say(f"warning_{each.code}", lang, **each.named) for each in told]


def unusable(error: DocumentError, lang: str) -> list[str]:
    """Why a document cannot be used, and what to do."""
    return [say(f"reading_{error.told.code}", lang, **error.told.named)]


def unreached(error: SourceError, lang: str) -> list[str]:
    """Why an address gave no document, and what to do."""
    return [say(f"fetch_{each.code}", lang, **each.named) for each in error.told]


def of_finding(kind: str, detail: Mapping[str, Any], lang: str) -> list[str]:
    """Why a source that is watched cannot be reached or read; nothing where that was not kept."""
    told = [Remark.from_json(each) for each in detail.get("told", [])]
    if kind == "unreadable":
        keys = [(f"reading_{each.code}", each) for each in told]
    else:
        keys = [(f"fetch_{each.code}", each) for each in told]
    return [say(key, lang, **each.named) for key, each in keys if key in load()]
