"""An installation to look at, and what may be said of what is found in it."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assistant.conversations.database import Database
from assistant.doctor.finding import Finding, Installation
from assistant.settings import Settings

OSLO = zoneinfo.ZoneInfo("Europe/Oslo")
NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=OSLO)
Look = Callable[..., list[Finding]]


def installation(
    folder: Path, *, now: dt.datetime = NOW, places: dict[str, Any] | None = None, **settings: Any
) -> Installation:
    given = {"var": folder, "port": 0, **settings}
    return Installation(Settings(**given), environ={}, now=now, **(places or {}))


def only(found: Iterator[Finding]) -> Finding:
    (finding,) = found
    return finding


def bad(found: Iterator[Finding], result: str, *words: str) -> None:
    """Assert that something is found with this result, in these words, and with something to do."""
    findings = list(found)
    matching = [each for each in findings if each.result == result and all(w in each.why + each.remedy for w in words)]
    assert matching, findings
    assert all(each.remedy for each in matching)


def good(found: Iterator[Finding]) -> None:
    findings = list(found)
    assert findings
    assert [each for each in findings if each.result != "ok"] == []


def made(folder: Path) -> Path:
    """A database of this release, closed."""
    database = Database(Settings(var=folder).effective_database_url)
    database.close()
    return folder / "conversations.db"
