"""The real engine in this process, on a model trained from the present data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.logs import configure_logs

TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The wired service without its web server, once for the tests of a file: each holds conversations of its own."""
    yield from _built(tmp_path_factory.mktemp("var"))


@pytest.fixture
def own_system(tmp_path: Path) -> Iterator[Any]:
    """The same for one test: one that serves the app or publishes."""
    yield from _built(tmp_path)


def _built(folder: Path) -> Iterator[Any]:
    configure_logs()
    from assistant.bootstrap import build
    from assistant.settings import Settings

    models = Settings.from_env().models_folder
    built = build(Settings(var=folder, models=models, today=TODAY))
    yield built
    built.stores.close()
