"""How much of the hand-written announcements is drafted, and how much of what is drafted is right."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.documents.model import Document
from knowledge.documents.reading import read
from knowledge.drafting.drafting import draft
from knowledge.drafting.model import (
    AmountValue,
    ContactValue,
    DateValue,
    Finding,
    KindsValue,
    PeriodValue,
    SchemeDraft,
    StatusValue,
)
from knowledge.model import Scheme
from knowledge.yaml_files import plain_reader

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "cases" / "announcements"
HELD_OUT = "held_out"
FIELDS = ("deadline", "reporting_deadline", "status", "who_can_apply", "amount", "total_amount", "funding_period", "contact")  # fmt: skip
TODAY = dt.date(2026, 1, 20)
Outcome = str  # "right", "wrong", "missed", "marked" (there, but uncertain), "doubted" (rightly uncertain), "undoubted"


@dataclass(frozen=True, eq=False)
class Announcement:
    """A text and what is in it (`tests/cases/announcements/*.yml`).

    `ours_only`: what is drafted of grants that are none of ours is not judged.
    """

    name: str
    text: str
    drafts: tuple[Mapping[str, Any], ...]
    kind: str = "txt"
    ours_only: bool = False

    def document(self) -> Document:
        return read(self.text.encode(), name=f"{self.name}.{self.kind}")


@dataclass(frozen=True)
class Judged:
    """What became of one expected or found fact."""

    announcement: str
    field: str
    outcome: Outcome
    detail: str = ""


def announcements(name: str) -> list[Announcement]:
    """The announcements of one file, by its name without ending."""
    told = plain_reader().load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    return [
        Announcement(
            entry["name"],
            entry["text"],
            tuple(entry["drafts"]),
            entry.get("kind", "txt"),
            entry.get("ours_only", False),
        )
        for entry in told
    ]


def judge(announcement: Announcement, schemes: Sequence[Scheme]) -> list[Judged]:
    """Each expected fact, and each certain finding that nobody expected."""
    made = list(draft(announcement.document(), schemes, today=TODAY))
    judged: list[Judged] = []
    for wanted in announcement.drafts:
        found = next((one for one in made if one.scheme == wanted["scheme"]), None)
        if found is not None:
            made.remove(found)
            judged += _judge_edition(announcement.name, wanted, found)
        elif not wanted.get("loose") and (wanted.get("facts") or wanted.get("doubtful")):
            judged.append(Judged(announcement.name, "scheme", "missed", str(wanted["scheme"])))
        judged += _judge_draft(announcement.name, wanted, found)
    for extra in (one for one in made if one.scheme or not announcement.ours_only):
        judged += _judge_draft(announcement.name, {"scheme": extra.scheme}, extra)
    return judged


def _judge_edition(name: str, wanted: Mapping[str, Any], found: SchemeDraft) -> Iterator[Judged]:
    if wanted.get("edition_any"):
        return
    edition = wanted.get("edition")
    if found.certain and (wanted.get("uncertain") or (edition and found.edition != edition)):
        yield Judged(name, "scheme", "wrong", f"{found.scheme} {found.edition}, certain")
    elif edition and not wanted.get("uncertain"):
        yield Judged(name, "scheme", "right" if found.certain else "marked", _doubts(found))
    elif wanted.get("uncertain"):
        yield Judged(name, "scheme", "doubted")


def _judge_draft(name: str, wanted: Mapping[str, Any], found: SchemeDraft | None) -> Iterator[Judged]:
    facts, doubtful = wanted.get("facts") or {}, wanted.get("doubtful") or ()
    for field in FIELDS:
        held = [f for f in (found.findings if found else ()) if f.field == field and _is_fact(f)]
        certain = [f for f in held if f.certain]
        right = [f for f in certain if field in facts and _same(f, facts[field], field in wanted.get("assumed", ()))]
        yield from (Judged(name, field, "wrong", _told(f)) for f in certain if f not in right)
        if field in facts:
            yield Judged(name, field, "right" if right else "marked" if held else "missed", " ".join(map(_told, held)))
        elif field in doubtful:
            yield Judged(name, field, "doubted" if held and not certain else "undoubted", " ".join(map(_told, held)))


def _is_fact(finding: Finding) -> bool:
    """A contact that only says whom to ask is a passage, no fact."""
    return finding.field != "contact" or isinstance(finding.value, ContactValue)


def _same(finding: Finding, expected: Any, assumed: bool) -> bool:
    value = finding.value
    if isinstance(value, DateValue):
        told = value.date.strftime("%Y-%m" if value.precision == "month" else "%Y-%m-%d")
        return told == str(expected) and assumed == (value.certainty == "assumed")
    if isinstance(value, KindsValue):
        return set(value.kinds) == set(expected)
    if isinstance(value, AmountValue):
        return bool(value.kroner == expected)
    if isinstance(value, PeriodValue):
        return bool(value.years == expected)
    if isinstance(value, StatusValue):
        return bool(value.status == expected)
    return isinstance(value, ContactValue) and value.email == expected


def _doubts(found: Finding | SchemeDraft) -> str:
    return "; ".join(map(str, found.doubts))


def _told(finding: Finding) -> str:
    return f"{finding.value} ({'certain' if finding.certain else _doubts(finding)}) in «{finding.passage}»"


@dataclass(frozen=True)
class Figures:
    """Counts of one field. Precision is of what is certain; recall of what should be found and be certain."""

    right: int
    wrong: int
    marked: int
    missed: int
    doubted: int
    undoubted: int

    @property
    def precision(self) -> float | None:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        expected = self.right + self.marked + self.missed
        return self.right / expected if expected else None


def figures(judged: Sequence[Judged], fields: Sequence[str] = ("scheme", *FIELDS)) -> dict[str, Figures]:
    """By field, in the order given; «scheme» is which scheme and edition."""
    counts = Counter((one.field, one.outcome) for one in judged)
    return {
        field: Figures(
            *(counts[field, outcome] for outcome in ("right", "wrong", "marked", "missed", "doubted", "undoubted"))
        )
        for field in fields
    }
