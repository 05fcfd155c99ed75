"""The HTTP contract, from openapi.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from assistant.conversations.ports import Json

PATH = Path(__file__).with_name("openapi.yml")


@cache
def load() -> Json:
    """The contract as an OpenAPI 3.1 object."""
    content: Json = YAML(typ="safe").load(PATH.read_text(encoding="utf-8"))
    return content
