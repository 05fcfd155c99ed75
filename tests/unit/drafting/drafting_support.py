"""What the tests of drafting share."""

import datetime as dt

from known_schemes import SCHEMES

from knowledge.documents.model import Document
from knowledge.documents.reading import read
from knowledge.documents.sections import sections
from knowledge.drafting.drafting import draft
from knowledge.drafting.model import AmountValue, DateValue, Finding, KindsValue, PeriodValue, SchemeDraft, StatusValue
from knowledge.drafting.status import INFERRED

TODAY = dt.date(2026, 1, 20)


def drafts_of(text: str, kind: str = "txt") -> tuple[SchemeDraft, ...]:
    """What a document in this text says."""
    return draft(read(text.encode(), name=f"prove.{kind}"), list(SCHEMES.values()), today=TODAY)


def said(sentence: str) -> dict[str, object]:
    """The certain facts of a sentence in an announcement of kommunalt rusarbeid."""
    found = [f for one in drafts_of(f"Kommunalt rusarbeid\n\n{sentence}") for f in one.findings if f.field != "text"]
    return {f.field: simple(f) for f in found if f.certain}


def marked(sentence: str) -> set[str]:
    """The fields that a sentence gives only with a doubt, but for a status that no word tells."""
    found = [f for one in drafts_of(f"Kommunalt rusarbeid\n\n{sentence}") for f in one.findings]
    return {f.field for f in found if not f.certain and INFERRED not in f.doubts}


def simple(finding: Finding) -> object:
    """A value as a plain word or number."""
    value = finding.value
    if isinstance(value, DateValue):
        return value.date.strftime("%Y-%m" if value.precision == "month" else "%Y-%m-%d")
    if isinstance(value, KindsValue):
        return " ".join(value.kinds)
    if isinstance(value, AmountValue):
        return value.kroner
    if isinstance(value, PeriodValue):
        return value.years
    return value.status if isinstance(value, StatusValue) else None


def squeezed(text: str) -> str:
    return "".join(text.split())


def stands_there(document: Document, finding: Finding) -> bool:
    """Whether a finding's passage is in the section that it names, heading or text, but for white space."""
    for section in sections(document):
        if section.locator == finding.locator:
            words = "".join(block.text for block in document.blocks[section.first : section.last + 1])
            return squeezed(finding.passage) in squeezed(words)
    return False
