"""What a check is given, and what it says."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.settings import Settings

# What is heavy is imported by the check that needs it: a package that cannot be imported is a finding, not the end.
if TYPE_CHECKING:
    from knowledge.loader import SchemeFileError
    from knowledge.model import Scheme

ROOT = Path(__file__).resolve().parents[2]
Result = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        check: Its name.
        result: A warning works and should be looked at; an error does not work, or not for long.
        why: What is so, in words; no secrets.
        remedy: What to do; "" when all is well.
    """

    check: str
    result: Result
    why: str
    remedy: str = ""


@dataclass(frozen=True)
class Installation:
    """What is looked at. The places of the machine's own files can be others in tests.

    Attributes:
        settings: As the service would read them.
        environ: The environment that they come from.
        scheme_files: Folder of the scheme files.
        lock: The lock file of the packages; it need not be there.
        mounts: The system's list of file systems.
        memory: The system's account of its memory.
        now: The time, with its zone.
        load_model: Whether to load the model with Rasa, which takes long.
    """

    settings: Settings
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    scheme_files: Path = ROOT / "knowledge" / "schemes"
    lock: Path = ROOT / "uv.lock"
    mounts: Path = Path("/proc/self/mounts")
    memory: Path = Path("/proc/meminfo")
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now().astimezone())
    load_model: bool = False

    @property
    def today(self) -> dt.date:
        """The day that the service takes it to be."""
        return self.settings.today or self.now.date()

    @cached_property
    def schemes(self) -> list[Scheme] | SchemeFileError:
        """The schemes, or why they cannot be read."""
        from knowledge.loader import SchemeFileError, load_schemes

        try:
            return load_schemes(self.scheme_files)
        except SchemeFileError as refused:
            return refused


Check = Callable[[Installation], Iterator[Finding]]


def ok(check: str, why: str) -> Finding:
    return Finding(check, "ok", why)


def warning(check: str, why: str, remedy: str) -> Finding:
    return Finding(check, "warning", why, remedy)


def error(check: str, why: str, remedy: str) -> Finding:
    return Finding(check, "error", why, remedy)


def shown(names: list[str], most: int = 5) -> str:
    """The first of some names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
