"""Drafts as a document would give them, made by hand, and what they are compared with."""

import datetime as dt

from known_schemes import SCHEMES

from knowledge.drafting.model import AmountValue, DateValue, Field, Finding, PeriodValue, SchemeDraft, Value
from knowledge.editing.compare import Comparison, compare
from knowledge.editing.proposals import Decision, Proposal
from knowledge.model import Scheme, Source, Topic
from knowledge.passages import Passages
from knowledge.remarks import Remark

TRYGGEST = SCHEMES["tryggest"]
TODAY = dt.date(2026, 1, 20)
CALL = Source(id="call-2026", title="Utlysing 2026", publisher="Bufdir", year=2026, date=TODAY, checked=TODAY)
OLD_TEXT = "Hvem kan søke?\n\nKommuner som har innført TryggEst kan søke."
TOPICS: dict[str, Topic] = {
    "deadline": Topic.DEADLINE,
    "amount": Topic.AMOUNT,
    "total_amount": Topic.TOTAL_AMOUNT,
    "funding_period": Topic.FUNDING_PERIOD,
    "reporting_deadline": Topic.REPORTING,
}


def finding(field: Field, value: Value, passage: str = "Det står her.", **more: object) -> Finding:
    return Finding(field, TOPICS[field], value, passage, str(more.pop("locator", "Søknadsfrist")), **more)  # type: ignore[arg-type]


def date(iso: str, **more: object) -> Finding:
    return finding("deadline", DateValue(dt.date.fromisoformat(iso)), f"Fristen er {iso}.", **more)


def amount(kroner: int) -> Finding:
    return finding("amount", AmountValue(kroner), f"Inntil {kroner} kroner.", locator="Beløp")


def years(number: float) -> Finding:
    return finding("funding_period", PeriodValue(number), f"Inntil {number} år.", locator="Varighet")


def draft(*findings: Finding, edition: str | None = "2026", certain: bool = True) -> SchemeDraft:
    return SchemeDraft("tryggest", "TryggEst", edition, certain, () if certain else (Remark("no_edition"),), findings)


def proposals(found: SchemeDraft, scheme: Scheme = TRYGGEST, source: Source = CALL) -> dict[str, Proposal]:
    passages = Passages({"slides-2025": OLD_TEXT})
    return {p.id: p for p in compare(found, Comparison(scheme, source, passages))}


def accept_all(found: dict[str, Proposal], **values: str) -> dict[str, Decision]:
    """Accepts everything, texts as they stand, or with the values given for their ends («nb», «date»)."""
    made = {}
    for proposal in found.values():
        texts = {"/".join(path): _after(proposal, path) or values.get(path[-1], "") for path in proposal.to_write}
        if proposal.needs_decision or proposal.to_write:
            made[proposal.id] = Decision("accept", texts)
    return made


def _after(proposal: Proposal, path: tuple[str, ...]) -> str:
    return next((str(edit.after) for edit in proposal.edits if edit.path == path), "")
