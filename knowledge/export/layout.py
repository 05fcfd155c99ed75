"""How a kept checklist is laid out for reading: headings, facts, and the items in the order a municipality works.

PDF, Word and mail show the same things in the same order; they differ only in how. The page has its labels from here.
"""

import datetime as dt
import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from knowledge.checklist import MISSING
from knowledge.deadlines import format_date
from knowledge.language.texts import knowledge_texts

# The facts of the scheme, in their order: by label, what of the document it is about.
_FACTS = {"scheme": "scheme_name", "edition": "edition", "receiver": "receiver", "window": "window"}
_LABELS = (
    "facts",
    *_FACTS,
    "basis",
    "criterion",
    "answer",
    "status",
    "steps",
    "done",
    "what",
    "who",
    "when",
    "why",
    "source",
    "responsible",
)


# Control characters and line ends, halves of pairs, and what is no character: in a calendar they would begin a line of
# their own, and no Word document and no PDF can hold them.
_NO_LETTER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")


def on_one_line(value: Any) -> Any:
    """A document, or a part of one, with every text of it on one line and of letters alone."""
    if isinstance(value, str):
        return _NO_LETTER.sub(" ", value)
    if isinstance(value, Mapping):
        return {key: on_one_line(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [on_one_line(each) for each in value]
    return value


def lay_out(document: Mapping[str, Any]) -> dict[str, Any]:
    """Puts a checklist in order.

    Args:
        document: as `knowledge.checklist_document.compose` makes it, with `done` on each item.

    Returns:
        JSON: `lang`, `title`, `made`, `facts` (pairs of label and text), `outcome`, `basis`, `notes`, `labels`, and
        `groups`: items that share a date under a `heading`, numbered through; each item also has `source` in words.
    """
    document = on_one_line(document)
    lang = document["lang"]
    texts = knowledge_texts()
    made = format_date(dt.date.fromisoformat(document["made"]), "day", lang)
    said = labels(lang)
    return {
        "lang": lang,
        "title": document["title"],
        "made": texts("document_made", lang, date=made),
        "facts": [[said[label], document[key]] for label, key in _FACTS.items()],
        "outcome": document["outcome"],
        "basis": [{**each, "source": _source(each["citation"])} for each in document["basis"]],
        "groups": list(_groups(document["items"], lang)),
        "notes": document["notes"],
        "labels": said,
        "page_of": texts("document_page_of", lang, page="{page}", pages="{pages}"),
    }


def labels(lang: str) -> dict[str, str]:
    """What stands beside and above the parts of a checklist."""
    texts = knowledge_texts()
    return {label: texts(f"document_{label}", lang) for label in _LABELS}


def _groups(items: list[dict[str, Any]], lang: str) -> list[dict[str, Any]]:
    numbered = [{**item, "number": n, "source": _source(item["citation"])} for n, item in enumerate(items, 1)]
    return [
        {"heading": heading, "items": list(each)}
        for heading, each in groupby(numbered, key=lambda item: _heading(item, lang))
    ]


def _heading(item: Mapping[str, Any], lang: str) -> str:
    texts = knowledge_texts()
    if item["id"].startswith(MISSING) or (item["number"] == 1 and not item["due"]["date"]):
        return texts("document_first", lang)
    if not item["due"]["date"]:
        return texts("document_undated", lang)
    when: str = item["due"]["text"]
    return when[:1].upper() + when[1:]


def _source(citation: Mapping[str, Any]) -> str:
    return f"{citation['title']}: {citation['locator']}"
