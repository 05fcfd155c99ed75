"""Reads scheme files and refuses bad ones with file, line and remedy."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, MappingStartEvent, NodeEvent
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError

from knowledge.checks import InconsistentSchemeError
from knowledge.model import Scheme
from knowledge.yaml_files import plain_reader

_A_SCHEME = "a scheme with `id`, `name` and so on"
_WIDTH = 1_000_000  # characters; a text is never broken over lines

SCHEMES_DIR = Path(__file__).parent / "schemes"

_REMEDIES = {
    "missing": "add it",
    "extra_forbidden": "no such field: correct the spelling or remove it",
    "string_too_short": "write the text; it must not be empty",
    "enum": "use one of the values named",
    "literal_error": "use one of the values named",
    "date_from_datetime_parsing": "write the date as YYYY-MM-DD",
    "date_parsing": "write the date as YYYY-MM-DD",
    "string_type": "write a text; put figures in quotes",
    "too_short": "add at least one",
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
    problems += [
        f"{path.name}: the ending is .yaml, so it is not read. Name it {path.stem}.yml" for path in _misnamed(folder)
    ]
    if problems:
        raise SchemeFileError(problems)
    return schemes


@lru_cache(maxsize=1)
def shipped_schemes() -> tuple[Scheme, ...]:
    """The schemes of this release, read once, for whoever changes nothing in them."""
    return tuple(load_schemes())


def _misnamed(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def load_scheme(path: Path) -> Scheme:
    """Reads one scheme file.

    Raises:
        SchemeFileError: when it is not YAML, or does not fit `knowledge.model.Scheme`.
    """
    plain = read_plain(path)
    for field in BESIDE:
        if asked := _read_beside(path, field):
            plain[field] = asked
    try:
        scheme = Scheme.model_validate(plain)
    except ValidationError as error:
        raise SchemeFileError(problems_of(path, read_yaml(path), error)) from None
    if scheme.id != path.stem:
        raise SchemeFileError([_wrong_name(path, read_yaml(path), scheme.id)])
    return scheme


# What people ask stands in files of its own, in a folder by its field: it is much, and no part of what the sources say.
BESIDE = ("questions", "contrasts")


def _read_beside(path: Path, field: str) -> dict[str, Any]:
    """A field by statement id, from `<field>/` beside the scheme file; nothing when there is no such file."""
    beside = path.parent / field / path.name
    if not beside.exists():
        return {}
    try:
        text = beside.read_text(encoding="utf-8")
        _refuse_odd(f"{field}/{path.name}", text)
        asked = plain_reader().load(text)
    except UnicodeDecodeError:
        raise SchemeFileError([f"{field}/{path.name}, line 1: not UTF-8. Save the file as UTF-8"]) from None
    except MarkedYAMLError as error:
        problem = error.problem or "not valid YAML"
        raise SchemeFileError(
            [f"{field}/{_at_mark(path, error)}: {problem}. Check indents, colons and quotes"]
        ) from None
    except (ValueError, YAMLError):  # a control character, a number without end
        raise SchemeFileError(
            [f"{field}/{path.name}, line 1: not valid YAML. Look for control characters and very long numbers"]
        ) from None
    kind, expected = (list, "a list of questions") if field == "questions" else (dict, "`asks` and `leaves_open`")
    if not isinstance(asked, dict) or not all(isinstance(texts, kind) for texts in asked.values()):
        raise SchemeFileError([f"{field}/{path.name}, line 1: expected {expected} under each statement's id"])
    return asked


def _wrong_name(path: Path, data: CommentedMap, scheme_id: str) -> str:
    """The id is the name of the file, so that no two files can have the same."""
    place = f"{path.name}, line {_line(data, ('id',))}"
    if path.with_name(f"{scheme_id}.yml").exists():
        return (
            f"{place}: the id '{scheme_id}' is that of {scheme_id}.yml too. Give each scheme its own id and file name"
        )
    fix = f"Name the file {scheme_id}.yml, or correct the id"
    return f"{place}: the id is '{scheme_id}' but the file is {path.name}. {fix}"


class _Constructor(RoundTripConstructor):
    """Leaves dates as text: a date that does not exist is then refused with its line, like any other value."""

    def construct_yaml_timestamp(self, node: ScalarNode, values: Any = None) -> str:
        return str(node.value)

    def construct_yaml_int(self, node: ScalarNode) -> Any:
        return _number(super().construct_yaml_int, node)


class _PlainConstructor(SafeConstructor):
    """Leaves dates as text too."""

    def construct_yaml_timestamp(self, node: ScalarNode, values: Any = None) -> str:
        return str(node.value)

    def construct_yaml_int(self, node: ScalarNode) -> Any:
        return _number(super().construct_yaml_int, node)


def _number(construct: Callable[[ScalarNode], Any], node: ScalarNode) -> Any:
    """An integer; one with more digits than Python makes a number of stays text, and is refused like any other value."""
    try:
        return construct(node)
    except ValueError:
        return str(node.value)


for _each in (_Constructor, _PlainConstructor):
    _each.add_constructor("tag:yaml.org,2002:timestamp", _each.construct_yaml_timestamp)
    _each.add_constructor("tag:yaml.org,2002:int", _each.construct_yaml_int)


def yaml_file() -> YAML:
    """Reads a scheme file with its comments and lines, and writes it in the form that the files have."""
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def read_plain(path: Path, expected: str = _A_SCHEME) -> dict[str, Any]:
    """What `read_yaml` reads, as plain data without places: by libyaml, in a tenth of the time.

    Raises:
        SchemeFileError: as `read_yaml`, which looks for the place of what is wrong.
    """
    reader = plain_reader()
    reader.Constructor = _PlainConstructor
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_odd(path.name, text)
        data = reader.load(text)
    except (ValueError, YAMLError, RecursionError):
        data = None
    plain: dict[str, Any] = plain_data(data if isinstance(data, dict) else read_yaml(path, expected))
    return plain


def read_yaml(path: Path, expected: str = _A_SCHEME) -> CommentedMap:
    """A YAML file with the place of each of its parts; dates are left as text.

    Raises:
        SchemeFileError: when it is not YAML, or not what is `expected`.
    """
    reader = yaml_file()
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_odd(path.name, text)
        data = reader.load(text)
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SchemeFileError([f"{path.name}, line {line}: not UTF-8. Save the file as UTF-8"]) from None
    except DuplicateKeyError as error:
        raise SchemeFileError([f"{_at_mark(path, error)}: a key stands twice. Remove one of them"]) from None
    except MarkedYAMLError as error:
        problem = error.problem or "not valid YAML"
        raise SchemeFileError([f"{_at_mark(path, error)}: {problem}. Check indents, colons and quotes"]) from None
    except ReaderError as error:
        line = path.read_text(encoding="utf-8")[: error.position].count("\n") + 1
        raise SchemeFileError([f"{path.name}, line {line}: a control character that YAML forbids. Remove it"]) from None
    except ValueError:  # an escape sequence beyond Unicode
        found = _NO_CHARACTER.search(text)
        line = text[: found.start() if found else 0].count("\n") + 1
        raise SchemeFileError([f"{path.name}, line {line}: a character that does not exist. Write another"]) from None
    except RecursionError:
        raise SchemeFileError([f"{path.name}, line 1: nested far too deep. Check brackets and indents"]) from None
    if not isinstance(data, CommentedMap):
        raise SchemeFileError([f"{path.name}, line 1: expected {expected}, found none"])
    return data


_DEEPEST = 40  # levels; a shipped scheme file has nine
_NO_CHARACTER = re.compile(r"\\U(?!00(?:0|10))")


def _refuse_odd(name: str, text: str) -> None:
    """Refuse what no scheme file needs and a few lines of can stop a machine: aliases, tags, and levels without end.

    By libyaml's events, so nothing is made of them; what is not YAML is left to who reads it.

    Raises:
        SchemeFileError: The first of them, with its line.
    """
    levels: list[int | None] = []  # of a mapping, how many keys and values came; None for a list
    try:
        for event in YAML(typ="safe").parse(text):
            if isinstance(event, CollectionEndEvent):
                levels.pop()
            elif isinstance(event, NodeEvent):
                if problem := _oddity(event, levels):
                    line = event.start_mark.line + 1
                    raise SchemeFileError([f"{name}, line {line}: {problem}"])
                if levels and levels[-1] is not None:
                    levels[-1] += 1
                if isinstance(event, CollectionStartEvent):
                    levels.append(0 if isinstance(event, MappingStartEvent) else None)
    except (ValueError, YAMLError):
        return


def _oddity(event: NodeEvent, levels: Sequence[int | None]) -> str:
    if isinstance(event, AliasEvent):
        return "an alias (*name). Write the text out instead"
    if event.tag:
        return "a tag (!name). Leave it out"
    if isinstance(event, CollectionStartEvent):
        if len(levels) >= _DEEPEST:
            return "nested far too deep. Check brackets and indents"
        if levels and levels[-1] is not None and levels[-1] % 2 == 0:
            return "a key that is a list, or has keys itself. Write a word"
    return ""


def _at_mark(path: Path, error: MarkedYAMLError) -> str:
    return f"{path.name}, line {error.problem_mark.line + 1 if error.problem_mark else 1}"


def plain_data(node: Any) -> Any:
    """What ruamel read as plain dicts, lists and scalars (pydantic rejects subclasses in strict spots); keys as text."""
    if isinstance(node, dict):
        return {str(key): plain_data(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain_data(value) for value in node]
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
            if part in (node.lc.data or {}):  # what comes by a merge key has no line of its own
                line = node.lc.key(part)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = node.lc.item(part)[0] + 1
        else:
            break
        node = node[part]
    return line


def problems_of(path: Path, data: CommentedMap, error: ValidationError) -> list[str]:
    """One line for each problem. What pydantic says of a whole because a part of it failed is left out."""
    items = error.errors()
    places = [tuple(item["loc"]) for item in items]
    lines: list[str] = []
    for item, place in zip(items, places, strict=True):
        if any(len(other) > len(place) and other[: len(place)] == place for other in places):
            continue
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, InconsistentSchemeError):
            lines += [_at(path, data, where, message) for where, message in cause.problems]
        else:
            lines.append(_describe(path, data, item))
    return lines


def _at(path: Path, data: CommentedMap, location: tuple[int | str, ...], message: str) -> str:
    where = ".".join(str(part) for part in location) or "the scheme"
    field = location[0] if location else ""
    if field in BESIDE and field not in data:
        lines = (path.parent / field / path.name).read_text(encoding="utf-8").splitlines()
        line = next((i for i, text in enumerate(lines, 1) if text == f"{location[1]}:"), 1)
        return f"{field}/{path.name}, line {line}: {where}: {message}"
    return f"{path.name}, line {_line(data, location)}: {where}: {message}"


def _describe(path: Path, data: CommentedMap, item: Any) -> str:
    location = tuple(item["loc"])
    remedy = _REMEDIES.get(item["type"], "correct it")
    if item["type"] == "missing" and location[-1:] in {("nb",), ("nn",), ("en",)}:
        name = {"nb": "bokmål", "nn": "nynorsk", "en": "English"}[str(location[-1])]
        message, remedy = f"the {name} text is missing", f"add `{location[-1]}:` with the text in {name}"
    elif item["type"] == "value_error":
        message, remedy = str(item["ctx"]["error"]), ""
    else:
        message = item["msg"]
    return _at(path, data, location, f"{message}{f'. Remedy: {remedy}' if remedy else ''}")
