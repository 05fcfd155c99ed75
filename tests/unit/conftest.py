"""What unit tests share."""

import pytest
from known_schemes import SCHEMES

from assistant.engine.training import ROOT, learned_path
from knowledge import rankers


@pytest.fixture(scope="session")
def prepared() -> None:
    """The rankers of all schemes as they are shipped: read from disk, learned only when what they learn from changed."""
    rankers.prepare(list(SCHEMES.values()), learned_path(ROOT / "var" / "models"))
