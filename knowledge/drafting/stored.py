"""A draft as plain data and back, so that it can be kept and compared again later."""

from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from knowledge.drafting import model
from knowledge.drafting.model import Finding, SchemeDraft, Value
from knowledge.model import Topic

_KINDS: dict[str, TypeAdapter[Any]] = {
    kind.__name__: TypeAdapter(kind)
    for kind in (
        model.DateValue,
        model.StatusValue,
        model.KindsValue,
        model.AmountValue,
        model.PeriodValue,
        model.ContactValue,
        model.TextValue,
    )
}


def draft_as_json(draft: SchemeDraft) -> dict[str, Any]:
    """The draft as JSON values; each value with the name of its kind."""
    findings = [{**asdict(f), "topic": str(f.topic), "value": _value_as_json(f.value)} for f in draft.findings]
    return {**asdict(draft), "findings": findings}


def draft_from_json(data: dict[str, Any]) -> SchemeDraft:
    """What `draft_as_json` made."""
    findings = tuple(_finding(each) for each in data["findings"])
    return SchemeDraft(**{**data, "findings": findings})


def _finding(data: dict[str, Any]) -> Finding:
    kind, fields = data["value"]["kind"], data["value"]["fields"]
    value: Value = _KINDS[kind].validate_python(fields)
    return Finding(**{**data, "topic": Topic(data["topic"]), "value": value})


def _value_as_json(value: Value) -> dict[str, Any]:
    kind = type(value).__name__
    return {"kind": kind, "fields": _KINDS[kind].dump_python(value, mode="json")}
