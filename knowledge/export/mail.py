"""A checklist as plain text, ready to paste into a mail or a case file."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.export.layout import lay_out

_WIDTH = 76  # what mail programs leave unbroken


def render_text(document: Mapping[str, Any]) -> bytes:
    """Writes a checklist as UTF-8 text: the subject first, then what to do, in order, each with its source.

    Args:
        document: a checklist as kept (see `knowledge.checklist_document.compose`).
    """
    shown = lay_out(document)
    lines = [shown["title"], "=" * len(shown["title"]), shown["made"], ""]
    if shown["outcome"]:
        lines += [*_wrapped(shown["outcome"]), ""]
    for label, value in shown["facts"]:
        lines += _wrapped(f"{label}: {value}")
    for group in shown["groups"]:
        lines += ["", group["heading"], "-" * len(group["heading"])]
        for item in group["items"]:
            lines += _item(item, shown["labels"])
    if shown["basis"]:
        lines += ["", shown["labels"]["basis"], "-" * len(shown["labels"]["basis"])]
        for row in shown["basis"]:
            lines += _wrapped(f"{row['label']}: {row['answer']}. {row['status']}. {row['reason']}")
    lines.append("")
    for note in shown["notes"]:
        lines += _wrapped(note)
    return ("\r\n".join(lines) + "\r\n").encode()


def _item(item: Mapping[str, Any], labels: Mapping[str, str]) -> Iterator[str]:
    mark = "x" if item["done"] else " "
    yield from _wrapped(f"[{mark}] {item['number']}. {item['what']}", indent=4)
    yield from _wrapped(f"    {labels['who']}: {item['who']}. {item['why']}", indent=4)
    where = item["citation"]["url"]
    yield from _wrapped(f"    {labels['source']}: {item['source']}", indent=4)
    if where:
        yield f"    {where}"


def _wrapped(text: str, indent: int = 0) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    ) or [""]
