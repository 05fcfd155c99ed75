"""The machine: Python, its packages, clock, memory, room on the disk."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.doctor.finding import Finding, Installation, error, ok, shown, warning

_FIRST, _AFTER = (3, 11), (3, 13)
_OWN = "tilskuddsveilederen"
_GIB = 1024**3
_LITTLE_DISK, _NO_DISK = 2 * _GIB, _GIB // 4
_LITTLE_MEMORY = 3 * _GIB // 4
_ZONE = "Europe/Oslo"


def python(_: Installation) -> Iterator[Finding]:
    """Whether this Python is one that the packages are made for."""
    version = ".".join(map(str, sys.version_info[:3]))
    if _FIRST <= sys.version_info[:2] < _AFTER:
        yield ok("python", f"Python {version}.")
    else:
        remedy = "Install Python 3.11 or 3.12, and make the environment anew: `rm -rf .venv`, `PYTHON=python3.12 make setup`."
        yield error("python", f"Python {version}; the packages are made for 3.11 and 3.12.", remedy)


def packages(installation: Installation) -> Iterator[Finding]:
    """Whether what is installed is what the lock names."""
    if not installation.lock.is_file():
        yield ok("packages", "There is no uv.lock beside the program, so versions are not compared.")
        return
    locked, needed = _locked(installation)
    have = _installed()
    missing = sorted(needed - have.keys())
    other = sorted(name for name, version in have.items() if name in locked and version not in locked[name])
    remedy = "Install what the lock names: `make setup`."
    if missing:
        yield error("packages", f"Not installed: {shown(missing)}.", remedy)
    if other:
        told = [f"{name} {have[name]} (lock: {', '.join(sorted(locked[name]))})" for name in other]
        yield error("packages", f"Other versions than the lock's: {shown(told)}.", remedy)
    if not missing and not other:
        yield ok("packages", f"All {len(have.keys() & locked.keys())} packages are the lock's.")


def _installed() -> dict[str, str]:
    """Each package's version. Of two with one name the first is what is imported; setuptools brings old ones, last."""
    found: dict[str, str] = {}
    for each in distributions():
        found.setdefault(_normal(each.metadata["Name"]), each.version)
    return found


def _locked(installation: Installation) -> tuple[dict[str, set[str]], set[str]]:
    """The versions of every package of the lock, and the packages that the program itself asks for on this system."""
    locked: dict[str, set[str]] = {}
    needed: set[str] = set()
    for package in tomllib.loads(installation.lock.read_text(encoding="utf-8"))["package"]:
        if package["name"] == _OWN:
            needed = {each["name"] for each in package["dependencies"] if "marker" not in each}
        elif "version" in package:
            locked.setdefault(package["name"], set()).add(package["version"])
    return locked, needed


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def clock(installation: Installation) -> Iterator[Finding]:
    """Whether the machine knows what day it is in Norway: deadlines are judged by it."""
    if installation.settings.today is not None:
        why = f"VEILEDER_TODAY pretends that today is {installation.settings.today}: every deadline is judged by that day."
        yield warning("clock", why, "Unset VEILEDER_TODAY, unless this is a demonstration.")
    newest = _newest_check(installation)
    if newest is not None and installation.now.date() < newest:
        why = (
            f"The machine says {installation.now.date()}; that is before {newest}, when the sources were last compared."
        )
        yield error("clock", why, "Set the machine's clock, for example with `timedatectl set-ntp true`.")
    try:
        there = installation.now.astimezone(ZoneInfo(_ZONE))
    except ZoneInfoNotFoundError:
        why = f"The data of the time zone {_ZONE} are missing: opening hours cannot be told."
        yield error("clock", why, "Install the system's package `tzdata`.")
        return
    if there.utcoffset() != installation.now.utcoffset():
        why = f"The machine's time zone is {installation.now.tzname()}: the day changes there at another hour than in Norway."
        yield warning("clock", why, f"Start the service with TZ={_ZONE}.")
    else:
        yield ok("clock", f"{there:%Y-%m-%d %H:%M} in Norway.")


def _newest_check(installation: Installation) -> dt.date | None:
    if not isinstance(installation.schemes, list):  # which the check of the scheme files tells
        return None
    return max(source.checked for scheme in installation.schemes for source in scheme.sources)


def memory(installation: Installation) -> Iterator[Finding]:
    """Whether there is room for another process of the service."""
    if not installation.memory.is_file():
        yield ok("memory", "This system does not tell in /proc/meminfo what is free.")
        return
    found = re.search(r"^MemAvailable:\s+(\d+) kB", installation.memory.read_text(encoding="ascii"), re.MULTILINE)
    free = int(found[1]) * 1024 if found else 0
    if free < _LITTLE_MEMORY:
        why = (
            f"{free / _GIB:.1f} GiB of memory are free; a process of the service may need {_LITTLE_MEMORY / _GIB:.2f}."
        )
        yield warning("memory", why, "Give the machine more memory, or stop what else runs on it.")
    else:
        yield ok("memory", f"{free / _GIB:.1f} GiB free.")


def disk(installation: Installation) -> Iterator[Finding]:
    """Whether there is room for conversations and models."""
    folder = installation.settings.var.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    why = f"{free / _GIB:.1f} GiB are free where {installation.settings.var} is."
    remedy = "Make room there, or move the var folder (VEILEDER_VAR). Old files of models/ may be deleted."
    if free < _NO_DISK:
        yield error("disk", why, remedy)
    elif free < _LITTLE_DISK:
        yield warning("disk", why, remedy)
    else:
        yield ok("disk", why)
