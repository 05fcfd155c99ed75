"""The form of a scheme file as JSON Schema, so that any editor completes and checks it while it is written."""

import json
from typing import Any

from knowledge.model import Scheme

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def scheme_schema() -> dict[str, Any]:
    """The schema of `knowledge/schemes/*.yml`. What only a whole file shows (ids that are cited, conditions that can be
    met) is checked by `veileder check`."""
    return {"$schema": DIALECT, **Scheme.model_json_schema(), "title": "A grant scheme of Tilskuddsveilederen"}


def as_text() -> str:
    return json.dumps(scheme_schema(), ensure_ascii=False, indent=2) + "\n"
