"""What a document would change in a scheme, one proposal for each thing it says, and an editor's decisions on them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pydantic import ValidationError

from knowledge.drafting.stored import doubts_from_json, without_words
from knowledge.editing.edits import Edit, EditError, Json, apply, value_at
from knowledge.editing.scheme_file import with_questions_of
from knowledge.model import LANGS, Scheme
from knowledge.remarks import Remark

# same: the document says what is live. changed: something else. new: nothing is live on it. old: what a new edition
# takes over from the one before, and that names a date or a year that is past.
State = Literal["same", "changed", "new", "old"]
What = Literal["accept", "reject", "remove"]
ALWAYS = ("source", "edition")  # what everything else of a draft stands on
EACH: tuple[str, ...] = LANGS
SEPARATOR = "/"  # between the names of a path in forms and stored decisions


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that a document would change.

    Attributes:
        id: Its name within the draft.
        field: The kind of thing (`knowledge.drafting.model.Field`), or `source`, `edition`, `statement`.
        topic: The topic it belongs to, or "".
        state: How it stands to what is live.
        live: What is live, in words by language; empty for nothing.
        found: What was understood, in words by language; empty where the passage says all.
        passage: The document's own words; "" when there are none.
        locator: Where they stand.
        certain: Whether the extraction is certain; otherwise `doubts` tells why not.
        edits: What accepting it does, in order.
        to_write: Places of texts that somebody must write, or read and confirm, before it can be accepted.
    """

    id: str
    field: str
    topic: str
    state: State
    live: dict[str, str]
    found: dict[str, str]
    passage: str
    locator: str
    certain: bool
    doubts: tuple[Remark, ...]
    edits: tuple[Edit, ...]
    to_write: tuple[tuple[str, ...], ...] = ()

    @property
    def needs_decision(self) -> bool:
        """Whether an editor must look at it; what is the same needs none."""
        return self.state != "same" and self.id not in ALWAYS

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        fields["doubts"] = [asdict(each) for each in self.doubts]
        return {**fields, "edits": [e.as_json() for e in self.edits], "to_write": [list(p) for p in self.to_write]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Proposal":
        """What `as_json` made."""
        edits = tuple(Edit.from_json(edit) for edit in data["edits"])
        told = {"edits": edits, "to_write": tuple(tuple(path) for path in data["to_write"])}
        return cls(**{**without_words(data), **told, "doubts": doubts_from_json(data)})


@dataclass(frozen=True, slots=True)
class Decision:
    """An editor's word on a proposal. `values` replace what an edit would put at a place (path joined by `/`)."""

    what: What
    values: dict[str, Json]

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"what": self.what, "values": self.values}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Decision":
        """What `as_json` made."""
        return cls(data["what"], dict(data["values"]))


