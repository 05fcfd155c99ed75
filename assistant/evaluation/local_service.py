"""A service of its own for measurements and tests of faults: processes that can be told, killed and counted."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-21"
_READY = re.compile(r"ready on (http://\S+)")
_ALL_READY = re.compile(r"All \d+ workers are ready")
_START_SECONDS = 240.0  # it trains first when its inputs have changed since `make train`


class NotStarted(RuntimeError):
    """The service did not become ready; the message holds its last lines."""


def command(*arguments: str) -> list[str]:
    """The command line of `veileder` with these arguments."""
    return [sys.executable, "-W", "ignore", "-m", "assistant.cli", *arguments]


def environment(**settings: object) -> dict[str, str]:
    """The environment of a service: these settings, the project's models, a free port, and no other setting from outside.

    Args:
        settings: By their names in `assistant.settings`.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VEILEDER_")}
    models = os.environ.get("VEILEDER_MODELS", str(ROOT / "var" / "models"))
    given = {"models": models, "port": 0, "today": TODAY, **settings}
    return {**inherited, "PYTHONUTF8": "1", **{f"VEILEDER_{name.upper()}": str(value) for name, value in given.items()}}


class LocalService:
    """`veileder serve` on a free port of the loopback address, with a var folder of its own.

    Attributes:
        var: The var folder.
        url: Its address, once it is ready.
        stop_seconds: How long it may take to end.
    """

    stop_seconds = 60.0

    def __init__(self, folder: Path, workers: int = 1, **settings: object) -> None:
        """
        Args:
            folder: Where it keeps its files; the log stands in `log` there.
            workers: How many processes answer.
            settings: By their names in `assistant.settings`; the database, for example.
        """
        self.var = folder / "var"
        self.url = ""
        folder.mkdir(parents=True, exist_ok=True)
        self._log = folder / "log"
        self._workers = workers
        self._settings = {"var": self.var, **settings}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it and wait until all of its workers answer; a second start keeps the port.

        Raises:
            NotStarted: It does not become ready.
        """
        serve, given = command("serve", "--workers", str(self._workers)), environment(**self._settings)
        before = len(self.log())
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(serve, cwd=ROOT, env=given, stdout=log, stderr=log)  # noqa: S603 - our own
        whole = _ALL_READY if self._workers > 1 else _READY
        with suppress(NotStarted):  # told below, with what the service has said
            self.wait(lambda: whole.search(self.log()[before:]) or not self.lives)
        if not self.lives or not whole.search(self.log()[before:]):
            why = f"not ready in {_START_SECONDS:.0f} s" if self.lives else f"it ended with exit code {self.ended()}"
            raise NotStarted(f"the service did not start, {why}:\n{self.log()[before:][-4000:]}")
        if found := _READY.search(self.log()[before:]):
            self.url = found[1]
            self._settings["port"] = self.url.rsplit(":", 1)[1]
        return self

    def setting(self, name: str) -> str:
        """A setting that it was given."""
        return str(self._settings[name])

    @property
    def lives(self) -> bool:
        """Whether the first process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The first process: the supervisor where there are several workers."""
        assert self._process is not None
        return self._process.pid

    def workers(self) -> list[int]:
        """The process ids of the workers, the oldest first."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        return sorted(map(int, children.split()))

    def tell(self, what: signal.Signals) -> None:
        """Send the first process a signal."""
        os.kill(self.pid, what)

    def ended(self) -> int:
        """Wait until it has ended; its exit code."""
        assert self._process is not None
        return self._process.wait(self.stop_seconds)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it, as systemd would if nothing else is said; its exit code. It is killed if it does not end."""
        if self.lives:
            self.tell(how)
        try:
            return self.ended()
        except subprocess.TimeoutExpired:
            self.tell(signal.SIGKILL)  # its workers end when it is gone
            raise

    def log(self) -> str:
        """All that it has written."""
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    @staticmethod
    def wait(holds: Callable[[], object], seconds: float = _START_SECONDS) -> None:
        """Wait until a condition (called without arguments) holds.

        Raises:
            NotStarted: It does not in time.
        """
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise NotStarted("what was waited for did not happen in time")
            time.sleep(0.05)


def memory_of(pid: int) -> float:
    """Megabytes of memory that a process takes; what it shares with others counts in part (PSS)."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pss:"))) / 1024


def processor_seconds_of(pid: int) -> float:
    """User and system time of a process (proc(5): fields 14 and 15, after the name in parentheses)."""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def local_service(folder: Path, workers: int = 1, **settings: object) -> Iterator[LocalService]:
    """A service that runs while the block does."""
    service = LocalService(folder, workers, **settings)
    try:
        yield service.start()
    finally:
        if service.lives:
            service.stop()
