"""The HTTP contract, from openapi.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.conversations.ports import Json
from knowledge.yaml_files import plain_reader

PATH = Path(__file__).with_name("openapi.yml")


@cache
def load() -> Json:
    """The contract as an OpenAPI 3.1 object."""
    content: Json = plain_reader().load(PATH.read_text(encoding="utf-8"))
    return content
