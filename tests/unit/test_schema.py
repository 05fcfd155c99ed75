"""The published JSON Schema is that of the model, takes the shipped scheme files and refuses mistakes in them."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from knowledge.loader import SCHEMES_DIR
from knowledge.schema import as_text, scheme_schema

ROOT = Path(__file__).parents[2]
FILES = sorted(SCHEMES_DIR.glob("*.yml"))
VALIDATOR = Draft202012Validator(scheme_schema())


def plain(path: Path) -> dict[str, Any]:
    data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    found: dict[str, Any] = json.loads(json.dumps(data, default=str))
    return found


def test_the_published_schema_is_up_to_date() -> None:
    published = (ROOT / "docs" / "scheme.schema.json").read_text(encoding="utf-8")
    assert published == as_text(), "run: veileder schema --write docs/scheme.schema.json"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_scheme_file_fits_it_and_points_to_it(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(plain(path))] == []
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert (path.parent / first.partition("$schema=")[2]).resolve() == ROOT / "docs" / "scheme.schema.json"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("chapter",), "sju"),
        (("nmae",), {"nb": "x"}),
        (("editions", 0, "status"), "open"),
        (("editions", 0, "facts", 0, "topic"), "weather"),
        (("editions", 0, "facts", 0, "statement"), {"nb": "Bare bokmål."}),
        (("editions", 0, "criteria", 0, "type"), "maybe"),
        (("editions", 0, "criteria", 0, "options", 0, "status"), "perhaps"),
    ],
)
def test_a_mistake_is_marked(place: tuple[str | int, ...], value: object) -> None:
    data: Any = plain(SCHEMES_DIR / "tryggest.yml")
    node = data
    for step in place[:-1]:
        node = node[step]
    node[place[-1]] = value
    assert list(VALIDATOR.iter_errors(data))
