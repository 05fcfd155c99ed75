"""No address in a private network is ever connected to, however it is written and whatever a name resolves to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import Any

import pytest
from publisher import Publisher

from assistant.sources.addresses import Resolve, guarded_socket, is_public
from assistant.sources.failures import FetchFailed, FetchRefused
from assistant.sources.fetch import Fetcher, fetch
from assistant.sources.policy import Policy

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:93.184.216.34",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["93.184.216.34", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.32.0.1", "2a02:c0:1::5", "2606:4700::1111"]


def resolving(*answers: Sequence[str]) -> tuple[Resolve, list[str]]:
    """A name server that gives these answers one after the other, then the last one for ever; and what it was asked."""
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return resolve, asked


@pytest.mark.parametrize("text", PRIVATE)
def test_an_address_that_no_website_can_have_is_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_an_ordinary_address_is_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PRIVATE)
async def test_a_trusted_name_that_leads_into_a_private_network_is_refused(text: str) -> None:
    resolve, _ = resolving([text])
    with pytest.raises(FetchRefused) as caught:
        await fetch("https://www.example.no/side", Policy(frozenset({"example.no"}), resolve=resolve))
    assert caught.value.reason == "private"


@pytest.mark.parametrize("answer", [["93.184.216.34", "10.0.0.1"], ["::1", "93.184.216.34"], ["no address"]])
async def test_one_address_that_is_not_public_refuses_the_name(answer: list[str]) -> None:
    resolve, _ = resolving(answer)
    with pytest.raises(FetchRefused):
        await fetch("https://www.example.no/side", Policy(frozenset({"example.no"}), resolve=resolve))


async def test_a_name_without_an_address_is_a_failure() -> None:
    async def nothing(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for resolve in (nothing, resolving([])[0]):
        with pytest.raises(FetchFailed):
            await fetch("https://www.example.no/side", Policy(frozenset({"example.no"}), resolve=resolve))


async def test_what_is_connected_to_is_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers differently the second time is never asked a second time for one connection."""
    connected: list[Any] = []

    async def connect(_loop: Any, _sock: Any, target: Any) -> None:
        connected.append(target)
        raise OSError("not today")

    monkeypatch.setattr("asyncio.selector_events.BaseSelectorEventLoop.sock_connect", connect)
    resolve, asked = resolving(["93.184.216.34"], ["127.0.0.1"])
    async with Fetcher(Policy(frozenset({"example.no"}), resolve=resolve)) as fetcher:
        with pytest.raises(FetchFailed):
            await fetcher.fetch("https://www.example.no/side")
    assert (connected, asked) == ([("93.184.216.34", 443)], ["www.example.no"])


async def test_a_name_that_changes_between_redirects_is_checked_again(publisher: Publisher) -> None:
    publisher.redirects("/side", "https://www.example.no/annen")
    resolve, asked = resolving(["169.254.169.254"])
    with pytest.raises(FetchRefused) as caught:
        await fetch(publisher.url("/side"), publisher.policy(resolve=resolve))
    assert (caught.value.reason, asked) == ("private", ["www.example.no"])


@pytest.mark.parametrize("text", ["127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1"])
def test_no_socket_is_made_for_a_private_address(text: str) -> None:
    family = socket.AF_INET6 if ":" in text else socket.AF_INET
    with pytest.raises(FetchRefused):
        guarded_socket(frozenset())((family, socket.SOCK_STREAM, 0, "", (text, 443)))


def test_a_loopback_address_is_allowed_for_its_own_port_alone() -> None:
    make = guarded_socket(frozenset({("127.0.0.1", 8123), ("10.0.0.1", 8123)}))
    make((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 8123))).close()
    for target in (("127.0.0.1", 22), ("127.0.0.2", 8123), ("10.0.0.1", 8123)):
        with pytest.raises(FetchRefused):
            make((socket.AF_INET, socket.SOCK_STREAM, 0, "", target))


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.no/",
        "https://www.example.no:444/",
        "https://2130706433/",
        "https://017700000001/",
        "https://0x7f000001/",
        "https://127.1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[fe80::1%25eth0]/",
        "https://localhost/",
        "https://example.no./",
        "https://user@example.no/",
        "https://user:secret@example.no/",
        "https://example.no@10.0.0.1/",
        "https://10.0.0.1\\@example.no/",
        "https://example.no\t.annet.no/",
        "https://example.no%2eannet.no/",
        "https://eхample.no/",
        "https://notexample.no/",
        "https://example.no.annet.no/",
        "https://no/",
        "https:example.no/side",
        "//example.no/side",
        "example.no/side",
        "javascript:alert(1)",
        "data:text/html,hei",
        "gopher://example.no/",
        "https://example.no:99999/",
        "https://[example.no]/",
        "https://example.no/" + "a" * 3000,
        "https://",
        "",
    ],
)
def test_an_address_that_is_not_plainly_one_of_ours_is_refused(address: str) -> None:
    with pytest.raises(FetchRefused):
        Policy(frozenset({"example.no"})).check(address)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://example.no", "https://example.no"),
        ("https://www.example.no/a?b=c#d", "https://www.example.no/a?b=c"),
        ("https://EXAMPLE.no/tilskudd/søk", "https://example.no/tilskudd/s%C3%B8k"),
        ("https://example.no:443/a", "https://example.no/a"),
        ("https://ｅxample.no/a", "https://example.no/a"),
    ],
)
def test_an_address_of_ours_is_asked_as_it_is_meant(address: str, asked: str) -> None:
    assert str(Policy(frozenset({"example.no"})).check(address)) == asked
