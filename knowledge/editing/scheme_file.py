"""A scheme as the text of its file, and back: what is exported can be loaded again and is the same scheme.

A text that was written by hand keeps its comments, quotes and order: only what has changed is written anew.
"""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from knowledge.editing.edits import Edit, EditError, diff, put
from knowledge.loader import BESIDE, load_scheme, yaml_file
from knowledge.model import Scheme

_SCHEMA_LINE = "# yaml-language-server: $schema=../../docs/scheme.schema.json\n"


def as_data(scheme: Scheme) -> dict[str, Any]:
    """The scheme as a file holds it: plain values, without what is as by default, and without what stands beside it."""
    return scheme.model_dump(mode="json", exclude_defaults=True, exclude=set(BESIDE))


def to_yaml(scheme: Scheme, based_on: str = "") -> str:
    """The text of the scheme's file.

    Args:
        based_on: the text of an earlier version, whose comments and form are kept as far as it goes.
    """
    if based_on:
        text = _patched(scheme, based_on)
        if text is not None:
            return text
    return _SCHEMA_LINE + _dump(_quoted(as_data(scheme)))


def beside_yaml(scheme: Scheme) -> dict[str, str]:
    """What stands beside the scheme file, by folder: known questions and contrasts; only what is not empty."""
    data = scheme.model_dump(mode="json", include=set(BESIDE), exclude_defaults=True)
    return {folder: _dump(_quoted(data[folder])) for folder in BESIDE if data.get(folder)}


def write_scheme(scheme: Scheme, folder: Path, text: str = "") -> list[Path]:
    """Writes `<id>.yml` and what stands beside it into a folder, as `load_schemes` reads it.

    Args:
        text: the file's text, when it is known (`to_yaml` otherwise).

    Returns:
        The files written.
    """
    written = {folder / f"{scheme.id}.yml": text or to_yaml(scheme)}
    written |= {folder / beside / f"{scheme.id}.yml": body for beside, body in beside_yaml(scheme).items()}
    for path, body in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return list(written)


def from_yaml(scheme_id: str, text: str, beside: Scheme | None = None) -> Scheme:
    """Reads the text of a scheme file.

    Args:
        beside: the scheme whose questions stand beside it; those of statements that are gone are left out.

    Raises:
        SchemeFileError: The text is not a usable scheme; with line and remedy.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{scheme_id}.yml"
        path.write_text(text, encoding="utf-8")
        scheme = load_scheme(path)
    return with_questions_of(scheme, beside) if beside else scheme


def with_questions_of(scheme: Scheme, other: Scheme) -> Scheme:
    """The scheme with another's questions, but for those of statements that it does not have."""
    known = {s.id for edition in scheme.editions for s in edition.statements}
    kept: dict[str, Any] = {
        field: {s: texts for s, texts in getattr(other, field).items() if s in known} for field in BESIDE
    }
    return scheme.model_copy(update=kept)


def _patched(scheme: Scheme, based_on: str) -> str | None:
    """The earlier text with the changes made in it; None when that does not give the same scheme."""
    tree = yaml_file().load(based_on)
    try:
        before = as_data(from_yaml(scheme.id, based_on))
        for edit in diff(before, as_data(scheme)):
            put(tree, Edit(edit.path, edit.before, _quoted(edit.after)))
        text = _dump(tree) if before != as_data(scheme) else based_on
        same = as_data(from_yaml(scheme.id, text)) == as_data(scheme)
    except (EditError, ValueError, KeyError, TypeError):
        return None
    return text if same else None


def _quoted(value: Any) -> Any:
    """Sentences in double quotes, words plain, as in the files written by hand."""
    if isinstance(value, dict):
        return {key: _quoted(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_quoted(each) for each in value]
    if isinstance(value, str) and not value.replace("-", "").replace("_", "").isalpha():
        return DoubleQuotedScalarString(value)
    return value


def _dump(data: Any) -> str:
    stream = io.StringIO()
    yaml_file().dump(data, stream)
    return stream.getvalue()
