"""Labelled conversations: the file format, read and checked.

A file is a list of groups, each with `group` and `cases`. A case is a turn, or has several under `turns`:
`q` user turn (or `press`, a regex that picks a button of the last reply by its title) · `s` scheme id (`*` any, null
none) · `k` kinds allowed (default `[answer]`) · `has`/`not` regexes on the joined text of the reply, case-insensitive ·
`l` language of the reply · `c: false` where no citation is due · `outcome` of the verdict · `question`, the criterion
asked about last.
"""

import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from ruamel.yaml.error import YAMLError

from knowledge.yaml_files import plain_reader

ANY = "*"


class CaseFileError(Exception):
    """A case file cannot be used; the message says where and why."""


class Turn(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str | None = None
    press: str | None = None
    s: str | None = ANY
    k: tuple[str, ...] = ("answer",)
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = Field(default=(), alias="not")
    lang: str | None = Field(default=None, alias="l")
    cited: bool = Field(default=True, alias="c")
    outcome: str | None = None
    question: str | None = None

    @field_validator("has", "lacks")
    @classmethod
    def _regexes(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"'{pattern}' is no regular expression: {error}") from None
        return patterns

    @model_validator(mode="after")
    def _says_something(self) -> "Turn":
        if (self.q is None) == (self.press is None):
            raise ValueError("a turn has either `q` or `press`")
        return self


class Case(BaseModel):
    model_config = ConfigDict(frozen=True)

    group: str
    turns: tuple[Turn, ...]
    collection: str = ""  # the folder that the file stands in


def read_cases(path: Path) -> list[Case]:
    """Reads a file, or every `*.yml` of a folder.

    Raises:
        CaseFileError: it is no such file, or not of the format.
    """
    if path.is_dir():
        found = [case for file in sorted(path.glob("*.yml")) for case in read_cases(file)]
        if not found:
            raise CaseFileError(f"{path}: there is no case in this folder. Add a *.yml file, or correct the path")
        return found
    try:
        groups = plain_reader().load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise CaseFileError(f"{path}: cannot be read ({type(error).__name__}). Check the path and the YAML") from None
    try:
        return [_case(path, group["group"], item) for group in groups for item in group["cases"]]
    except (TypeError, KeyError, AttributeError):
        raise CaseFileError(f"{path}: expected a list of groups, each with `group` and a list of `cases`") from None


def _case(path: Path, group: str, item: dict[str, Any]) -> Case:
    try:
        return Case(
            group=group,
            turns=tuple(Turn.model_validate(t) for t in item.get("turns", [item])),
            collection=path.parent.name,
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(p) for p in first["loc"])
        raise CaseFileError(f"{path}, group {group}: {item}: {where}: {first['msg']}") from None
