"""What the tests of the archive share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_support import Desk, desk


@pytest.fixture
def at(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    """A desk that speaks and keeps."""
    opened = desk(tmp_path)
    yield opened
    opened.stores.close()
