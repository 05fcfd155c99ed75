"""Reads a document in a process of its own, so that one made to do harm costs no more than that process."""

import contextlib
import dataclasses
import datetime as dt
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from typing import Any

from knowledge.documents.bounds import too_long
from knowledge.documents.model import Block, Document, DocumentError
from knowledge.documents.reading import LARGEST, check_size
from knowledge.remarks import Remark

SECONDS = 180.0  # of the clock; 300 full pages take 30 to 60
MEMORY = 1_500_000_000  # bytes of address space
MOST_ANSWERED = 32_000_000  # bytes; ten million characters are ten to twelve, and a block's frame is about fifty
_AT_ONCE = 65_536  # bytes
_WORKER = "knowledge.documents.worker"
_TRUTH = (
    "It is broken or made to do harm. Save it anew from its program, or use only the part that announces the scheme."
)


def read_safely(
    data: bytes,
    *,
    name: str = "",
    content_type: str = "",
    largest: int = LARGEST,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    answered: int = MOST_ANSWERED,
) -> Document:
    """As `read`, in a process with bounds on time and memory; blocks, so call it outside the event loop.

    Args:
        data: The bytes as they were fetched.
        name: The file's name or the page's address.
        content_type: As its sender calls it.
        largest: The most bytes that are read.
        seconds: The most time that reading may take.
        memory: The most memory that it may take, in bytes.
        answered: The most that it may answer, in bytes; this process holds no more of it.

    Raises:
        DocumentError: It cannot be used, or reading it went over the bounds.
    """
    check_size(data, largest)
    asked = {"name": name, "content_type": content_type, "largest": largest, "seconds": seconds, "memory": memory}
    return _answer(*_ask(json.dumps(asked).encode() + b"\n" + data, seconds, answered))


def _ask(question: bytes, seconds: float, most: int) -> tuple[int, bytes]:
    """How the reader ended, and its answer; it has ended when this returns or raises.

    Raises:
        DocumentError: It took too long, or answers with more than is held.
    """
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", _WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONUTF8": "1",
        },  # no secrets
    ) as reader:
        late = threading.Event()

        def stop() -> None:
            late.set()
            reader.kill()

        watch = threading.Timer(seconds, stop)
        watch.start()
        try:
            output = _exchange(reader, question, most)
            code = reader.wait()
        finally:
            watch.cancel()
            reader.kill()  # nothing, when it has ended
    if late.is_set():
        raise DocumentError(
            f"Reading the document took more than {seconds:g} seconds, so it was stopped. {_TRUTH}", "slow"
        )
    return code, output


def _exchange(reader: subprocess.Popen[bytes], question: bytes, most: int) -> bytes:
    """Hands the reader its question and takes the answer, piece by piece, so that it is never held when it is too long."""
    assert reader.stdin is not None and reader.stdout is not None
    with contextlib.suppress(BrokenPipeError), reader.stdin:  # it ended without reading on: its answer tells
        reader.stdin.write(question)
    output = bytearray()
    while piece := reader.stdout.read(_AT_ONCE):
        output += piece
        if len(output) > most:
            raise too_long(f"what was read of it is more than {most / 1e6:g} MB")
    return bytes(output)


def _answer(code: int, output: bytes) -> Document:
    try:
        answer = json.loads(output)
    except ValueError:
        raise DocumentError(
            f"Reading the document failed (the reader ended with {code}). {_TRUTH}", "crashed"
        ) from None
    if "error" in answer:
        told = Remark.from_json(answer["told"])
        raise DocumentError(answer["error"], told.code, **told.named)
    return _document(answer["document"])


def as_json(document: Document) -> dict[str, Any]:
    """A document in what JSON can hold; dates as ISO 8601.

    A path is the numbers of its headings in `headings`, so that no heading is written once for each block under it.
    """
    headings = {heading: number for number, heading in enumerate(_distinct(document.blocks))}
    return {
        "title": document.title,
        "format": document.format,
        "headings": list(headings),
        "blocks": [
            [block.text, block.kind, block.level, block.page, [headings[heading] for heading in block.path]]
            for block in document.blocks
        ],
        "language": document.language,
        "published": document.published.isoformat() if document.published else None,
        "updated": document.updated.isoformat() if document.updated else None,
        "sha256": document.sha256,
        "warnings": [dataclasses.asdict(warning) for warning in document.warnings],
    }


def _distinct(blocks: Iterable[Block]) -> dict[str, None]:
    return dict.fromkeys(heading for block in blocks for heading in block.path)


def _document(plain: dict[str, Any]) -> Document:
    headings = plain.pop("headings")
    paths: dict[tuple[int, ...], tuple[str, ...]] = {}  # one for all blocks under the same headings

    def path(numbers: list[int]) -> tuple[str, ...]:
        return paths.setdefault(tuple(numbers), tuple(headings[number] for number in numbers))

    blocks = tuple(Block(text, kind, level, page, path(over)) for text, kind, level, page, over in plain["blocks"])
    days = {day: dt.date.fromisoformat(plain[day]) if plain[day] else None for day in ("published", "updated")}
    return Document(**{**plain, **days, "blocks": blocks, "warnings": tuple(map(Remark.from_json, plain["warnings"]))})
