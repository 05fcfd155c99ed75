"""Passages by topic: what stands under a known heading, and sentences that name a topic in their own words."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import groupby, pairwise

from knowledge.drafting.found import Doubts, finding
from knowledge.drafting.lines import Line
from knowledge.drafting.model import Field, Finding, TextValue
from knowledge.model import Topic
from knowledge.yaml_files import plain_reader

# The wider headings of `headings.yml`; others that are no topic have no passage of their own.
_WIDER: dict[str, tuple[Topic, ...]] = {
    "goal_and_target_group": (Topic.GOAL, Topic.TARGET_GROUP),
    "both_deadlines": (Topic.DEADLINE, Topic.REPORTING),
    "reporting_deadline": (Topic.REPORTING,),
    "application_contents": (Topic.HOW_TO_APPLY,),
}
_ATTACHED = re.compile(
    r"\bvedleg(?:g|ges|gast|gje|gjast|t|de)\b|\b(?:legge?s?|leggjast|leggast|leggje|lagt)\s+(?:\w+\s+){0,2}ved\b|\bskal\s+vedlegges|\bvedlegg\b|\bliggje\s+ved\b|\bligge\s+ved\b"
)
_NO_ATTACHMENT = re.compile(r"\b(?:ingen|ikke|ikkje)\b[^.]*\bvedlegg|\bvedlegg\s+\d\b")


def passages(lines: Sequence[Line]) -> Iterator[Finding]:
    """The passages of a scheme by topic; attachments are their own field."""
    yield from _under_headings(lines)
    for line in lines:
        if line.kind == "heading":
            continue
        told = set(_topics(line.topic))
        for topic, pattern in _patterns():
            if topic not in told and pattern.search(line.plain):
                yield finding("text", line, TextValue(), Doubts(), topic)
        if line.topic != "attachments" and _ATTACHED.search(line.plain) and not _NO_ATTACHMENT.search(line.plain):
            yield finding("attachments", line, TextValue(), Doubts())


def _under_headings(lines: Sequence[Line]) -> Iterator[Finding]:
    told = [line for line in lines if line.kind != "heading" and not line.plain.rstrip().endswith(":")]
    for (_, topic), group in groupby(told, key=lambda line: (line.locator, line.topic)):
        held = list(group)
        for one in _topics(topic):
            field: Field = "attachments" if one == Topic.ATTACHMENTS else "text"
            for run in _runs(held):
                yield finding(field, joined(run), TextValue(), Doubts(), one)


def _runs(held: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other without a gap."""
    run: list[Line] = []
    for line in held:
        if run and line.block - run[-1].block > 1:
            yield run
            run = []
        run.append(line)
    yield run


def joined(run: Sequence[Line]) -> Line:
    """Lines as one, with a passage that holds them all, word for word but for white space."""
    first, passage = run[0], run[0].passage
    for before, line in pairwise(run):
        if line.passage != before.passage:
            passage += (" " if line.block == before.block else "\n\n") + line.passage
    return Line(
        first.text,
        passage,
        first.kind,
        first.block,
        first.locator,
        first.labels,
        quoted=any(line.quoted for line in run),
        instructed=any(line.instructed for line in run),
        foreign=any(line.foreign for line in run),
        plain=first.plain,
    )


def _topics(label: str) -> tuple[Topic, ...]:
    if label in _WIDER:
        return _WIDER[label]
    return (Topic(label),) if label in set(Topic) and label != "contact" else ()


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[Topic, re.Pattern[str]], ...]:
    told = plain_reader().load((files("knowledge.drafting") / "topics.yml").read_text(encoding="utf-8"))
    return tuple((Topic(topic), re.compile(pattern)) for topic, pattern in told.items())
