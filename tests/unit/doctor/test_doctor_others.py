"""`veileder doctor`: what answers on the port, the provider and Redis; and how findings are told."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.doctor import others, run
from assistant.doctor.finding import Finding, Installation, error, ok, warning
from assistant.engine.training import ROOT, fingerprint
from assistant.settings import Settings

Answers = dict[str, tuple[int, str]]


@pytest.fixture
def server() -> Iterator[Callable[[Answers], int]]:
    """Starts servers with fixed answers; gives their ports."""
    started: list[ThreadingHTTPServer] = []

    def start(answers: Answers) -> int:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = answers.get(self.path, (404, "nothing"))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.replace("PORT", str(made.server_address[1])).encode())

            def log_message(self, *_: object) -> None:
                """Silent."""

        made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        started.append(made)
        threading.Thread(target=made.serve_forever, daemon=True).start()
        return int(made.server_address[1])

    yield start
    for each in started:
        each.shutdown()
        each.server_close()


def of(folder: Path, **settings: object) -> Installation:
    return Installation(Settings.model_validate({"var": folder, **settings}), environ={})


def only(found: Iterator[Finding]) -> Finding:
    (finding,) = found
    return finding


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


ALIVE = (200, '{"status": "ok"}')
INFO = f'veileder_build_info{{model="{fingerprint()}",version="0.1.0"}} 1.0\n'


def test_a_free_port_and_a_service_that_is_ready_are_well(tmp_path: Path, server: Callable[[Answers], int]) -> None:
    assert only(others.service(of(tmp_path, port=free_port()))).result == "ok"
    port = server({"/healthz": ALIVE, "/readyz": (200, '{"status": "ready"}'), "/metrics": (200, INFO)})
    found = only(others.service(of(tmp_path, port=port)))
    assert found.result == "ok"
    assert "0.1.0" in found.why


def test_a_service_that_is_not_ready_tells_its_parts(tmp_path: Path, server: Callable[[Answers], int]) -> None:
    body = json.dumps({"not_ready": {"database": "disk_full"}})
    found = only(others.service(of(tmp_path, port=server({"/healthz": ALIVE, "/readyz": (503, body)}))))
    assert (found.result, "database disk_full" in found.why) == ("error", True)
    found = only(others.service(of(tmp_path, port=server({"/healthz": ALIVE, "/readyz": (503, "?")}))))
    assert (found.result, "does not say why" in found.why) == ("error", True)


def test_a_service_of_an_older_release_is_a_warning(tmp_path: Path, server: Callable[[Answers], int]) -> None:
    old = INFO.replace(fingerprint(), "0" * 16)
    port = server({"/healthz": ALIVE, "/readyz": (200, "{}"), "/metrics": (200, old)})
    found = only(others.service(of(tmp_path, port=port)))
    assert (found.result, found.remedy) == ("warning", "Restart it.")


def test_a_port_that_something_else_uses_is_an_error(tmp_path: Path, server: Callable[[Answers], int]) -> None:
    found = only(others.service(of(tmp_path, port=server({}))))
    assert (found.result, "Something else" in found.why) == ("error", True)
    with socket.socket() as silent:  # takes connections and says nothing that is HTTP
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        threading.Thread(target=lambda: silent.accept()[0].sendall(b"220 smtp\r\n"), daemon=True).start()
        found = only(others.service(of(tmp_path, port=silent.getsockname()[1])))
    assert found.result == "error"


def test_an_address_that_is_not_this_machines_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(others, "_ask", refuse)
    found = only(others.service(of(tmp_path, host="192.0.2.1", port=free_port())))
    assert (found.result, "192.0.2.1" in found.why) == ("error", True)


def test_a_provider_that_does_not_answer_as_itself_is_a_warning(
    tmp_path: Path, server: Callable[[Answers], int]
) -> None:
    assert only(others.provider(of(tmp_path))).result == "ok"
    address = "/.well-known/openid-configuration"
    sign_in = {"oidc_client_id": "x", "oidc_readers": "y"}

    def asked(port: int) -> Finding:
        return only(others.provider(of(tmp_path, oidc_issuer=f"http://127.0.0.1:{port}", **sign_in)))

    assert asked(server({address: (200, '{"issuer": "http://127.0.0.1:PORT"}')})).result == "ok"
    for port in (free_port(), server({}), server({address: (200, '{"issuer": "https://evil.no"}')})):
        found = asked(port)
        assert (found.result, "staff cannot sign in" in found.why) == ("warning", True)
        assert "VEILEDER_OIDC_ISSUER" in found.remedy


def test_redis_that_does_not_answer_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert only(others.redis(of(tmp_path))).result == "ok"
    monkeypatch.setattr(others, "redis_url", lambda _: f"redis://:secret@127.0.0.1:{free_port()}/0")
    found = only(others.redis(of(tmp_path)))
    assert (found.result, "ConnectionError" in found.why) == ("error", True)
    assert "secret" not in str(found)


def test_a_check_that_fails_itself_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Installation) -> Iterator[Finding]:
        raise ZeroDivisionError("with a secret")

    monkeypatch.setattr("assistant.doctor.machine.memory", broken)
    found = list(run.examine(of(tmp_path), [("machine", ["memory", "disk"]), ("nowhere", ["nothing"])]))
    assert [each.check for each in found] == ["memory", "disk", "nothing"]
    assert "ZeroDivisionError" in found[0].why
    assert "secret" not in str(found)
    assert "cannot be imported" in found[2].why


def test_only_errors_fail() -> None:
    assert run.exit_code([ok("a", "b"), warning("a", "b", "c")]) == 0
    assert run.exit_code([ok("a", "b"), error("a", "b", "c")]) == 1


def test_findings_are_told_with_what_to_do() -> None:
    line = run.as_line(error("database", "It does not answer. " * 10, "Start it."))
    assert line.startswith("error    database ")
    assert line.endswith("→ Start it.")
    assert all(len(each) <= 120 for each in line.splitlines())
    assert run.as_summary([ok("a", "b"), error("a", "b", "c")]) == "1 ok, 0 to look at, 1 to mend."
    told = json.loads(run.as_json([ok("a", "b"), warning("c", "d", "e")]))
    assert told["result"] == "warning"
    assert told["findings"][1] == {"check": "c", "result": "warning", "why": "d", "remedy": "e"}


def test_the_command_tells_json_and_exits_with_1_when_settings_cannot_be_read() -> None:
    command = [sys.executable, "-W", "ignore", "-m", "assistant.cli", "doctor", "--json"]
    done = subprocess.run(
        command, cwd=ROOT, env={"VEILEDER_PORT": "http", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert found["result"] == "error"
    assert [each["check"] for each in found["findings"]] == ["settings"]
    assert "VEILEDER_PORT" in found["findings"][0]["why"]
