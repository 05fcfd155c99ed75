"""What unit tests share."""

import pytest
from known_schemes import SCHEMES

from assistant.engine.training import ROOT, fingerprint
from knowledge import rankers


@pytest.fixture(scope="session")
def prepared() -> None:
    """The rankers of all schemes as they are shipped: read from disk, learned only when what they learn from changed."""
    rankers.prepare(list(SCHEMES.values()), ROOT / "var" / "models" / f"questions-{fingerprint()}.npz")
