"""A rebuild that fails in whatever way, or a thread that cannot be started, ends no later one."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest

from assistant.conversations import scrubbing
from assistant.conversations.scrubbing import Scrubber


async def test_a_rebuild_that_fails_in_an_unforeseen_way_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbing, "_RETRY_SECONDS", 0.01)
    failures = [RuntimeError("no connection to spare"), OSError("too many files")]

    def connect() -> Any:
        if failures:
            raise failures.pop()
        return sqlite3.connect(tmp_path / "a.db")

    scrubber = Scrubber(connect)
    await asyncio.wait_for(scrubber.scrub(however_large=True), 8)
    assert scrubber.rebuilds == 1
    scrubber.close()


async def test_without_a_thread_to_spare_the_next_who_asks_starts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrubber = Scrubber(lambda: sqlite3.connect(tmp_path / "a.db"))
    with monkeypatch.context() as patch:

        def start(_: threading.Thread) -> None:
            raise RuntimeError("can't start new thread")

        patch.setattr(threading.Thread, "start", start)
        first = scrubber.ask(however_large=True)
    assert not first.done()
    await asyncio.wait_for(scrubber.scrub(however_large=True), 8)
    assert first.done()
    scrubber.close()
