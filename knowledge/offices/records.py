"""What is known of a municipality, an office and a county, as read from the CSV files of this folder."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

Decision = Literal["bokmål", "nynorsk", "nøytral"]
Kind = Literal["county", "former", "region"]


BUFDIR = "BUFDIR"  # the code of the one office that is no county governor


@dataclass(frozen=True, slots=True)
class Municipality:
    """`language_decision` is the målform that the municipality asks state bodies to use (språklova § 11)."""

    number: str
    name: str
    official_name: str
    parallel_names: tuple[str, ...]
    county: str
    office_code: str
    language_decision: Decision
    sami_area: bool
    website: str


@dataclass(frozen=True, slots=True)
class Office:
    """A county governor, or Bufdir. `email` and `phone` are None where the sources have none."""

    code: str
    name_nb: str
    name_nn: str
    url: str
    email: str | None
    phone: str | None
    counties: tuple[str, ...]

    def name(self, lang: str) -> str:
        return self.name_nn if lang == "nn" else self.name_nb


@dataclass(frozen=True, slots=True)
class Area:
    """A county as people call it, with the counties it is today and the one office for all of them."""

    name: str
    kind: Kind
    office_code: str
    counties: tuple[str, ...]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())


def read_municipality(row: dict[str, str]) -> Municipality:
    return Municipality(
        row["number"],
        row["name"],
        row["official_name"],
        _list(row["parallel_names"]),
        row["county"],
        row["office"],
        cast(Decision, row["language_decision"]),
        bool(row["sami_area"]),
        row["website"],
    )


def read_office(row: dict[str, str]) -> Office:
    return Office(
        row["code"],
        row["name_nb"],
        row["name_nn"],
        row["url"],
        row["email"] or None,
        row["phone"] or None,
        _list(row["counties"]),
    )


def read_area(row: dict[str, str]) -> Area:
    return Area(row["name"], cast(Kind, row["kind"]), row["office"], _list(row["counties"]))
