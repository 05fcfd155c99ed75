"""What runs for ever goes on after any failure: a published change must answer, and personal data must go."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from assistant.editing import live
from assistant.observability.sampling import Sampler
from assistant.privacy import retention


class Told(list[Any]):
    """What a job was asked to do, with the failures that it meets first."""

    def __init__(self, *failures: Exception) -> None:
        super().__init__()
        self._failures = list(failures)

    def ask(self) -> None:
        self.append("asked")
        if self._failures:
            raise self._failures.pop(0)


async def _until(told: Told, times: int, job: Any) -> None:
    task = asyncio.ensure_future(job)
    for _ in range(400):
        await asyncio.sleep(0.01)
        if len(told) >= times or task.done():
            break
    ended = task.done()
    task.cancel()
    assert not ended, "the job has ended"
    assert len(told) >= times


async def test_what_is_published_is_followed_after_any_failure(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(live, "_AFTER_FAILURE_SECONDS", 0.01)
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.01)
    told = Told(OSError("too many open files: /secret/path"), RuntimeError("x"))
    followed = live.LiveKnowledge.__new__(live.LiveKnowledge)

    async def refresh() -> bool:
        told.ask()
        return False

    followed.refresh = refresh  # type: ignore[method-assign]
    with caplog.at_level(logging.ERROR):
        await _until(told, 4, followed.follow())
    assert "OSError" in caplog.text
    assert "/secret/path" not in caplog.text


async def test_personal_data_goes_after_any_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    told, results = Told(RuntimeError("can't start new thread")), list[int | None]()

    async def purge(*_: Any) -> int:
        told.ask()
        return 3

    monkeypatch.setattr(retention, "purge", purge)
    nobody: Any = None
    await _until(told, 3, retention.run_forever(nobody, nobody, interval_seconds=0.01, told=results.append))
    assert results[:2] == [None, 3]


async def test_sampling_goes_on_after_any_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(OSError("too many open files"))
    monkeypatch.setattr("assistant.observability.sampling.SLOW_EVERY", 1)
    monkeypatch.setattr("assistant.observability.sampling.LAG_SECONDS", 0.01)

    class Ignoring:
        def observe_lag(self, seconds: float) -> None: ...
        def set(self, name: str, value: float, /, **labels: str) -> None: ...
        def add(self, name: str, amount: float) -> None: ...

    await _until(told, 3, Sampler(Ignoring(), lambda _: told.ask()).run())
