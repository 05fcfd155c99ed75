"""The service asks other machines in few places, and each says which addresses may be asked."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.sources.failures import FetchRefused
from assistant.sources.policy import Policy

ROOT = Path(__file__).resolve().parents[2]
ASKS = {
    "ClientSession",
    "urlopen",
    "urlretrieve",
    "Request",
    "HTTPConnection",
    "HTTPSConnection",
    "create_connection",
    "open_connection",
    "socket",
}
LIBRARIES = {"aiohttp", "urllib.request", "requests", "httpx", "http.client", "socket", "asyncio", "urllib3"}
PLACES = {
    "assistant/sources/transport.py",  # documents: hosts on a list, public addresses alone
    "assistant/sources/addresses.py",  # the sockets of the former, for checked addresses
    "assistant/staff/oidc_http.py",  # the provider that the operator names
    "assistant/handoff/delivery.py",  # the webhook that the operator names
    "assistant/web/server.py",  # the socket that the service listens on
    "assistant/workers/listening.py",  # the same, opened once for several workers
    "assistant/workers/serving.py",  # the same, handed to a worker
    "assistant/doctor/others.py",  # the doctor, run by hand, asks what the settings name
}
FOR_MEASURING = "assistant/evaluation/"  # started by hand, asks this machine


def _asking() -> set[str]:
    """The files of the service that call something that opens a connection."""
    found = set()
    for package in ("assistant", "actions", "knowledge"):
        for path in (ROOT / package).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    library, _, called = ast.unparse(node.func).rpartition(".")
                    if library == "requests" or (called in ASKS and library in LIBRARIES):
                        found.add(name)
    return {name for name in found if not name.startswith(FOR_MEASURING)}


def test_nothing_else_of_ours_asks_another_machine() -> None:
    assert _asking() == PLACES


INSIDE = [
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://localhost/",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/",
    "https://metadata.google.internal/",
    "file:///etc/passwd",
    "gopher://bufdir.no/",
    "https://bufdir.no@127.0.0.1/",
    "https://bufdir.no:22/",
    "https://bufdir.no.evil.no/",
    "https://0x7f000001/",
    "https://2130706433/",
    "//bufdir.no/",
]


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_within_is_fetched_as_a_source(address: str) -> None:
    with pytest.raises(FetchRefused):
        Policy.from_settings(Settings()).check(address)


@pytest.mark.parametrize("name", ["oidc_issuer", "handoff_webhook", "tracing_endpoint"])
@pytest.mark.parametrize(
    "address",
    ["http://evil.no/", "file:///etc/passwd", "ftp://evil.no/", "http://127.0.0.1.evil.no/", "http://10.0.0.1/"],
)
def test_where_the_operator_sends_secrets_is_https_or_this_machine(name: str, address: str) -> None:
    more = {"oidc_client_id": "x", "oidc_readers": "y"} if name == "oidc_issuer" else {}
    with pytest.raises(ValueError, match="https"):
        Settings(**{name: address, **more})
