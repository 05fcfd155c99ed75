"""Requests made from the contract itself, right and wrong ones: none is an error, and every answer is as the contract says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests
from running_service import ROOT, RunningService

pytestmark = pytest.mark.rasa

SEED = 20261123
EXAMPLES = int(os.environ.get("VEILEDER_FUZZ_EXAMPLES") or 0)
SUITE_EXAMPLES = 8  # for each operation and phase; `make fuzz` makes more
MOST_EXAMPLES = 300
SECONDS = 3_000.0
# Every check of schemathesis but these, each for its reason.
CONFIGURATION = """
[checks]
# A schema cannot say that a button must be signed, a municipality in use and a text readable.
positive_data_acceptance.enabled = false
# `/conversations/resume` is also an id that `/conversations/{id}` could have.
allow_header_conformance.enabled = false
# Every request gets a conversation of its own, so that the one made before is another.
ensure_resource_availability.enabled = false
# Needs users; nobody has an account here. That a token opens no other conversation is tested in tests/security/test_tokens_and_signatures.py.
object_level_authorization.enabled = false

[[operations]]
include-name = "DELETE /api/v1/conversations/{id}"
# Asked again without the token, what was just erased is «unknown» (404), and not «not allowed» (401).
checks.ignored_auth.enabled = false
"""
# Over and over, up to the longest text that is taken, 20 000 characters: what patterns could go on about.
REPETITIONS = (
    "a",
    "0",
    "0 0 ",
    "1,1 ",
    "å ",
    "og ",
    "hva om ",
    "a@",
    "((",
    "TryggEst ",
    "Herøy ",
    "a\n",
    "!",
    "søknadsskjema ",
)
LONGEST = 20_000


class _Receiver(BaseHTTPRequestHandler):
    """A case system that takes every summary, so that handing over is tried to its end."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture(scope="module")
def receiver() -> Iterator[str]:
    """The address of a receiver on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, receiver: str) -> Iterator[RunningService]:
    """A service of its own, since what is made fills its database; it ends with these tests, whatever they find."""
    running = RunningService(tmp_path_factory.mktemp("made"), handoff_webhook=receiver)
    try:
        yield running.start()
    finally:
        code = running.stop()
    assert code == 0
    assert running.leaks() == []


def test_requests_made_from_the_contract_find_no_error(own: RunningService) -> None:
    examples = min(EXAMPLES or SUITE_EXAMPLES, MOST_EXAMPLES)
    settings = own.var / "schemathesis.toml"
    settings.write_text(CONFIGURATION, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "schemathesis.cli",
        "--config-file",
        str(settings),
        "run",
        f"{own.url}/api/v1/openapi.json",
    ]
    command += ["--max-examples", str(examples), "--seed", str(SEED)]
    command += ["--continue-on-failure", "--request-timeout", "30", "--generation-database", "none", "--no-color"]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "made_requests", "MADE_REQUESTS_URL": own.url}
    environment["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), str(ROOT)])
    done = subprocess.run(
        command, cwd=own.var, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    counted = re.search(r"([\d,]+) generated", done.stdout)
    print(f"\nrequests made from the contract: {counted[1] if counted else '?'} with {examples} for each operation")
    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-2_000:]
    assert counted is not None and int(counted[1].replace(",", "")) > 500
    tested, selected = re.search(r"Tested: +(\d+)", done.stdout), re.search(r"Operations: +(\d+) selected", done.stdout)
    assert tested is not None and selected is not None and tested[1] == selected[1]
    assert "Missing test data" not in done.stdout, "every operation got further than «there is no such thing»"


@pytest.mark.parametrize("part", REPETITIONS, ids=repr)
def test_the_longest_text_that_repeats_itself_is_answered(own: RunningService, part: str) -> None:
    opened = requests.post(f"{own.url}/api/v1/conversations", json={}, timeout=30).json()
    url = f"{own.url}/api/v1/conversations/{opened['conversation_id']}/messages"
    text = (part * (LONGEST // len(part) + 1))[: LONGEST - 1] + "?"
    body = json.dumps({"text": text}, ensure_ascii=False).encode()
    said = requests.post(url, data=body, headers={"Authorization": f"Bearer {opened['token']}"}, timeout=120)
    assert said.status_code == 200, said.text
    assert "error" not in [message["kind"] for message in said.json()["messages"]]
