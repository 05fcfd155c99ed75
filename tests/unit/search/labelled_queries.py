"""The labelled queries and questions of tests/cases/search, and what counts as right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from known_schemes import SCHEMES
from ruamel.yaml import YAML

from knowledge.documents.model import Section
from knowledge.passages import Passages
from knowledge.search.engine import SearchEngine
from knowledge.search.entries import all_entries, section_entries
from knowledge.search.model import Entry

CASES = Path(__file__).parents[2] / "cases" / "search"
KINDS = ("scheme", "criterion", "fact", "gap")


@dataclass(frozen=True)
class Labelled:
    query: str
    scheme: str
    want: tuple[str, ...]

    def accepts(self, entry: Entry) -> bool:
        names = {f"criterion:{entry.id}"} if entry.kind == "criterion" else {entry.id, f"topic:{entry.topic}"}
        return entry.scheme == self.scheme and bool(names & set(self.want))


@cache
def read(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((CASES / name).read_text(encoding="utf-8"))


def labelled(name: str) -> list[Labelled]:
    return [Labelled(c["q"], c["scheme"], tuple(c["want"])) for group in read(name) for c in group["cases"]]


@cache
def shipped_entries() -> list[Entry]:
    return all_entries(SCHEMES.values(), Passages({}))


def document_entries(name: str) -> Iterator[Entry]:
    for document in read(name)["documents"]:
        sections = [Section(locator, text, 0, 0) for locator, text in document["sections"].items()]
        yield from section_entries(document["source"], sections, scheme=document["scheme"], names=document["names"])


def ranks(engine: SearchEngine, cases: Sequence[Labelled]) -> list[int]:
    """The rank of the first right hit of each query among ten, 0 for none."""
    found = [[case.accepts(f.entry) for f in engine.find(case.query, kinds=KINDS)] for case in cases]
    return [hits.index(True) + 1 if True in hits else 0 for hits in found]
