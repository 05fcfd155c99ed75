"""A service of its own: what it is given from outside, and what it is not."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.evaluation import local_service
from assistant.evaluation.local_service import LocalService, NotStarted, environment


def test_no_setting_from_outside_comes_in_but_where_the_models_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEILEDER_MODELS", "/models")
    monkeypatch.setenv("VEILEDER_DATABASE_URL", "sqlite:////somebody/elses.db")
    monkeypatch.setenv("ANOTHER_PROGRAMS", "setting")
    given = environment(var=Path("folder"), max_wait_seconds=30)
    assert {name: value for name, value in given.items() if name.startswith("VEILEDER_")} == {
        "VEILEDER_MODELS": "/models",
        "VEILEDER_PORT": "0",
        "VEILEDER_TODAY": local_service.TODAY,
        "VEILEDER_VAR": "folder",
        "VEILEDER_MAX_WAIT_SECONDS": "30",
    }
    assert given["ANOTHER_PROGRAMS"] == "setting"


def test_what_is_given_goes_before_what_is_usual() -> None:
    given = environment(models="elsewhere", today="2025-02-01", port=8080)
    assert (given["VEILEDER_MODELS"], given["VEILEDER_TODAY"], given["VEILEDER_PORT"]) == (
        "elsewhere",
        "2025-02-01",
        "8080",
    )


def started_as(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let a small program stand in for the service."""
    monkeypatch.setattr(local_service, "command", lambda *_: [sys.executable, "-c", program])


def test_a_service_that_does_not_start_is_told_of_with_its_last_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started_as(monkeypatch, "import sys; print('no office XX'); sys.exit(2)")
    with pytest.raises(NotStarted, match="exit code 2:\nno office XX"):
        LocalService(tmp_path).start()


def test_a_service_that_is_never_ready_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started_as(monkeypatch, "import os, time; print('process', os.getpid(), flush=True); time.sleep(600)")

    def too_late(_holds: Callable[[], object]) -> None:
        while not (tmp_path / "log").read_text("utf-8").endswith("\n"):
            time.sleep(0.01)
        raise NotStarted("what was waited for did not happen in time")

    monkeypatch.setattr(LocalService, "wait", staticmethod(too_late))
    with pytest.raises(NotStarted, match="not ready in") as told, local_service.local_service(tmp_path):
        pass
    process = int(str(told.value).split()[-1])
    assert not Path(f"/proc/{process}").exists()
