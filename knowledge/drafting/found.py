"""What the rules for one field hand over: a value, and what speaks against it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.drafting.lines import Line
from knowledge.drafting.model import Field, Finding, Value
from knowledge.model import Topic
from knowledge.remarks import Remark

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
INSTRUCTED, FOREIGN, QUOTED = Remark("instructed"), Remark("foreign"), Remark("quoted")


@dataclass(frozen=True, slots=True)
class Doubts:
    """What speaks against a reading, each thing once."""

    told: tuple[Remark, ...] = ()

    def add(self, applies: bool, doubt: Remark | str) -> "Doubts":
        """With one more doubt, where it applies; a code alone stands for a doubt without values."""
        doubt = Remark(doubt) if isinstance(doubt, str) else doubt
        return Doubts((*self.told, doubt)) if applies and doubt not in self.told else self


def finding(field: Field, line: Line, value: Value, doubts: Doubts, topic: Topic | None = None) -> Finding:
    """A finding of a line; it is certain when nothing speaks against it."""
    told = (
        doubts.add(line.instructed, INSTRUCTED)
        .add(line.quoted and field != "text", QUOTED)
        .add(line.foreign and field != "text", FOREIGN)
        .told
    )
    return Finding(field, topic or TOPICS[field], value, line.passage, line.locator, not told, told)


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the parts of a sentence between «, men», «; », «, mens» and «, og»."""
    start = 0
    for joint in _JOINT.finditer(text):
        yield start, joint.start()
        start = joint.start()
    yield start, len(text)
