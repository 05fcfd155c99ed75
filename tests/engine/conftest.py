"""The real engine in this process, on a model trained from the present data."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from assistant.logs import configure_logs

TODAY = dt.date(2026, 11, 21)


@pytest.fixture
async def system(tmp_path: Path) -> AsyncIterator[Any]:
    """The wired service without its web server; conversations live in a folder of the test's own."""
    configure_logs()
    from assistant.bootstrap import build
    from assistant.settings import Settings

    models = Settings.from_env().models_folder
    built = build(Settings(var=tmp_path, models=models, today=TODAY))
    yield built
    built.stores.close()
