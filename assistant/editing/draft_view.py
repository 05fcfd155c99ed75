"""A draft as it is shown: each proposal with what it changes, the fields to change it in, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.editing.changes import Change, changes
from assistant.editing.drafts import Draft
from assistant.editing.fields import Field, fields, rows, texts_decided
from knowledge.editing.edits import EditError, apply
from knowledge.editing.proposals import ALWAYS, Decision, DecisionError, Proposal, edits_of
from knowledge.model import Scheme

Json = Any


@dataclass(frozen=True)
class Shown:
    """One proposal on a page.

    Attributes:
        decision: What was decided; None when nothing was yet.
        rows: The fields, those of one text side by side.
        changes: What accepting it does, as it is decided or proposed.
        errors: Sentences by the name of a field, "" for the whole.
    """

    proposal: Proposal
    decision: Decision | None
    rows: list[list[Field]]
    changes: list[Change]
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """Its id in the page."""
        return f"p-{self.proposal.id}"

    @property
    def must_write(self) -> bool:
        """Whether an editor must write or confirm something before it can be accepted."""
        return bool(self.proposal.to_write)


@dataclass(frozen=True)
class DraftView:
    """A draft on a page: what stands first, what is to be decided, what is decided, and what is the same."""

    draft: Draft
    first: list[Shown]
    open: list[Shown]
    done: list[Shown]
    same: list[Shown]

    @property
    def total(self) -> int:
        """How many proposals need a decision."""
        return len(self.open) + len(self.done)

    @property
    def certain_open(self) -> list[Shown]:
        """Those that can be accepted without writing anything."""
        return [each for each in self.open if each.proposal.certain and not each.must_write]


def view(draft: Draft, scheme: Scheme, lang: str, filled: tuple[str, Mapping[str, str]] | None = None) -> DraftView:
    """What is shown of a draft; a tenth of a second for a long one, so in a thread.

    Args:
        draft: The draft.
        scheme: As it was when the draft was compared.
        lang: Language of the page.
        filled: A proposal's id, and what was filled in for it but could not be stored.
    """
    document = with_edition(draft, scheme)
    confirmed = texts_decided(draft.proposals, draft.decisions)
    everything = []
    for proposal in draft.proposals:
        decision = draft.decisions.get(proposal.id)
        found = fields(proposal, decision, confirmed)
        if filled and filled[0] == proposal.id:
            found = [replace(each, value=filled[1].get(each.name, each.value)) for each in found]
        base = scheme.model_dump(mode="json") if proposal.id in ALWAYS else document
        told = _changes(proposal, decision, base, lang)
        everything.append(Shown(proposal, decision, rows(found), told))
    return DraftView(
        draft,
        first=[each for each in everything if each.proposal.id in ALWAYS],
        open=[each for each in everything if each.proposal.needs_decision and each.decision is None],
        done=[each for each in everything if each.proposal.needs_decision and each.decision is not None],
        same=[each for each in everything if each.proposal.state == "same" and each.proposal.id not in ALWAYS],
    )


def with_edition(draft: Draft, scheme: Scheme) -> Json:
    """The scheme as plain data, with the source and the edition that everything else of the draft stands on."""
    document = scheme.model_dump(mode="json")
    first = [each for each in draft.proposals if each.id in ALWAYS]
    try:
        return apply(document, [edit for each in first for edit in edits_of(each, draft.decisions.get(each.id))])
    except (EditError, DecisionError):
        return document


def _changes(proposal: Proposal, decision: Decision | None, document: Json, lang: str) -> list[Change]:
    """What accepting it changes."""
    try:
        edits = edits_of(proposal, decision)
    except DecisionError:
        edits = list(proposal.edits)
    try:
        after = apply(document, edits)
    except EditError:
        after = document
    return changes(edits, document, after, lang)
