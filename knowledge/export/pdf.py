"""A checklist as PDF that everybody can read (PDF/UA-1) and an archive can keep (PDF/A-2a)."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from knowledge.export.layout import lay_out

_TEMPLATE = Path(__file__).with_name("checklist.typ")
_STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
# Signs that the fonts may lack: beyond Latin, Greek and Cyrillic letters, punctuation, arrows and marks. PDF/UA allows no
# letter that cannot be shown, and a checklist with a question mark in it is better than none.
_NO_FONT = re.compile("[^\x00-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u2193\u2212\u2610-\u2612]")
_LOCK = Lock()  # one compiler, and downloads come from several threads


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Only the fonts that come with typst, so that a document looks the same on every machine."""
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), ignore_system_fonts=True)


def render_pdf(document: Mapping[str, Any]) -> bytes:
    """Writes a checklist as tagged PDF; typst refuses to write one that breaks the standards.

    Args:
        document: a checklist as kept (see `knowledge.checklist_document.compose`).
    """
    data = json.dumps(lay_out(document), ensure_ascii=False)
    try:
        return _compiled(document, data)
    except typst.TypstError:
        plain = _NO_FONT.sub("?", data)
        if plain == data:
            raise
        return _compiled(document, plain)


def _compiled(document: Mapping[str, Any], data: str) -> bytes:
    made = dt.datetime.fromisoformat(document["made"]).replace(tzinfo=dt.UTC)
    with _LOCK:
        written: Any = _compiler().compile(
            format="pdf", sys_inputs={"data": data}, pdf_standards=[*_STANDARDS], timestamp=made
        )
    return bytes(written)
