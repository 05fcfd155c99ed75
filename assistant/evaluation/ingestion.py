"""The official documents drafted by rules and compared with the shipped scheme files, field by field.

`report()` makes `docs/ingestion.md`; a test keeps the page true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.announcements import Figures, Judged, figures
from knowledge.documents.model import Document
from knowledge.documents.reading import read
from knowledge.drafting.amounts import money
from knowledge.drafting.drafting import draft
from knowledge.drafting.model import AmountValue, DateValue, Finding, KindsValue, PeriodValue, SchemeDraft, StatusValue
from knowledge.drafting.words import plain
from knowledge.loader import load_schemes
from knowledge.model import Deadline, Edition, Fact, Scheme, Source, Topic

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2025, 1, 15)  # when the official slides were new; nothing but «past» depends on it
STRICT = ("deadline", "who_can_apply", "amount", "status")
FIELDS = ("edition", "deadline", "reporting_deadline", "status", "who_can_apply", "amount", "total_amount", "funding_period", "attachments", "contact", "text")  # fmt: skip
# The official texts as they lie beside a working copy, by the id of the source that they are.
_OFFICIAL = {"slides-2025": "000_e2783b7bbed97b7b.txt", "page-2023": "004_1bc632147d20ce14.txt"}
Gold = tuple[str, object]


@dataclass(frozen=True)
class Compared:
    """One fact of a scheme file, or one finding, and what became of it."""

    source: str
    scheme: str
    judged: Judged


def official_documents(root: Path = ROOT) -> dict[str, Document]:
    """The official documents by source id: ingested ones, else those beside the working copy; none where neither is."""
    found = {}
    for source, name in _OFFICIAL.items():
        for path in (root / "var" / "sources" / f"{source}.txt", root.parent / "shared" / "sources" / name):
            if path.exists():
                found[source] = read(path.read_bytes(), name=path.name)
                break
    return found


def compare(documents: dict[str, Document], schemes: Sequence[Scheme]) -> list[Compared]:
    """Every fact that the scheme files take from these documents, and every finding in them."""
    compared: list[Compared] = []
    for source_id, document in documents.items():
        made = {one.scheme: one for one in draft(document, schemes, today=TODAY)}
        for scheme in schemes:
            source = next((s for s in scheme.sources if s.id == source_id), None)
            if source is not None:
                judged = _judge(scheme, source, made.pop(scheme.id, None))
                compared += [Compared(source_id, scheme.id, one) for one in judged]
        for extra in made.values():
            compared.append(Compared(source_id, extra.name, Judged(extra.name, "edition", "wrong", "no such scheme")))
    return compared


def _judge(scheme: Scheme, source: Source, found: SchemeDraft | None) -> Iterator[Judged]:
    edition = scheme.edition()
    findings = found.findings if found else ()
    if found is None:
        yield Judged(scheme.id, "edition", "missed")
    else:
        right = found.edition == str(source.year)
        yield Judged(
            scheme.id,
            "edition",
            ("right" if right else "wrong") if found.certain else "marked",
            "; ".join(map(str, found.doubts)),
        )
    gold = dict(_gold(scheme, edition, source.id))
    for field in FIELDS[1:-3]:
        yield from _judge_field(scheme.id, field, gold, [f for f in findings if f.field == field])
    yield from _judge_topics(scheme.id, edition, source.id, findings)


def _judge_field(scheme: str, field: str, gold: dict[str, object], held: Sequence[Finding]) -> Iterator[Judged]:
    certain = [f for f in held if f.certain]
    right = [f for f in certain if field in gold and _value(f) == gold[field]]
    for finding in certain:
        if finding not in right:
            yield Judged(scheme, field, "wrong", finding.passage)
    if field in gold:
        marked = any(_value(f) == gold[field] for f in held)
        yield Judged(scheme, field, "right" if right else "marked" if marked else "missed", str(gold[field]))


def _judge_topics(scheme: str, edition: Edition, source: str, findings: Sequence[Finding]) -> Iterator[Judged]:
    """A topic is right when the scheme file has a statement on it; missed when the file has one and the draft has none."""
    facts = [fact for fact in edition.facts if any(c.source == source for c in fact.citations)]
    known = {topic for fact in edition.facts for topic in (fact.topic, *fact.also)}
    told = {finding.topic for finding in findings}
    for field, topics in (("attachments", {Topic.ATTACHMENTS}), ("contact", {Topic.CONTACT}), ("text", set(Topic))):
        if field == "text":
            topics -= {Topic.ATTACHMENTS, Topic.CONTACT}
        drafted = {f.topic for f in findings if f.field == field}
        for topic in sorted(drafted & topics):
            yield Judged(scheme, field, "right" if topic in known else "wrong", topic)
        for topic in sorted({fact.topic for fact in facts} & topics - told):
            yield Judged(scheme, field, "missed", topic)


def _gold(scheme: Scheme, edition: Edition, source: str) -> Iterator[Gold]:
    """What the scheme file says and cites this source for, in the values of drafts."""
    due = edition.deadlines
    if due.application.citation.source == source:
        yield "deadline", _due(due.application)
    if due.reporting and due.reporting.citation.source == source:
        yield "reporting_deadline", _due(due.reporting)
    if edition.status_citation.source == source:
        yield "status", edition.status
    for criterion in edition.criteria:
        if criterion.citation.source != source:
            continue
        if criterion.id == "applicant_type":
            yield "who_can_apply", frozenset(_lead(o.value) for o in criterion.options if o.status == "met")
        elif criterion.id in ("amount", "years"):
            yield ("amount" if criterion.id == "amount" else "funding_period"), criterion.limits[0].value
    yield from _totals(edition.facts, source)


def _totals(facts: Sequence[Fact], source: str) -> Iterator[Gold]:
    for fact in facts:
        if fact.topic == Topic.TOTAL_AMOUNT and fact.citation.source == source:
            for told in money(plain(fact.statement.nb))[:1]:
                yield "total_amount", float(told.kroner)


def _lead(option: str) -> str:
    """Who applies: «kommuner og helseforetak sammen» is applied for by a municipality."""
    return "municipality" if option.startswith("municipalit") else option


def _due(deadline: Deadline) -> tuple[dt.date, str, str]:
    return deadline.date, deadline.precision, deadline.certainty


def _value(finding: Finding) -> object:
    value = finding.value
    if isinstance(value, DateValue):
        return value.date, value.precision, value.certainty
    if isinstance(value, KindsValue):
        return frozenset(_lead(kind) for kind in value.kinds)
    if isinstance(value, AmountValue):
        return float(value.kroner)
    if isinstance(value, PeriodValue):
        return value.years
    return value.status if isinstance(value, StatusValue) else None


def by_field(compared: Sequence[Compared]) -> dict[str, Figures]:
    """Figures of each field over all schemes and documents."""
    return figures([one.judged for one in compared], FIELDS)


def official() -> list[Compared]:
    """The official documents that are here, compared with the shipped scheme files."""
    return compare(official_documents(), load_schemes())
