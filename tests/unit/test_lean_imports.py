"""What a service never uses is not imported; what was imported first stays."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assistant.engine.lean_imports import UNUSED


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def test_a_service_imports_none_of_what_it_never_uses() -> None:
    code = f"""
import assistant.bootstrap, assistant.engine.engine, assistant.web.app
import sys
from importlib.machinery import SourceFileLoader
for name in {UNUSED}:
    for loaded in [n for n in sys.modules if n == name or n.startswith(name + ".")]:
        assert not isinstance(sys.modules[loaded].__loader__, SourceFileLoader), loaded
for heavy in ("sklearn", "scipy.stats", "matplotlib", "pandas"):
    assert heavy not in sys.modules, heavy
"""
    run(code)


def test_what_was_imported_before_is_the_real_thing() -> None:
    code = "import sanic; import assistant.engine; import sanic.response; print(sanic.response.text('hei').body)"
    assert run(code).strip() == "b'hei'"


@pytest.mark.parametrize(("endpoint", "is_real"), [("", False), ("http://127.0.0.1:4318/v1/traces", True)])
def test_what_sends_spans_is_there_where_spans_are_sent(
    monkeypatch: pytest.MonkeyPatch, endpoint: str, is_real: bool
) -> None:
    monkeypatch.setenv("VEILEDER_TRACING_ENDPOINT", endpoint)
    code = "import assistant.bootstrap, requests; print(type(requests.codes.ok) is int)"
    assert run(code).strip() == str(is_real)


def test_every_name_is_of_a_module_that_is_installed() -> None:
    """A name that is spelt wrong would stand in for nothing."""
    code = f"""
from importlib.util import find_spec
for name in {UNUSED}:
    assert find_spec(name) is not None, name
"""
    run(code)
