"""The fields in which an editor changes what a proposal would put in place, and what was filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.editing.edits import Edit, Path
from knowledge.editing.proposals import SEPARATOR, Decision, Proposal
from knowledge.model import LANGS
from knowledge.values import LARGEST, is_possible

Json = Any
Kind = Literal["text", "line", "date", "number", "choice"]
LONGEST_TEXT = 600  # as `knowledge.model.Sentence`
_LONGEST_LINE = 500
_CHOICES = {
    "status": ("announced", "not_announced_yet", "closed"),
    "precision": ("day", "month"),
    "certainty": ("fixed", "assumed"),
}
_LINES = ("title", "publisher", "url")
_DATES = ("date", "checked")
_NUMBERS = ("year",)
_MAY_BE_EMPTY = (("sources", "date"), ("sources", "url"))


@dataclass(frozen=True)
class Field:
    """One field of a form.

    Attributes:
        path: The place in the scheme.
        name: Its name in the form.
        value: What stands in it.
        default: What the proposal would put there, as it would stand in the field.
        lang: The language of a text; "" for a value.
        choices: What can be chosen; empty for other kinds.
    """

    path: Path
    kind: Kind
    name: str
    value: str
    default: str
    lang: str = ""
    choices: tuple[str, ...] = ()


def fields(proposal: Proposal, decision: Decision | None, confirmed: Mapping[str, str]) -> list[Field]:
    """The fields of a proposal, texts by place, with what was decided or confirmed elsewhere in them.

    Args:
        proposal: The proposal.
        decision: What was decided, whose values stand in the fields.
        confirmed: Texts that other proposals of the draft put at the same places.
    """
    found = [field for edit in proposal.edits for field in _of_edit(edit)]
    return [_filled(field, decision, confirmed) for field in found if not _is_deep(proposal, field)]


def rows(found: list[Field]) -> list[list[Field]]:
    """Fields in rows: the three languages of one text side by side, every value by itself."""
    grouped: dict[Path, list[Field]] = {}
    for field in found:
        grouped.setdefault(field.path[:-1] if field.kind == "text" else field.path, []).append(field)
    return list(grouped.values())


def read(proposal: Proposal, found: list[Field], form: Mapping[str, str]) -> tuple[dict[str, Json], dict[str, str]]:
    """What was filled in: values for a decision, and the sentences that say what is wrong, by the field's name.

    Only what differs from the proposal is a value, and what somebody must confirm.
    """
    values: dict[str, Json] = {}
    wrong: dict[str, str] = {}
    to_write = {SEPARATOR.join(path) for path in proposal.to_write}
    for field in found:
        given = " ".join(form.get(field.name, field.value).split())
        joined = SEPARATOR.join(field.path)
        if problem := _problem(field, given):
            wrong[field.name] = problem
        elif given != field.default or joined in to_write:
            values[joined] = _parsed(field, given, proposal)
    return values, wrong


def _of_edit(edit: Edit) -> Iterator[Field]:
    if edit.path[-1] == "limits" and isinstance(edit.after, list) and isinstance(edit.before, list):
        changed = [new for old, new in zip(edit.before, edit.after, strict=False) if old != new]
        if changed:
            yield _field(edit.path, "number", f"{changed[0]['value']:g}")
    else:
        yield from _inside(edit.path, edit.after)


def _inside(path: Path, value: Json) -> Iterator[Field]:
    last = path[-1]
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _inside((*path, name), each)
    elif last in LANGS and isinstance(value, str):
        yield _field(path, "text", value, lang=str(last))
    elif last in _CHOICES:
        estimate = ("estimate",) if last == "certainty" and "facts" in path else ()
        yield _field(path, "choice", str(value), choices=(*_CHOICES[last], *estimate))
    elif last in _DATES:
        yield _field(path, "date", value or "")
    elif last in _NUMBERS:
        yield _field(path, "number", str(value))
    elif last in _LINES:
        yield _field(path, "line", value or "")


def _field(path: Path, kind: Kind, value: str, *, lang: str = "", choices: tuple[str, ...] = ()) -> Field:
    return Field(path, kind, f"v:{SEPARATOR.join(path)}", value, value, lang, choices)


def _is_deep(proposal: Proposal, field: Field) -> bool:
    """In a new edition only its dates and status are asked for; the rest is taken over, and reviewed by itself."""
    return proposal.id == "edition" and not (
        field.path[2:3] in (("status",), ("deadlines",)) and "otherwise" not in field.path
    )


def _filled(field: Field, decision: Decision | None, confirmed: Mapping[str, str]) -> Field:
    joined = SEPARATOR.join(field.path)
    decided = decision.values.get(joined) if decision else confirmed.get(joined)
    if isinstance(decided, list):
        decided = next((f"{each['value']:g}" for each in decided if f"{each['value']:g}" != field.default), None)
    if decided is None:
        return field
    return Field(field.path, field.kind, field.name, _as_text(decided), field.default, field.lang, field.choices)


def _as_text(value: Json) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _problem(field: Field, given: str) -> str:
    """The key of a sentence, or "" when the value can be used."""
    if not given:
        return "" if (field.path[0], field.path[-1]) in _MAY_BE_EMPTY else "edit_wrong_empty"
    if field.kind in ("text", "line") and len(given) > (LONGEST_TEXT if field.kind == "text" else _LONGEST_LINE):
        return "edit_wrong_long"
    if field.path[-1] == "url" and not given.startswith("https://"):
        return "edit_wrong_url"
    if field.kind == "date" and not ((day := read_date(given)) and is_possible(day)):
        return "edit_wrong_date"
    if field.kind == "choice" and given not in field.choices:
        return "edit_wrong_choice"
    return "edit_wrong_number" if field.kind == "number" and _number(given) is None else ""


def _parsed(field: Field, given: str, proposal: Proposal) -> Json:
    if field.kind == "number" and field.path[-1] == "limits":
        return _limits(proposal, field.path, _number(given))
    if field.kind == "number":
        return _number(given)
    if field.kind == "date" and given:
        return str(read_date(given))
    return given or None


def _limits(proposal: Proposal, path: Path, number: float | None) -> Json:
    """The limits as the proposal changes them, with another number in the places that it changes."""
    edit = next(each for each in proposal.edits if each.path == path)
    pairs = zip(edit.before, edit.after, strict=True)
    return [new if old == new else {**new, "value": number} for old, new in pairs]


def read_date(given: str) -> dt.date | None:
    """A day as a date field gives it, or as it is written by hand: 2026-03-01, 1.3.2026."""
    parts = given.split(".")
    try:
        if len(parts) == 3:
            return dt.date(int(parts[2]), int(parts[1]), int(parts[0]))
        return dt.date.fromisoformat(given)
    except (ValueError, OverflowError):
        return None


def _number(given: str) -> float | None:
    try:
        number = float(given.replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number <= LARGEST else None


def texts_decided(proposals: tuple[Proposal, ...], decisions: Mapping[str, Decision]) -> dict[str, str]:
    """The texts that decisions put at places, so that a second proposal on a statement begins where the first ended."""
    return {
        place: value
        for proposal in proposals
        if (decision := decisions.get(proposal.id)) and decision.what == "accept"
        for place, value in decision.values.items()
        if isinstance(value, str) and place.rsplit(SEPARATOR, 1)[-1] in LANGS
    }
