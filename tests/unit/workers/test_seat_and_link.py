"""What a worker is given, and the sign-in link that all workers share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.workers.link import SharedLink, make_link
from assistant.workers.listening import address_of, listen
from assistant.workers.seat import OPTION, Seat


def test_a_seat_survives_the_command_line() -> None:
    seat = Seat(1, (3, 4), 9, 5, "/var/x y/link")
    name, text = seat.as_option()
    assert (name, Seat.read(text)) == (OPTION, seat)
    assert Seat(0, (), 1, 2).is_first and not seat.is_first
    assert Seat(0, (), 1, 2).link_path is None


def test_of_all_workers_one_lets_somebody_in_with_the_link(tmp_path: Path) -> None:
    path = make_link(tmp_path, "the key")
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"the key" not in path.read_bytes()
    links = [SharedLink(path) for _ in range(8)]
    assert not links[0].use("another") and links[0].fits("the key")
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(lambda link: link.use("the key"), links)) == [False] * 7 + [True]
    assert not any(link.fits("the key") for link in links)


def test_a_port_in_use_is_named_and_a_free_one_is_told() -> None:
    opened = listen("127.0.0.1", 0)
    port = opened[0].getsockname()[1]
    assert address_of(opened, "127.0.0.1") == f"http://127.0.0.1:{port}"
    with pytest.raises(OSError, match=f"Cannot listen on 127.0.0.1:{port}: Address already in use"):
        listen("127.0.0.1", port)
    opened[0].close()
