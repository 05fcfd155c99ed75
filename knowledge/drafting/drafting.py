"""Drafts what a document says about schemes: findings with the passage each came from, certain or marked with a doubt."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from knowledge.documents.model import Document
from knowledge.drafting.amounts import amounts, as_estimates
from knowledge.drafting.applicants import applicants
from knowledge.drafting.contacts import contacts
from knowledge.drafting.deadlines import deadlines
from knowledge.drafting.editions import edition, told_year
from knowledge.drafting.lines import lines as lines_of
from knowledge.drafting.model import Field, Finding, SchemeDraft
from knowledge.drafting.names import names_of
from knowledge.drafting.periods import periods
from knowledge.drafting.status import statuses, told_by_deadline
from knowledge.drafting.stretches import Stretch, stretches
from knowledge.drafting.texts import passages
from knowledge.model import Scheme
from knowledge.remarks import Remark

# Of these a scheme has one; two that differ contradict each other.
_ONE: frozenset[Field] = frozenset(
    ("deadline", "reporting_deadline", "status", "who_can_apply", "amount", "total_amount", "funding_period")
)
DIFFER = Remark("says_different_things")


def draft(document: Document, schemes: Sequence[Scheme], *, today: dt.date) -> tuple[SchemeDraft, ...]:
    """Drafts what a document says, one draft for each scheme it speaks of.

    Args:
        document: As it was read.
        schemes: The schemes that are known.
        today: Only used to say that a deadline is past; nothing is guessed from it.

    Returns:
        In the order of the document; empty when it says nothing that a rule finds.
    """
    parts = stretches(document, lines_of(document), names_of(schemes))
    drafts = (_of_stretch(document, part, today) for part in parts)
    return tuple(made for made in drafts if made.findings)


def _of_stretch(document: Document, stretch: Stretch, today: dt.date) -> SchemeDraft:
    lines = stretch.lines
    year = told_year(document, stretch.heading, lines)
    found = [
        *deadlines(lines, year),
        *statuses(lines, year),
        *applicants(lines),
        *as_estimates(list(amounts(lines, year)), lines),
        *periods(lines),
        *contacts(lines),
        *passages(lines),
    ]
    found += told_by_deadline(found, today)
    told = _marked(_once(found))
    which = edition(document, stretch.heading, lines, found)
    doubts = (*stretch.doubts, *which.doubts)
    return SchemeDraft(stretch.scheme, stretch.name, which.year, not doubts, doubts, _in_order(told, stretch))


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """One of each passage for a field, topic and value; what was said before in the same words is not said again."""
    kept: dict[tuple[object, ...], Finding] = {}
    for found in findings:
        kept.setdefault((found.field, found.topic, found.value, found.passage), found)
    return list(kept.values())


def _marked(findings: Sequence[Finding]) -> list[Finding]:
    """Statements of one field that differ are all uncertain; the same value said twice is kept once, the certain one."""
    ordered = sorted(findings, key=lambda f: f.field)
    marked: list[Finding] = []
    for name, group in groupby(ordered, key=lambda f: f.field):
        held = list(group)
        if name not in _ONE:
            marked += held
            continue
        held.sort(key=lambda f: not f.certain)
        values: dict[object, Finding] = {}
        for found in held:
            values.setdefault(found.value, found)
        one = len(values) == 1
        marked += [f if one else replace(f, certain=False, doubts=(*f.doubts, DIFFER)) for f in values.values()]
    return marked


def _in_order(findings: Sequence[Finding], stretch: Stretch) -> tuple[Finding, ...]:
    """In the order of the document."""
    place: dict[str, int] = {}
    for number, line in enumerate(stretch.lines):
        place.setdefault(line.passage, number)
        place.setdefault(line.locator, number)
    return tuple(sorted(findings, key=lambda f: place.get(f.passage, place.get(f.locator, 0))))
