"""A library in which TryggEst has a second, made-up edition, so that pages can be proved to keep editions apart."""

from __future__ import annotations

import copy
import dataclasses
from functools import cache
from typing import Any

from shipped_library import shipped_library

from assistant.library import Library
from knowledge.model import Scheme
from knowledge.search.knowledge import KnowledgeSearch

NEW, OLD = "2026", "2025"
NEW_CRITERION = {
    "id": "local_plan",
    "label": {"nb": "Lokal plan", "nn": "Lokal plan", "en": "Local plan"},
    "type": "yes_no",
    "question": {"nb": "Har dere en lokal plan?", "nn": "Har de ein lokal plan?", "en": "Do you have a local plan?"},
    "why": {"nb": "En oppdiktet plan kreves.", "nn": "Ein oppdikta plan er eit krav.", "en": "A made-up plan."},
    "reasons": {
        "met": {"nb": "Planen er der.", "nn": "Planen er der.", "en": "The plan is there."},
        "not_met": {"nb": "Planen mangler.", "nn": "Planen manglar.", "en": "The plan is missing."},
        "unknown": {"nb": "Avklar planen.", "nn": "Avklar planen.", "en": "Clarify the plan."},
    },
    "remedy": {"nb": "Lag en plan.", "nn": "Lag ein plan.", "en": "Make a plan."},
    "citation": {"source": "slides-2025", "locator": "TryggEst: Hvem kan søke?"},
}


@cache
def two_editions() -> Library:
    """The shipped library with TryggEst 2026 (another deadline, a higher amount, one criterion more), and a source with
    an address, which none has that is shipped."""
    shipped = shipped_library()
    changed = {"tryggest": _with_edition, "kommunalt-rusarbeid": _with_address}
    schemes = [changed.get(scheme.id, lambda same: same)(scheme) for scheme in shipped.schemes]
    return dataclasses.replace(shipped, schemes=schemes, search=KnowledgeSearch.of(schemes, shipped.passages))


def _with_edition(scheme: Scheme) -> Scheme:
    document: dict[str, Any] = scheme.model_dump(mode="json")
    newer = copy.deepcopy(document["editions"][0])
    newer["id"] = NEW
    newer["deadlines"]["application"]["date"] = "2027-03-31"
    [fact] = [f for f in newer["facts"] if f["id"] == "amount"]
    fact["statement"] = {lang: text.replace("400", "500") for lang, text in fact["statement"].items()}
    [amount] = [c for c in newer["criteria"] if c["id"] == "amount"]
    amount["limits"] = [{"value": 500000}]
    newer["criteria"].append(copy.deepcopy(NEW_CRITERION))
    document["editions"].append(newer)
    return Scheme.model_validate(document)


def _with_address(scheme: Scheme) -> Scheme:
    document: dict[str, Any] = scheme.model_dump(mode="json")
    for source in document["sources"]:
        source["url"] = f"https://example.no/{source['id']}"
    return Scheme.model_validate(document)
