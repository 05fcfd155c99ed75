"""Requests byte for byte, for what no client would send."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

_PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Answer:
    """One answer; the names of its headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


async def answers(port: int, *pieces: bytes, most: int = 10) -> list[Answer]:
    """What a server on this machine answers to these bytes, until it closes or all of it is answered.

    Args:
        port: Where the server listens.
        pieces: Sent one after the other. The last request asks for the connection to be closed, or the server does so.
        most: Reading ends after so many answers.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    found: list[Answer] = []
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            while len(found) < most and (answer := await _read(reader)) is not None:
                found.append(answer)
    except (ConnectionError, asyncio.IncompleteReadError):
        pass  # it closed before all was sent, or in the middle
    finally:
        writer.close()
    return found


async def asked(port: int, target: bytes, *headers: bytes, method: bytes = b"GET", body: bytes = b"") -> Answer:
    """One whole request and its answer; a header is a line."""
    lines = [method + b" " + target + b" HTTP/1.1", b"Host: localhost", b"Connection: close", *headers]
    if body:
        lines.append(b"Content-Length: %d" % len(body))
    (answer, *_) = await answers(port, b"\r\n".join(lines) + b"\r\n\r\n" + body)
    return answer


async def _read(reader: asyncio.StreamReader) -> Answer | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")[:-2]
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join([chunk async for chunk in _chunks(reader)])
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answer(int(first.split(" ")[1]), headers, body)


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        yield await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
