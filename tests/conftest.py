"""What tests of several folders share: the real service, started once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from running_service import RunningService


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """The real service. When all is done, its log may hold no traceback and no text, its files no personal data of a user."""
    running = RunningService(tmp_path_factory.mktemp("service")).start()
    yield running
    running.plant()
    assert running.stop() == 0
    assert running.leaks() == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright keeps an event loop running in the main thread, beside which no other can start."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
