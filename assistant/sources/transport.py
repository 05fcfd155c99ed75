"""One HTTP request at a time to each host, with limits on time and size, and to public addresses only."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType

import aiohttp
from multidict import CIMultiDictProxy
from yarl import URL

from assistant.sources.addresses import PublicResolver, guarded_socket
from assistant.sources.failures import FetchFailed, FetchRefused
from assistant.sources.inflate import Inflater
from assistant.sources.policy import Policy
from knowledge.remarks import remark

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 16 * 1024  # bytes, at most, of what comes at a time


@dataclass(frozen=True)
class Answer:
    """What one request gave: a place to go on to (a redirect), nothing new (304), or a body."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes


@dataclass(frozen=True)
class Wanted:
    """What one request asks for.

    Attributes:
        max_bytes: The most that is taken, after decompression.
        media_types: What it may be; anything when there are none.
        headers: Sent along.
        cut: Take the beginning of what is too large, instead of refusing it.
        conditional: Whether 304 can be the answer.
    """

    max_bytes: int
    media_types: frozenset[str] = frozenset()
    headers: tuple[tuple[str, str], ...] = ()
    cut: bool = False
    conditional: bool = False


class Budget:
    """Seconds left for one document. The clock runs only while something is asked for."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        began = time.monotonic()
        try:
            async with asyncio.timeout(max(self._left, 0.001)):
                yield
        finally:
            self._left -= time.monotonic() - began


class Transport:
    """Asks, for one run; use it as `async with Transport(policy) as transport`."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._asked: dict[str, float] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Transport:
        policy = self._policy
        connector = aiohttp.TCPConnector(
            resolver=PublicResolver(policy.resolve, policy.loopback),
            socket_factory=guarded_socket(policy.loopback),
            use_dns_cache=False,
            happy_eyeballs_delay=None,
            force_close=True,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, connect=policy.connect_seconds),
            headers={"User-Agent": policy.agent, "Accept-Encoding": "gzip", "Accept-Language": "nb,nn,no"},
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def ask(self, url: URL, wanted: Wanted, budget: Budget, delay_seconds: float = 0.0) -> Answer:
        """One request, when it is this host's turn; `delay_seconds` is what the host wants between requests.

        Raises:
            FetchRefused: The answer is too large or no document.
            FetchFailed: There is no whole answer, or one that holds nothing.
        """
        async with self._turn(str(url.raw_host), delay_seconds):
            try:
                async with budget.running():
                    return await self._request(url, wanted)
            except TimeoutError:
                raise FetchFailed(
                    f"{url} was too slow, and was given up. Try again later.", remark("slow", url=url)
                ) from None
            except (aiohttp.ClientError, OSError, ValueError) as error:
                what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
                raise FetchFailed(
                    f"{url} could not be read ({what}). Try again later.", remark("no_answer", url=url)
                ) from None

    @asynccontextmanager
    async def _turn(self, host: str, delay_seconds: float) -> AsyncIterator[None]:
        """One request at a time to a host, with a pause between them."""
        pause = max(self._policy.pause_seconds, delay_seconds)
        async with self._turns[host]:
            await asyncio.sleep(max(0.0, self._asked.get(host, -pause) + pause - time.monotonic()))
            try:
                yield
            finally:
                self._asked[host] = time.monotonic()

    async def _request(self, url: URL, wanted: Wanted) -> Answer:
        if self._session is None:
            raise RuntimeError("use it as `async with Transport(policy) as transport`")
        async with self._session.get(url, headers=dict(wanted.headers), allow_redirects=False) as response:
            if response.status in REDIRECTS or (response.status == 304 and wanted.conditional):
                return Answer(response.status, response.headers, b"")
            _check_status(url, response.status)
            _check_media_type(url, response.headers.get("Content-Type", ""), wanted)
            return Answer(response.status, response.headers, await _body(url, response, wanted))


async def _body(url: URL, response: aiohttp.ClientResponse, wanted: Wanted) -> bytes:
    """The body, counted after decompression and while it comes: what a server says of its size proves nothing."""
    body = bytearray()
    inflater = Inflater(response.headers.get("Content-Encoding", ""))
    async for chunk in response.content.iter_chunked(_CHUNK):
        for piece in inflater.feed(chunk):
            body += piece
            if len(body) > wanted.max_bytes:
                if wanted.cut:
                    return bytes(body[: wanted.max_bytes])
                raise _too_large(url, wanted)
            await asyncio.sleep(0)  # a small chunk can hold many pieces: others must get their turn in between
    inflater.finish()
    return bytes(body)


def _too_large(url: URL, wanted: Wanted) -> FetchRefused:
    most = wanted.max_bytes / 1e6
    told = remark("size", megabytes=f"{most:.3g}")
    return FetchRefused("size", f"{url} holds more than {most:.3g} MB. No announcement is that large.", told)


def _check_status(url: URL, status: int) -> None:
    if status in (404, 410):
        raise FetchFailed(
            f"{url} is not there (HTTP {status}). Check the address, or find where it has moved.",
            remark("not_there", url=url, status=status),
            status=status,
        )
    if status != 200:
        raise FetchFailed(
            f"{url} answered HTTP {status} instead of a document. Try again later.",
            remark("no_document", url=url, status=status),
            status=status,
        )


def _check_media_type(url: URL, content_type: str, wanted: Wanted) -> None:
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type and wanted.media_types and media_type not in wanted.media_types:
        raise FetchRefused(
            "media_type",
            f"{url} is {media_type[:100]}, which is no document that can be read. Give the address of a web page, "
            "a PDF, a DOCX or a text.",
            remark("media_type", media_type=media_type[:100]),
        )
