"""The real service as a process of its own: real Rasa, real database, a clock that stands still."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-21"
_READY = re.compile(r"ready on (http://\S+)")
_PATIENT = {"max_wait_seconds": 30}  # tests that share a machine must not be refused for its load
_START_SECONDS = 240  # it trains first when `make train` has not been run since the inputs changed
_STOP_SECONDS = 20
# Rasa's own words may stand in the log; a text of a user that is one of them proves nothing.
_SHORTEST_TELLING_TEXT = 12
# Told to the service in a conversation of its own: what must then be in no file of it, the log included.
PLANTED = {
    "Jeg heter Torbjørg Solbakkmyr, hva er fristen for TryggEst?": ("Torbjørg", "Solbakkmyr"),
    "fnr 010190 12345, kan han få hjelp?": ("010190 12345", "12345, kan"),
    "ring 912 34 567 eller skriv til solbakkmyr.t@post.example": ("912 34 567", "solbakkmyr.t"),
    "konto 1234.56.78903. kven kan søkje?\nMvh\nRavna Utsifjell": ("1234.56.78903", "Utsifjell"),
}


def command(*arguments: str) -> list[str]:
    """The command line of `veileder` with these arguments."""
    return [sys.executable, "-W", "ignore", "-m", "assistant.cli", *arguments]


def environment(var: Path, **settings: object) -> dict[str, str]:
    """The environment of a service: its own var folder, the project's models, and nothing from outside."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VEILEDER_")}
    given = {"var": var, "models": ROOT / "var" / "models", "today": TODAY, "port": 0, **_PATIENT, **settings}
    return {**inherited, "PYTHONUTF8": "1", **{f"VEILEDER_{name.upper()}": str(value) for name, value in given.items()}}


class RunningService:
    """One service; `sent` collects every text of a user, so that the log can be searched for them at the end."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.var = folder / "var"
        self.url = ""
        self.sent: set[str] = set()
        self._output = folder / "output.txt"
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> RunningService:
        """Starts the service and waits for its address."""
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                command("serve"), cwd=ROOT, env=environment(self.var, **self._settings), stdout=output, stderr=output
            )
        for _ in range(_START_SECONDS * 10):
            if told := _READY.search(self.log()):
                self.url = told[1]
                return self
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the service did not start:\n{self.log()[-4000:]}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends the service as systemd would; returns its exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(how)
        try:
            return self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise

    def log(self) -> str:
        """Everything written to stdout and stderr so far."""
        return self._output.read_text("utf-8", "replace")

    def plant(self) -> None:
        """Tells the service personal data, message by message."""
        opened = self._post("/api/v1/conversations", {})
        for text in PLANTED:
            self.sent.add(text)
            path = f"/api/v1/conversations/{opened['conversation_id']}/messages"
            assert self._post(path, {"text": text}, opened["token"])["messages"]

    def _post(self, path: str, body: Any, token: str = "") -> Any:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def leaks(self) -> list[str]:
        """What stands where it must not: tracebacks and texts that users sent in the log; personal data in any file."""
        log = self.log()
        telling = {" ".join(text.split())[:60] for text in self.sent if len(text) >= _SHORTEST_TELLING_TEXT}
        planted = [secret for secrets in PLANTED.values() for secret in secrets]
        in_files = [f"{secret} in {name}" for secret in planted for name in self.holds(secret)]
        return [found for found in ["Traceback", *sorted(telling), *planted] if found in log] + in_files

    def holds(self, text: str) -> list[str]:
        """The names of the files in the var folder that contain a text, also in pages that are no longer in use."""
        sought = [text.encode(), text.encode("utf-16-le")]
        files = [path for path in self.var.rglob("*") if path.is_file()]
        return [path.name for path in files if any(part in path.read_bytes() for part in sought)]

    def execute(self, statement: str, *values: Any) -> None:
        """Changes the conversations' database behind the service's back, to make time pass."""
        with sqlite3.connect(self.var / "conversations.db", timeout=5) as connection:
            connection.execute(statement, values)

    def locked(self) -> sqlite3.Connection:
        """A connection that keeps every writer waiting until it is rolled back."""
        connection = sqlite3.connect(self.var / "conversations.db", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        return connection
