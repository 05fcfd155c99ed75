"""Compares what a document says with what is live, field by field, and proposes what to change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge.drafting.editions import NO_EDITION
from knowledge.drafting.model import DateValue, Finding, SchemeDraft, StatusValue
from knowledge.editing.edits import Edit, Path, apply
from knowledge.editing.new_edition import new_edition, past_statements
from knowledge.editing.proposals import Proposal
from knowledge.editing.text_proposals import propose_statement
from knowledge.editing.value_proposals import propose_date, propose_figure, propose_status
from knowledge.model import Edition, Scheme, Source
from knowledge.passages import Passages
from knowledge.remarks import Remark, remark

_DATES = {"deadline": "application", "reporting_deadline": "reporting"}
_FIGURES = frozenset({"amount", "total_amount", "funding_period"})


@dataclass(frozen=True)
class Comparison:
    """What a draft is compared with.

    Attributes:
        scheme: As it is live.
        source: The document as a source of the scheme, known or new.
        passages: The installed documents, for the wording that a live statement was made from.
        edition: The edition meant, when an editor has said so; else the draft's own, else the newest.
    """

    scheme: Scheme
    source: Source
    passages: Passages
    edition: str = ""


def compare(draft: SchemeDraft, against: Comparison) -> list[Proposal]:
    """The proposals, in the order in which they are made: source, edition, dates, figures, statements.

    A draft for an edition that is not there yet proposes the edition too: a copy of the newest, whose deadlines come
    from the document alone, since last year's date is never carried into a new year.
    """
    year, doubts = _year(draft, against)
    proposals = [_source(against)]
    scheme = _with(against.scheme, proposals[0])
    is_new = year not in {edition.id for edition in scheme.editions}
    if is_new:
        proposals.append(new_edition(scheme, year, draft, against.source))
        scheme = _provisional(scheme, proposals[-1])
    edition = scheme.edition(year)
    for proposal in _of_findings(scheme, edition, _used_up(draft.findings, is_new), against):
        proposals.append(_doubted(proposal, doubts) if doubts else proposal)
    if is_new:
        changed = {edit.path for p in proposals[2:] if p.state != "same" for edit in p.edits}
        proposals += past_statements(edition, changed)
    return proposals


def _year(draft: SchemeDraft, against: Comparison) -> tuple[str, tuple[Remark, ...]]:
    """The edition to compare with, and what is doubtful about it. Nothing older than the newest is made new."""
    newest = against.scheme.edition().id
    if against.edition:
        return against.edition, ()
    if draft.edition is None:
        return newest, (NO_EDITION,)
    if draft.edition in {edition.id for edition in against.scheme.editions}:
        return draft.edition, () if draft.certain else draft.doubts
    if draft.edition < newest:
        return newest, (remark("older_edition", year=draft.edition, newest=newest),)
    return (draft.edition, ()) if draft.certain else (newest, draft.doubts)


def _used_up(findings: Sequence[Finding], is_new: bool) -> list[Finding]:
    """What is compared: each thing once, and of a new edition not the certain dates and status that it is made with."""
    in_edition = (DateValue, StatusValue)
    told = {(f.topic, f.locator) for f in findings if f.field != "text"}
    once = [f for f in findings if f.field != "text" or (f.topic, f.locator) not in told]
    return [f for f in once if not (is_new and f.certain and isinstance(f.value, in_edition))]


def _source(against: Comparison) -> Proposal:
    """The document among the scheme's sources, compared by a person on the day it is published."""
    document = against.source.model_dump(mode="json")
    known = next((s for s in against.scheme.sources if s.id == against.source.id), None)
    before = known.model_dump(mode="json") if known else None
    told = before == document and bool(against.source.publisher.strip())  # an editor must be able to say who it is
    edits = () if told else (Edit(("sources", against.source.id), before, document),)
    state = "new" if known is None else "changed" if edits else "same"
    title = f"{against.source.title} ({against.source.publisher})" if against.source.publisher else against.source.title
    said = dict.fromkeys(("nb", "nn", "en"), title)
    return Proposal("source", "source", "", state, {}, said, "", "", True, (), edits)  # type: ignore[arg-type]


def _of_findings(
    scheme: Scheme, edition: Edition, findings: Sequence[Finding], against: Comparison
) -> Iterator[Proposal]:
    seen: dict[str, int] = {}
    for finding in findings:
        proposal = _of_finding(scheme, edition, finding, against)
        if proposal is None:
            continue  # nothing to decide
        proposal = replace(proposal, edits=(*proposal.edits, *citations_moved(edition, proposal.edits)))
        seen[proposal.id] = seen.get(proposal.id, 0) + 1
        number = seen[proposal.id]
        yield proposal if number == 1 else replace(proposal, id=f"{proposal.id}-{number}")


def _of_finding(scheme: Scheme, edition: Edition, finding: Finding, against: Comparison) -> Proposal | None:
    source = against.source.id
    if finding.field in _DATES:
        return propose_date(edition, _DATES[finding.field], finding, source)
    if finding.field == "status":
        return propose_status(edition, finding, source)
    if finding.field in _FIGURES:
        return propose_figure(edition, finding, source)
    return propose_statement(scheme, edition, finding, source, against.passages)


def citations_moved(edition: Edition, edits: Sequence[Edit]) -> list[Edit]:
    """The same citation elsewhere in the edition, in criteria and checklist items too, moved with a statement's."""
    moved = [(e.before, e.after) for e in edits if e.path[-1] == "citation" and e.path[2] == "facts" and e.before]
    done = {edit.path for edit in edits}
    document = edition.model_dump(mode="json")
    return [
        Edit(path, before, after)
        for path, found in _citations(document, ("editions", edition.id))
        for before, after in moved
        if found == before and path not in done
    ]


def _citations(node: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Every citation below a node, with its place; what sources say otherwise is not moved."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "citation" and value:
                yield (*path, key), value
            elif key not in ("otherwise", "deadlines"):  # a date is proposed by itself
                yield from _citations(value, (*path, key))
    elif isinstance(node, list):
        for number, each in enumerate(node):
            name = (each.get("id") or each.get("value")) if isinstance(each, dict) else None
            yield from _citations(each, (*path, name if isinstance(name, str) else str(number)))


def _with(scheme: Scheme, proposal: Proposal) -> Scheme:
    return Scheme.model_validate(apply(scheme.model_dump(mode="json"), proposal.edits))


def _provisional(scheme: Scheme, proposal: Proposal) -> Scheme:
    """The scheme with the new edition as it is proposed, so that everything else can be compared with it.

    A date that the document does not give stands as the last day of the year here, and nowhere else.
    """
    edition: Mapping[str, Any] = proposal.edits[0].after
    deadlines = {**edition["deadlines"]}
    application = {**deadlines["application"]}
    application["date"] = application["date"] or f"{edition['id']}-12-31"
    document = scheme.model_dump(mode="json")
    filled = {**edition, "deadlines": {**deadlines, "application": application}}
    document["editions"] = [*document["editions"], filled]
    return Scheme.model_validate(document)


def _doubted(proposal: Proposal, doubts: Sequence[Remark]) -> Proposal:
    more = (each for each in doubts if each not in proposal.doubts)
    return replace(proposal, certain=False, doubts=(*proposal.doubts, *more))
