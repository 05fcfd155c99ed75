"""A models folder as training leaves it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.engine import seals, training


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    """A models folder with files that stand in for a model and what is learned beside it."""
    folder = tmp_path / "models"
    seals.make_folder(folder)
    for path in (training.model_path(folder), training.learned_path(folder)):
        path.write_bytes(b"model")
        seals.seal(path)
    return folder
