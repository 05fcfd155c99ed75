"""Documents are fetched from publishers, and whatever a server does, only within limits."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from aiohttp import web
from publisher import PAGE, Publisher, bomb, saying, stream

from assistant.sources.failures import FetchFailed, FetchRefused
from assistant.sources.fetch import Fetcher, Validators, fetch
from assistant.sources.policy import Policy


async def test_a_page_comes_with_what_is_known_of_it(publisher: Publisher) -> None:
    publisher.says("/side", headers={"ETag": '"a1"', "Last-Modified": "Mon, 02 Mar 2026 10:00:00 GMT"})
    got = await fetch(publisher.url("/side#frist"), publisher.policy())
    assert (got.data.decode(), got.status, got.moved_to) == (PAGE, 200, "")
    assert (got.content_type, got.etag) == ("text/html; charset=utf-8", '"a1"')
    assert (got.last_modified, got.final_url) == ("Mon, 02 Mar 2026 10:00:00 GMT", publisher.url("/side"))


async def test_we_say_who_asks_and_keep_no_cookies(publisher: Publisher) -> None:
    publisher.says("/side", headers={"Set-Cookie": "id=1; Path=/"})
    policy = publisher.policy(agent="Tilskuddsveilederen/1 (+https://veileder.example.no)")
    async with Fetcher(policy) as fetcher:
        await fetcher.fetch(publisher.url("/side"))
        await fetcher.fetch(publisher.url("/side"))
    assert {headers["User-Agent"] for headers in publisher.headers} == {policy.agent}
    assert not any("Cookie" in headers for headers in publisher.headers)


async def test_a_proxy_in_the_environment_is_not_used(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher.says("/side")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert (await fetch(publisher.url("/side"), publisher.policy())).status == 200


async def test_what_has_not_changed_is_not_sent_again(publisher: Publisher) -> None:
    async def answer(request: web.Request) -> web.Response:
        unchanged = request.headers.get("If-None-Match") == '"a1"'
        return web.Response(status=304) if unchanged else web.Response(text=PAGE, content_type="text/html")

    publisher.pages["/side"] = answer
    got = await fetch(publisher.url("/side"), publisher.policy(), Validators(etag='"a1"'))
    assert (got.status, got.data) == (304, b"")


async def test_a_server_that_says_unchanged_unasked_is_not_believed(publisher: Publisher) -> None:
    publisher.says("/side", text="", status=304)
    with pytest.raises(FetchFailed, match="304"):
        await fetch(publisher.url("/side"), publisher.policy())


@pytest.mark.parametrize("status", [404, 410])
async def test_a_page_that_is_gone_says_so_with_its_status(publisher: Publisher, status: int) -> None:
    publisher.says("/side", status=status)
    with pytest.raises(FetchFailed) as caught:
        await fetch(publisher.url("/side"), publisher.policy())
    assert caught.value.status == status


@pytest.mark.parametrize("status", [204, 206, 400, 403, 429, 500, 503])
async def test_an_answer_that_is_no_document_is_a_failure(publisher: Publisher, status: int) -> None:
    publisher.says("/side", text="", status=status)
    with pytest.raises(FetchFailed, match=str(status)):
        await fetch(publisher.url("/side"), publisher.policy())


async def test_a_server_that_is_not_there_is_a_failure(publisher: Publisher) -> None:
    policy = publisher.policy(loopback=frozenset({("127.0.0.1", 1)}))
    with pytest.raises(FetchFailed, match="Try again later"):
        await fetch("http://127.0.0.1:1/side", policy)


# Redirects


async def test_redirects_are_followed_and_permanent_ones_remembered(publisher: Publisher) -> None:
    publisher.redirects("/gammel", "/flyttet", 301)
    publisher.redirects("/flyttet", "ny", 308)
    publisher.redirects("/ny", "/side", 302)
    publisher.says("/side")
    got = await fetch(publisher.url("/gammel"), publisher.policy())
    assert (got.final_url, got.moved_to) == (publisher.url("/side"), publisher.url("/ny"))


async def test_what_comes_after_a_temporary_redirect_is_no_move(publisher: Publisher) -> None:
    publisher.redirects("/gammel", "/en", 302)
    publisher.redirects("/en", "/side", 301)
    publisher.says("/side")
    assert (await fetch(publisher.url("/gammel"), publisher.policy())).moved_to == ""


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "address"),
        ("https://169.254.169.254/latest/meta-data/", "host"),
        ("https://localhost/", "host"),
        ("http://localhost/", "address"),
        ("https://[::1]/", "host"),
        ("https://[::ffff:127.0.0.1]/", "host"),
        ("https://2130706433/", "host"),
        ("https://0x7f.1/", "host"),
        ("https://www.annet.no/", "host"),
        ("//www.annet.no/", "address"),
        ("https://example.no@www.annet.no/", "address"),
        ("https://example.no:8443/", "address"),
        ("https://example.no.annet.no/", "host"),
        ("https://ikke-example.no/", "host"),
        ("https://example.no./", "address"),
        ("https://ехample.no/", "host"),  # Cyrillic letters
        ("file:///etc/passwd", "address"),
        ("ftp://example.no/", "address"),
        ("https://example.no\\@annet.no/", "address"),
        ("https://[::1", "address"),
        ("https:///side", "address"),
    ],
)
async def test_a_redirect_to_a_place_that_is_not_allowed_is_refused(publisher: Publisher, to: str, reason: str) -> None:
    publisher.redirects("/side", to)
    with pytest.raises(FetchRefused) as caught:
        await fetch(publisher.url("/side"), publisher.policy())
    assert caught.value.reason == reason


async def test_a_redirect_to_another_port_of_this_machine_is_refused(publisher: Publisher) -> None:
    publisher.redirects("/side", f"http://127.0.0.1:{publisher.port + 1}/")
    with pytest.raises(FetchRefused):
        await fetch(publisher.url("/side"), publisher.policy())


async def test_endless_redirects_end(publisher: Publisher) -> None:
    publisher.redirects("/side", "/side")
    with pytest.raises(FetchRefused) as caught:
        await fetch(publisher.url("/side"), publisher.policy())
    assert caught.value.reason == "redirects"
    assert publisher.asked.count("/side") == 6


async def test_a_redirect_to_nowhere_is_a_failure(publisher: Publisher) -> None:
    publisher.says("/side", text="", status=302)
    with pytest.raises(FetchFailed, match="does not say where"):
        await fetch(publisher.url("/side"), publisher.policy())


async def test_a_redirect_in_no_known_encoding_is_no_crash() -> None:
    async with saying(b"HTTP/1.1 302 Found\r\nLocation: /s\xf8k\xff\r\nContent-Length: 0\r\n\r\n") as port:
        policy = Policy(frozenset(), pause_seconds=0.0, loopback=frozenset({("127.0.0.1", port)}))
        with pytest.raises(FetchRefused):
            await fetch(f"http://127.0.0.1:{port}/side", policy)


async def test_what_a_header_holds_of_other_letters_is_left_out() -> None:
    head = (
        b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\xff\xe5a\r\nETag: "\xff"\r\nContent-Length: 2\r\n\r\nhi'
    )
    async with saying(head) as port:
        policy = Policy(frozenset(), pause_seconds=0.0, loopback=frozenset({("127.0.0.1", port)}))
        got = await fetch(f"http://127.0.0.1:{port}/side", policy)
        assert (got.content_type, got.etag) == ("text/html; charset=a", "")


# Limits


async def test_a_server_that_drips_is_given_up(publisher: Publisher) -> None:
    publisher.pages["/side"] = stream(b"x", 0.02)
    with pytest.raises(FetchFailed, match="too slow"):
        await fetch(publisher.url("/side"), publisher.policy(total_seconds=0.3))


async def test_time_runs_out_for_all_redirects_together(publisher: Publisher) -> None:
    publisher.redirects("/side", "/side")
    with pytest.raises(FetchFailed, match="too slow"):
        await fetch(publisher.url("/side"), publisher.policy(total_seconds=0.3, max_redirects=100_000))


async def test_a_body_without_end_is_cut_off(publisher: Publisher) -> None:
    publisher.pages["/side"] = stream(b"x" * 65_536, 0.0)
    with pytest.raises(FetchRefused) as caught:
        await fetch(publisher.url("/side"), publisher.policy(max_bytes=1_000_000))
    assert caught.value.reason == "size"


async def test_a_server_may_not_say_that_less_comes_than_does() -> None:
    body = b"2000\r\n" + b"x" * 0x2000 + b"\r\n0\r\n\r\n"
    async with saying(_http("Transfer-Encoding: chunked", body)) as port:
        policy = Policy(frozenset(), max_bytes=5000, pause_seconds=0.0, loopback=frozenset({("127.0.0.1", port)}))
        with pytest.raises(FetchRefused) as caught:
            await fetch(f"http://127.0.0.1:{port}/side", policy)
    assert caught.value.reason == "size"


async def test_a_gzip_bomb_is_counted_after_it_has_grown(publisher: Publisher) -> None:
    publisher.pages["/side"] = bomb(50)
    with pytest.raises(FetchRefused) as caught:
        await fetch(publisher.url("/side"), publisher.policy(max_bytes=1_000_000))
    assert caught.value.reason == "size"


async def test_a_document_as_large_as_the_limit_is_taken(publisher: Publisher) -> None:
    publisher.says("/side", text="x" * 1000)
    assert len((await fetch(publisher.url("/side"), publisher.policy(max_bytes=1000))).data) == 1000


def _http(head: str, body: bytes) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    "raw",
    [
        _http("Content-Length: 1000", b"too little"),
        _http("Transfer-Encoding: chunked", b"5\r\nhello\r\n"),
        _http("Transfer-Encoding: chunked", b"zz\r\nhello\r\n0\r\n\r\n"),
        _http("Content-Length: 12\r\nContent-Encoding: gzip", b"not any gzip"),
        _http("Content-Length: 20\r\nContent-Encoding: gzip", gzip.compress(b"x" * 50_000, mtime=0)[:20]),
        _http("Content-Length: 5\r\nContent-Encoding: br", b"hello"),
        _http("Content-Length: 5\r\nContent-Encoding: gzip, gzip", b"hello"),
        _http("Content-Length: 5", b"hello, and more than that"),
        _http("Content-Length: -5", b""),
        _http(f"X-Long: {'x' * 100_000}", b""),
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x16\x03\x01\x00\x00" * 50,
    ],
)
async def test_a_broken_answer_is_a_failure_and_nothing_else(raw: bytes) -> None:
    async with saying(raw) as port:
        policy = Policy(frozenset(), pause_seconds=0.0, loopback=frozenset({("127.0.0.1", port)}), total_seconds=5)
        with pytest.raises(FetchFailed):
            await fetch(f"http://127.0.0.1:{port}/side", policy)


@pytest.mark.parametrize(
    "media_type", ["image/png", "application/zip", "video/mp4", "text/javascript", "application/json"]
)
async def test_what_is_no_document_is_refused(publisher: Publisher, media_type: str) -> None:
    publisher.says("/side", headers={"Content-Type": media_type}, content_type=None)
    with pytest.raises(FetchRefused) as caught:
        await fetch(publisher.url("/side"), publisher.policy())
    assert caught.value.reason == "media_type"


async def test_a_document_whose_type_is_not_said_is_taken() -> None:
    async with saying(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") as port:
        policy = Policy(frozenset(), pause_seconds=0.0, loopback=frozenset({("127.0.0.1", port)}))
        got = await fetch(f"http://127.0.0.1:{port}/side", policy)
        assert (got.data, got.content_type) == (b"hello", "")


async def test_a_gzip_of_several_parts_is_read_whole() -> None:
    packed = gzip.compress(b"one ", mtime=0) + gzip.compress(b"") + gzip.compress(b"two")
    async with saying(_http(f"Content-Length: {len(packed)}\r\nContent-Encoding: gzip", packed)) as port:
        policy = Policy(frozenset(), pause_seconds=0.0, loopback=frozenset({("127.0.0.1", port)}))
        assert (await fetch(f"http://127.0.0.1:{port}/side", policy)).data == b"one two"


# robots.txt


def _robots(publisher: Publisher, text: str, **options: Any) -> None:
    publisher.says("/robots.txt", text, **{"content_type": "text/plain", **options})


async def test_a_page_closed_by_robots_is_refused_and_not_asked_for(publisher: Publisher) -> None:
    _robots(publisher, "User-agent: *\nDisallow: /internt/\n")
    publisher.says("/internt/side")
    with pytest.raises(FetchRefused) as caught:
        await fetch(publisher.url("/internt/side"), publisher.policy())
    assert (caught.value.reason, publisher.asked) == ("robots", ["/robots.txt"])


async def test_a_redirect_to_a_closed_page_is_refused_too(publisher: Publisher) -> None:
    _robots(publisher, "User-agent: *\nDisallow: /internt/\n")
    publisher.redirects("/side", "/internt/side")
    with pytest.raises(FetchRefused) as caught:
        await fetch(publisher.url("/side"), publisher.policy())
    assert caught.value.reason == "robots"


@pytest.mark.parametrize("status", [500, 503])
async def test_a_site_whose_robots_fails_is_left_alone_for_now(publisher: Publisher, status: int) -> None:
    _robots(publisher, "", status=status)
    publisher.says("/side")
    async with Fetcher(publisher.policy()) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchFailed, match="is needed before"):
                await fetcher.fetch(publisher.url("/side"))
    assert publisher.asked == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_site_without_robots_can_be_read(publisher: Publisher, status: int) -> None:
    _robots(publisher, "", status=status)
    publisher.says("/side")
    assert (await fetch(publisher.url("/side"), publisher.policy())).status == 200


async def test_robots_is_read_once_a_run(publisher: Publisher) -> None:
    publisher.says("/en")
    publisher.says("/to")
    async with Fetcher(publisher.policy()) as fetcher:
        for path in ("/en", "/to"):
            await fetcher.fetch(publisher.url(path))
    assert publisher.asked == ["/robots.txt", "/en", "/to"]


async def test_a_huge_robots_counts_as_far_as_it_is_read(publisher: Publisher) -> None:
    _robots(publisher, "User-agent: *\nDisallow: /side\n" + "# fyll\n" * 200_000)
    with pytest.raises(FetchRefused) as caught:
        await fetch(publisher.url("/side"), publisher.policy())
    assert caught.value.reason == "robots"


@pytest.mark.parametrize("to", ["https://169.254.169.254/", "http://localhost/robots.txt"])
async def test_a_robots_that_leads_into_a_private_network_is_not_followed(publisher: Publisher, to: str) -> None:
    publisher.redirects("/robots.txt", to)
    publisher.says("/side")
    with pytest.raises(FetchRefused):
        await fetch(publisher.url("/side"), publisher.policy())
    assert publisher.asked == ["/robots.txt"]
