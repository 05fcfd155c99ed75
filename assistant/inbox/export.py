"""What editors have accepted as files for the repository, and the inbox as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from assistant.inbox.accepted import Accepted, one_line
from assistant.web.spreadsheet import harmless

_QUESTIONS = (
    "# Questions accepted in the inbox, by statement. Merge them into knowledge/schemes/questions/{scheme}.yml.\n"
)
_INTENT = (
    "# Accepted in the inbox. Move each line to the family in nlu_data/ that says the same, or make a new family.\n"
)
_DRAFTS = (
    "# Facts to write, asked for in the inbox. Fill in and move them to `facts` in knowledge/schemes/{scheme}.yml.\n"
)


def files(accepted: Sequence[Accepted]) -> dict[str, str]:
    """The accepted examples and drafts as files, by path; the folders are named as those in the repository."""
    found: dict[str, str] = {}
    for scheme, rows in _by(accepted, "question", "scheme"):
        found[f"knowledge/schemes/questions/{scheme}.yml"] = _questions(scheme, rows)
    for intent, rows in _by(accepted, "intent", "target"):
        found[f"nlu_data/{intent}.yml"] = _examples(intent, rows)
    for scheme, rows in _by(accepted, "draft", "scheme"):
        found[f"drafts/{scheme}.yml"] = _facts(scheme, rows)
    return found


def zipped(contents: Mapping[str, str]) -> bytes:
    """The files in one archive; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in contents.items():
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), text)
    return buffer.getvalue()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file as Norwegian Excel opens it: semicolons, UTF-8 with a mark at its start.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it: a user wrote it.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _questions(scheme: str, rows: list[Accepted]) -> str:
    lines = [_QUESTIONS.format(scheme=scheme)]
    for statement, group in groupby(rows, key=lambda row: row.target):
        lines.append(f"{statement}:\n")
        lines += [f"  - {_quoted(row.text)}\n" for row in group]
    return "".join(lines)


def _examples(intent: str, rows: list[Accepted]) -> str:
    head = f'{_INTENT}version: "3.1"\nnlu:\n- intent: {intent}\n  metadata: {{family: {intent}.from_inbox}}\n  examples: |\n'
    return head + "".join(f"    - {_plain(row.text)}\n" for row in rows)


def _facts(scheme: str, rows: list[Accepted]) -> str:
    lines = [_DRAFTS.format(scheme=scheme), "facts:\n"]
    for number, row in enumerate(rows, start=1):
        lines += [
            f"  # Asked: {one_line(row.text)}\n",
            f"  - id: {row.target.replace('_', '-')}-draft-{number}\n",
            f"    topic: {row.target}\n",
            '    statement: {nb: "", nn: "", en: ""}\n',
            '    citation: {source: "", locator: ""}\n',
            "    terms: {nb: [], nn: [], en: []}\n",
        ]
    return "".join(lines)


def _by(accepted: Sequence[Accepted], form: str, field: str) -> list[tuple[str, list[Accepted]]]:
    chosen = [row for row in accepted if row.form == form]
    chosen.sort(key=lambda row: (str(getattr(row, field)), row.target, row.at, row.id))
    return [(key, list(rows)) for key, rows in groupby(chosen, key=lambda row: str(getattr(row, field)))]


def _quoted(text: str) -> str:
    """As a double-quoted YAML string; JSON's is one."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    """On one line, without what Rasa reads as the marking of an entity: `[word](type)` or `[word]{…}`."""
    return one_line(text).replace("](", "] (").replace("]{", "] {")
