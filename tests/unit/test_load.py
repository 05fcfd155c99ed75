"""The driver that talks to a service for measurements."""

from __future__ import annotations

import asyncio

import pytest

from assistant.evaluation.load import Seen, chained, converse, scripts
from assistant.evaluation.visitors import NotLoopback, with_guide


def test_texts_keep_their_order_in_longer_conversations() -> None:
    assert chained([("a",), ("b", "c"), ("d",)], 3) == [("a", "b", "c"), ("d",)]


def test_every_labelled_conversation_says_something() -> None:
    assert len(scripts()) > 500
    assert all(text for script in scripts() for text in script)


@pytest.mark.parametrize("url", ["http://192.0.2.1:8000", "http://0.0.0.0:1", "https://[2001:db8::1]/"])
def test_no_other_machine_is_talked_to(url: str) -> None:
    with pytest.raises(NotLoopback, match="not on this machine"):
        asyncio.run(converse(url, [("hei",)], with_guide, clients=1, most_seconds=1))


def test_a_share_of_the_messages_took_at_most_so_long() -> None:
    seen = Seen([0.004, 0.001, 0.003, 0.002], elapsed=2.0)
    assert (seen.quantile(0.0), seen.quantile(0.5), seen.quantile(1.0)) == (1.0, 3.0, 4.0)
    assert seen.rate == 2.0
    assert Seen().quantile(0.5) == 0.0
