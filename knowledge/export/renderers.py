"""The forms that a checklist is exported in. What makes each is imported when the first one is asked for: 20 MB together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
Renderer = Callable[[Json], bytes]


def _pdf(document: Json) -> bytes:
    from knowledge.export.pdf import render_pdf

    return render_pdf(document)


def _docx(document: Json) -> bytes:
    from knowledge.export.docx import render_docx

    return render_docx(document)


def _ics(document: Json) -> bytes:
    from knowledge.export.ics import render_ics

    return render_ics(document)


def _text(document: Json) -> bytes:
    from knowledge.export.mail import render_text

    return render_text(document)


RENDERERS: dict[str, Renderer] = {"pdf": _pdf, "docx": _docx, "ics": _ics, "txt": _text}
