"""What the rules for one field hand over: a value, and what speaks against it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.drafting.lines import Line
from knowledge.drafting.model import Field, Finding, Value
from knowledge.model import Topic

TOPICS: dict[Field, Topic] = {
    "deadline": Topic.DEADLINE,
    "reporting_deadline": Topic.REPORTING,
    "status": Topic.STATUS,
    "who_can_apply": Topic.WHO_CAN_APPLY,
    "amount": Topic.AMOUNT,
    "total_amount": Topic.TOTAL_AMOUNT,
    "funding_period": Topic.FUNDING_PERIOD,
    "attachments": Topic.ATTACHMENTS,
    "contact": Topic.CONTACT,
}
_JOINT = re.compile(r"(?:, men |; |, mens |, medan |, og | men )")
INSTRUCTED = "Avsnittet gir ordre til den som leser; se om dette er en opplysning om ordningen."

FOREIGN = "Teksten her handler om en annen ordning eller en annen instans; se om dette gjelder ordningen."
QUOTED = "Står i et sitat eller et eksempel."


@dataclass(frozen=True, slots=True)
class Doubts:
    """What speaks against a reading, in plain bokmål."""

    told: tuple[str, ...] = ()

    def add(self, applies: bool, doubt: str) -> "Doubts":
        return Doubts((*self.told, doubt)) if applies and doubt not in self.told else self


def finding(field: Field, line: Line, value: Value, doubts: Doubts, topic: Topic | None = None) -> Finding:
    """A finding of a line; it is certain when nothing speaks against it."""
    told = (
        doubts.add(line.instructed, INSTRUCTED)
        .add(line.quoted and field != "text", QUOTED)
        .add(line.foreign and field != "text", FOREIGN)
        .told
    )
    return Finding(field, topic or TOPICS[field], value, line.passage, line.locator, not told, " ".join(told))


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the parts of a sentence between «, men», «; », «, mens» and «, og»."""
    start = 0
    for joint in _JOINT.finditer(text):
        yield start, joint.start()
        start = joint.start()
    yield start, len(text)
