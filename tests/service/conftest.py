"""The real service's client, and conversations with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from contract_client import Api, Talk
from running_service import RunningService


@pytest.fixture(scope="session")
def api(service: RunningService) -> Api:
    """The service's contract, every answer validated."""
    return Api(service)


@pytest.fixture
def talk(api: Api) -> Talk:
    """A new conversation."""
    return Talk(api)


@pytest.fixture
def open_talk(api: Api) -> Callable[..., Talk]:
    """Opens conversations with wishes (lang, municipality)."""
    return lambda **wishes: Talk(api, **wishes)
