"""A draft as plain data and back, so that it can be kept and compared again later."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from knowledge.drafting import model
from knowledge.drafting.model import Finding, SchemeDraft, Value
from knowledge.model import Topic
from knowledge.remarks import Remark

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
    return SchemeDraft(**{**without_words(data), "findings": findings, "doubts": doubts_from_json(data)})


def doubts_from_json(data: Mapping[str, Any]) -> tuple[Remark, ...]:
    """The doubts of a finding, a draft or a proposal. One that was kept as a sentence in bokmål, before doubts had
    codes, is told as that there was one: the sentence itself may stand in the wrong målform."""
    if "doubts" in data:
        return tuple(Remark.from_json(each) for each in data["doubts"])
    return (Remark("untold"),) if data.get("doubt") else ()


def without_words(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without the sentence that doubts were kept as before they had codes."""
    return {name: value for name, value in data.items() if name != "doubt"}


def _finding(data: dict[str, Any]) -> Finding:
    kind, fields = data["value"]["kind"], data["value"]["fields"]
    value: Value = _KINDS[kind].validate_python(fields)
    told = {"topic": Topic(data["topic"]), "value": value, "doubts": doubts_from_json(data)}
    return Finding(**{**without_words(data), **told})


def _value_as_json(value: Value) -> dict[str, Any]:
    kind = type(value).__name__
    return {"kind": kind, "fields": _KINDS[kind].dump_python(value, mode="json")}