class DecisionError(ValueError):
    """Decisions do not make a usable scheme. `problems` pairs a proposal's id ("" for the whole) with what to do."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(message for _, message in problems))
        self.problems = list(problems)


def undecided(proposals: Sequence[Proposal], decisions: Mapping[str, Decision]) -> list[Proposal]:
    """Those that an editor must still decide."""
    return [p for p in proposals if p.needs_decision and p.id not in decisions]


def decided(scheme: Scheme, proposals: Sequence[Proposal], decisions: Mapping[str, Decision]) -> Scheme:
    """The scheme as the decisions make it.

    Raises:
        DecisionError: Something is undecided, a text is missing, or the whole does not hold together.
    """
    problems = [(p.id, "is not decided: accept it, change it or reject it") for p in undecided(proposals, decisions)]
    chosen = [p for p in proposals if _chosen(p, decisions)]
    if not any(p.id in decisions or p.edits for p in chosen):
        problems = problems or [("", "nothing would change, so there is nothing to publish")]
    problems += [(p.id, message) for p in chosen for message in _unwritten(p, decisions.get(p.id))]
    if problems:
        raise DecisionError(problems)
    document = scheme.model_dump(mode="json")
    for proposal in chosen:
        document = _made(document, proposal, decisions.get(proposal.id))
    return validated(document, scheme)


def validated(document: Json, before: Scheme) -> Scheme:
    """A document as a scheme, without the questions known for statements that it no longer has.

    Raises:
        DecisionError: It is not usable; each problem names its place.
    """
    known = {s["id"] for edition in document["editions"] for kind in ("facts", "gaps") for s in edition[kind]}
    for field in ("questions", "contrasts"):
        document[field] = {s: asked for s, asked in document[field].items() if s in known}
    try:
        return with_questions_of(Scheme.model_validate(document), before)
    except ValidationError as error:
        problems = [("", f"{_place(document, item['loc'])}: {item['msg']}") for item in error.errors()]
        raise DecisionError(problems) from None


def _chosen(proposal: Proposal, decisions: Mapping[str, Decision]) -> bool:
    if proposal.id in ALWAYS or proposal.state == "same":
        return True
    if proposal.id not in decisions:
        return False
    settles = any(edit.path[-1] == "otherwise" for edit in proposal.edits)
    return decisions[proposal.id].what != "reject" or settles


def _unwritten(proposal: Proposal, decision: Decision | None) -> list[str]:
    """Texts that nobody has written or confirmed."""
    if decision and decision.what != "accept":
        return []
    values = decision.values if decision else {}
    return [
        f"{SEPARATOR.join(path)}: the text is missing; write it in this language too"
        for path in proposal.to_write
        if not str(values.get(SEPARATOR.join(path), "")).strip()
    ]


def _made(document: Json, proposal: Proposal, decision: Decision | None) -> Json:
    if decision and decision.what == "remove":
        whole = {edit.path[:4] for edit in proposal.edits if len(edit.path) > 4}  # editions/<year>/facts/<id>
        edits: Sequence[Edit] = [Edit(path, value_at(document, path), None) for path in whole]
    else:
        edits = edits_of(proposal, decision)
    if decision and decision.what == "reject":  # decided: what the document tells does not hold
        edits = [edit for edit in edits if edit.path[-1] == "otherwise"]
    try:
        return apply(document, [_rebased(document, edit) for edit in edits])
    except EditError as error:
        raise DecisionError([(proposal.id, str(error))]) from None


def edits_of(proposal: Proposal, decision: Decision | None) -> list[Edit]:
    """What accepting a proposal does, with the editor's own values.

    Raises:
        DecisionError: A value is for a place that the proposal does not have.
    """
    try:
        return [_with_value(edit, decision) for edit in proposal.edits]
    except EditError as error:
        raise DecisionError([(proposal.id, str(error))]) from None


def _with_value(edit: Edit, decision: Decision | None) -> Edit:
    """The edit with the editor's own value, also for a place inside what it adds."""
    if decision is None:
        return edit
    after = edit.after
    for joined, value in decision.values.items():
        path = tuple(joined.split(SEPARATOR))
        if path == edit.path:
            after = _like(value, edit.after)
        elif path[: len(edit.path)] == edit.path and isinstance(after, dict):
            inner = path[len(edit.path) :]
            after = apply(after, [Edit(inner, value_at(after, inner), _like(value, value_at(after, inner)))])
    return Edit(edit.path, edit.before, after)


def _like(value: Json, example: Json) -> Json:
    """A form's text as the kind of value that stands there."""
    if isinstance(value, str) and isinstance(example, int | float) and not isinstance(example, bool):
        try:
            return float(value.replace(" ", "").replace(",", "."))
        except ValueError:
            return value
    return value.strip() if isinstance(value, str) else value


def _rebased(document: Json, edit: Edit) -> Edit:
    """The edit on a place that another proposal of the same draft has changed: what both want is done. A text that is
    only confirmed stays as the other has made it; a statement that two passages speak of cites both."""
    there = value_at(document, edit.path)
    if there == edit.before:
        return edit
    if edit.before == edit.after or there == edit.after:
        return Edit(edit.path, there, there)
    if edit.path[-1] == "citation" and isinstance(there, dict):
        return _also_cited(document, edit, there)
    if not (isinstance(there, str) and isinstance(edit.before, str) and isinstance(edit.after, str)):
        return edit
    before, after = _differing(edit.before, edit.after)
    if before and str(there).count(before) == 1:
        return Edit(edit.path, there, str(there).replace(before, after))
    return edit


def _also_cited(document: Json, edit: Edit, there: Json) -> Edit:
    """The citation beside the one that is there already; deadlines have but one, and keep it."""
    place = (*edit.path[:-1], "more_citations")
    more = value_at(document, place)
    if more is None or edit.after in more:
        return Edit(edit.path, there, there)
    return Edit(place, more, [*more, edit.after])


def _differing(before: str, after: str) -> tuple[str, str]:
    """The words in which two texts differ, with one word around them."""
    old, new = before.split(" "), after.split(" ")
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    end = next(
        (i for i, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), min(len(old), len(new))
    )
    end = min(end, len(old) - start, len(new) - start)
    return " ".join(old[start : len(old) - end]), " ".join(new[start : len(new) - end])


def _place(document: Json, location: tuple[int | str, ...]) -> str:
    """A place by names instead of numbers."""
    names: list[str] = []
    node = document
    for part in location:
        inside = (isinstance(node, list) and isinstance(part, int)) or (isinstance(node, dict) and part in node)
        node = node[part] if inside else None
        named = (node.get("id") or node.get("value")) if isinstance(node, dict) else None
        names.append(str(named or part) if isinstance(part, int) else str(part))
    return SEPARATOR.join(names) or "the scheme"
