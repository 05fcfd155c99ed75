"""Requests made from the contract itself, right and wrong ones: none is an error, and every answer is as the contract says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from running_service import ROOT, RunningService

pytestmark = pytest.mark.rasa

SEED = 20261123
EXAMPLES = int(os.environ.get("VEILEDER_FUZZ_EXAMPLES", "0"))
SUITE_EXAMPLES = 8  # for each operation and phase; `make fuzz` makes more
MOST_EXAMPLES = 300
SECONDS = 3_000.0
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "use_after_free",
    "ignored_auth",
    "object_level_authorization",
)
"""All but three. positive_data_acceptance: a schema cannot say that a button must be signed, a municipality in use and a
text readable. allow_header_conformance: `/conversations/resume` is also an id that `/conversations/{id}` could have.
ensure_resource_availability: every request gets a conversation of its own, so that the one made before is another."""
# Asked again without the token, what was just erased is «unknown» (404), and not «not allowed» (401).
CONFIGURATION = """
[[operations]]
include-name = "DELETE /api/v1/conversations/{id}"
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


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """A service of its own, since what is made fills its database."""
    running = RunningService(tmp_path_factory.mktemp("made")).start()
    yield running
    assert running.stop() == 0
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
    command += ["--checks", ",".join(CHECKS), "--max-examples", str(examples), "--seed", str(SEED)]
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
    assert re.search(r"Tested: +(\d+)", done.stdout)[1] == re.search(r"Operations: +(\d+) selected", done.stdout)[1]  # type: ignore[index]


@pytest.mark.parametrize("part", REPETITIONS, ids=repr)
def test_the_longest_text_that_repeats_itself_is_answered(own: RunningService, part: str) -> None:
    opened = requests.post(f"{own.url}/api/v1/conversations", json={}, timeout=30).json()
    url = f"{own.url}/api/v1/conversations/{opened['conversation_id']}/messages"
    text = (part * (LONGEST // len(part) + 1))[: LONGEST - 1] + "?"
    body = json.dumps({"text": text}, ensure_ascii=False).encode()
    said = requests.post(url, data=body, headers={"Authorization": f"Bearer {opened['token']}"}, timeout=120)
    assert said.status_code == 200, said.text
    assert "error" not in [message["kind"] for message in said.json()["messages"]]
