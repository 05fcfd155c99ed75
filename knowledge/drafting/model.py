"""What a document is found to say about schemes, before anybody has looked at it."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from knowledge.model import Topic
from knowledge.remarks import Remark

Field = Literal[
    "deadline",  # for applications: DateValue
    "reporting_deadline",  # DateValue
    "status",  # StatusValue
    "who_can_apply",  # KindsValue: kinds of applicants
    "amount",  # AmountValue: the most that one applicant can get or apply for
    "total_amount",  # AmountValue: what is set aside in all
    "funding_period",  # PeriodValue
    "attachments",  # TextValue
    "contact",  # ContactValue
    "text",  # TextValue on any other topic: goal, target_group, eligible_costs …
]


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date; `precision: month` when only the month is told. `assumed`: the document says that it is not certain."""

    date: dt.date
    precision: Literal["day", "month"] = "day"
    certainty: Literal["fixed", "assumed"] = "fixed"


@dataclass(frozen=True, slots=True)
class StatusValue:
    status: Literal["announced", "not_announced_yet", "closed"]


@dataclass(frozen=True, slots=True)
class KindsValue:
    """Kinds of applicants, in the values that criterion `applicant_type` uses where it has them."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmountValue:
    """Whole kroner. `estimate`: the document calls it one."""

    kroner: int
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """The longest time that a grant lasts, in years; 0.5 is half a year."""

    years: float


@dataclass(frozen=True, slots=True)
class ContactValue:
    """Whom to ask, as far as the document tells; empty strings where it does not."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class TextValue:
    """Nothing but the passage: words that no rule makes a value of."""


Value = DateValue | StatusValue | KindsValue | AmountValue | PeriodValue | ContactValue | TextValue


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a document says.

    Attributes:
        field: What it is.
        topic: The topic of the knowledge base that it belongs to.
        value: What was understood.
        passage: The words it comes from, exactly as they stand in the document.
        locator: Where they stand (`Section.locator`).
        certain: False where a rule fits but something speaks against it; then an editor must look.
        doubts: What speaks against it; empty when certain.
    """

    field: Field
    topic: Topic
    value: Value
    passage: str
    locator: str
    certain: bool = True
    doubts: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeDraft:
    """What a document says about one scheme and one edition of it.

    Attributes:
        scheme: The id of a known scheme; None when it is none of them.
        name: What the document calls it.
        edition: The grant year it speaks about, "2025"; None when it does not tell (then `doubts` says so).
        certain: Whether scheme and edition are certain.
        doubts: What is not certain about them.
        findings: In the order of the document. Two for one field where the document says two things.
    """

    scheme: str | None
    name: str
    edition: str | None
    certain: bool
    doubts: tuple[Remark, ...]
    findings: tuple[Finding, ...]
