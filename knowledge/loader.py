"""Reads scheme files and refuses bad ones with file, line and remedy."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from knowledge.model import Scheme

SCHEMES_DIR = Path(__file__).parent / "schemes"

_REMEDIES = {
    "missing": "add it",
    "extra_forbidden": "no such field: correct the spelling or remove it",
    "string_too_short": "write the text; it must not be empty",
    "enum": "use one of the values named",
    "literal_error": "use one of the values named",
    "date_from_datetime_parsing": "write the date as YYYY-MM-DD",
    "date_parsing": "write the date as YYYY-MM-DD",
}


class SchemeFileError(Exception):
    """A scheme file cannot be used. The message names file, line, what is wrong and what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


def load_schemes(folder: Path = SCHEMES_DIR) -> list[Scheme]:
    """Reads every `*.yml` in `folder`, in order of name.

    Raises:
        SchemeFileError: with all problems of all files, so that an editor mends them in one go.
    """
    problems: list[str] = []
    schemes: list[Scheme] = []
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise SchemeFileError([f"{folder}: there is no scheme file (*.yml) here. Add one, or correct the folder"])
    for path in paths:
        try:
            schemes.append(load_scheme(path))
        except SchemeFileError as error:
            problems += error.problems
    problems += _conflicts_between(schemes)
    if problems:
        raise SchemeFileError(problems)
    return schemes


def load_scheme(path: Path) -> Scheme:
    """Reads one scheme file.

    Raises:
        SchemeFileError: when it is not YAML, or does not fit `knowledge.model.Scheme`.
    """
    data = _read_yaml(path)
    try:
        scheme = Scheme.model_validate(_plain(data))
    except ValidationError as error:
        raise SchemeFileError([_describe(path, data, item) for item in error.errors()]) from None
    if scheme.id != path.stem:
        raise SchemeFileError(
            [f"{path.name}, line {_line(data, ('id',))}: the id is '{scheme.id}' but the file is "
             f"'{path.name}'. Name the file {scheme.id}.yml, or correct the id"]
        )
    return scheme


def _read_yaml(path: Path) -> CommentedMap:
    try:
        data = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise SchemeFileError([f"{path.name}: not UTF-8 at byte {error.start}. Save the file as UTF-8"]) from None
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SchemeFileError([f"{path.name}, line {line}: a key stands twice. Remove one of them"]) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = error.problem or "not valid YAML"
        raise SchemeFileError([f"{path.name}, line {line}: {problem}. Check indents, colons and quotes"]) from None
    if not isinstance(data, CommentedMap):
        raise SchemeFileError([f"{path.name}, line 1: expected a scheme with `id`, `name` and so on, found none"])
    return data


def _plain(node: Any) -> Any:
    """ruamel's round-trip nodes as plain dicts, lists and scalars (pydantic rejects subclasses in strict spots)."""
    if isinstance(node, CommentedMap):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [_plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    if isinstance(node, bool):
        return bool(node)
    return node


def _line(data: Any, location: Iterable[int | str]) -> int:
    """The line (from 1) of the deepest part of `location` that exists in the file."""
    line, node = 1, data
    for part in location:
        if isinstance(node, CommentedMap) and part in node:
            line = node.lc.key(part)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = node.lc.item(part)[0] + 1
        else:
            break
        node = node[part]
    return line


def _describe(path: Path, data: CommentedMap, item: Any) -> str:
    location = tuple(item["loc"])
    where = ".".join(str(part) for part in location) or "the scheme"
    remedy = _REMEDIES.get(item["type"], "correct it")
    if item["type"] == "missing" and location[-1:] in {("nb",), ("nn",), ("en",)}:
        name = {"nb": "bokmål", "nn": "nynorsk", "en": "English"}[str(location[-1])]
        message, remedy = f"the {name} text is missing", f"add `{location[-1]}:` with the text in {name}"
    elif item["type"] == "value_error":
        message, remedy = str(item["ctx"]["error"]), ""
    else:
        message = item["msg"]
    tail = f". Remedy: {remedy}" if remedy else ""
    return f"{path.name}, line {_line(data, location)}: {where}: {message}{tail}"


def _conflicts_between(schemes: Sequence[Scheme]) -> list[str]:
    """An id must be one scheme's own. (An alias may be shared: then the user is asked which is meant.)"""
    ids = [scheme.id for scheme in schemes]
    return [f"two scheme files have the id '{i}': give each its own" for i in sorted(set(ids)) if ids.count(i) > 1]
