"""A service of its own for measurements and tests of faults: processes that can be told, killed and counted."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-21"
_READY = re.compile(r"ready on (http://\S+)")
_ALL_READY = re.compile(r"All \d+ workers are ready")
_START_SECONDS = 240.0
_STOP_SECONDS = 60.0


class NotStarted(RuntimeError):
    """The service did not become ready; the message holds its last lines."""


class LocalService:
    """`veileder serve` on a free port of the loopback address, with a var folder of its own."""

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
        self._settings = {"var": self.var, "port": 0, "today": TODAY, **settings}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> LocalService:
        """Start it and wait until all of its workers answer; a second start keeps the port.

        Raises:
            NotStarted: It does not become ready.
        """
        command = [sys.executable, "-W", "ignore", "-m", "assistant.cli", "serve", "--workers", str(self._workers)]
        before = len(self.log())
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log)  # noqa: S603
        whole = _ALL_READY if self._workers > 1 else _READY
        self.wait(lambda: whole.search(self.log()[before:]) or not self.lives)
        if not self.lives:
            raise NotStarted(f"the service did not start:\n{self.log()[before:][-2000:]}")
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
        return self._process.wait(_STOP_SECONDS)

    def stop(self) -> int:
        """End it as systemd would; its exit code. It is killed if it does not end."""
        if self.lives:
            self.tell(signal.SIGTERM)
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

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("VEILEDER_")}
        models = os.environ.get("VEILEDER_MODELS", str(ROOT / "var" / "models"))
        given = {"models": models, **self._settings}
        return {**inherited, **{f"VEILEDER_{name.upper()}": str(value) for name, value in given.items()}}


def memory_of(pid: int) -> float:
    """Megabytes of memory that a process takes; what it shares with others counts in part (PSS)."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pss:"))) / 1024


@contextmanager
def local_service(folder: Path, workers: int = 1, **settings: object) -> Iterator[LocalService]:
    """A service that runs while the block does."""
    service = LocalService(folder, workers, **settings).start()
    try:
        yield service
    finally:
        if service.lives:
            service.stop()
