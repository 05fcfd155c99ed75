"""The real service as a process of its own: real Rasa, real database, a clock that stands still."""

from __future__ import annotations

import json
import sqlite3
import urllib.request
from pathlib import Path
from typing import Any

from assistant.evaluation import local_service
from assistant.evaluation.local_service import ROOT, LocalService, command

__all__ = ["PLANTED", "ROOT", "RunningService", "command", "environment"]

_PATIENT: dict[str, object] = {"max_wait_seconds": 30}  # tests that share a machine must not be refused for its load
# Rasa's own words may stand in the log; a text of a user that is one of them proves nothing.
_SHORTEST_TELLING_TEXT = 12
# Told to the service in a conversation of its own: what must then be in no file of it, the log included.
PLANTED = {
    "Jeg heter Torbjørg Solbakkmyr, hva er fristen for TryggEst?": ("Torbjørg", "Solbakkmyr"),
    "fnr 010190 12345, kan han få hjelp?": ("010190 12345", "12345, kan"),
    "ring 912 34 567 eller skriv til solbakkmyr.t@post.example": ("912 34 567", "solbakkmyr.t"),
    "konto 1234.56.78903. kven kan søkje?\nMvh\nRavna Utsifjell": ("1234.56.78903", "Utsifjell"),
}


def environment(var: Path, **settings: object) -> dict[str, str]:
    """The environment of a service with this var folder, and of commands beside it."""
    return local_service.environment(var=var, **{**_PATIENT, **settings})


class RunningService(LocalService):
    """One service; `sent` collects every text of a user, so that the log can be searched for them at the end."""

    stop_seconds = 20.0

    def __init__(self, folder: Path, **settings: object) -> None:
        super().__init__(folder, 1, **{**_PATIENT, **settings})
        self.sent: set[str] = set()

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
