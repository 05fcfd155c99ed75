"""Reads a document in a process of its own, so that one made to do harm costs no more than that process."""

import dataclasses
import datetime as dt
import json
import os
import subprocess
import sys
from typing import Any

from knowledge.documents.model import Block, Document, DocumentError
from knowledge.documents.reading import LARGEST, check_size
from knowledge.remarks import Remark

SECONDS = 180.0  # of the clock; 300 full pages take 30 to 60
MEMORY = 1_500_000_000  # bytes of address space
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
) -> Document:
    """As `read`, in a process with bounds on time and memory; blocks, so call it outside the event loop.

    Args:
        data: The bytes as they were fetched.
        name: The file's name or the page's address.
        content_type: As its sender calls it.
        largest: The most bytes that are read.
        seconds: The most time that reading may take.
        memory: The most memory that it may take, in bytes.

    Raises:
        DocumentError: It cannot be used, or reading it went over the bounds.
    """
    check_size(data, largest)
    asked = {"name": name, "content_type": content_type, "largest": largest, "seconds": seconds, "memory": memory}
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", _WORKER],
            input=json.dumps(asked).encode() + b"\n" + data,
            capture_output=True,
            timeout=seconds,
            env={
                "PATH": os.defpath,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "PYTHONUTF8": "1",
            },  # no secrets
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DocumentError(
            f"Reading the document took more than {seconds:g} seconds, so it was stopped. {_TRUTH}", "slow"
        ) from None
    return _answer(done.returncode, done.stdout)


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
    """A document in what JSON can hold; dates as ISO 8601."""
    plain = dataclasses.asdict(document)
    for day in ("published", "updated"):
        plain[day] = plain[day].isoformat() if plain[day] else None
    return plain


def _document(plain: dict[str, Any]) -> Document:
    blocks = tuple(Block(**{**block, "path": tuple(block["path"])}) for block in plain["blocks"])
    days = {day: dt.date.fromisoformat(plain[day]) if plain[day] else None for day in ("published", "updated")}
    return Document(**{**plain, **days, "blocks": blocks, "warnings": tuple(map(Remark.from_json, plain["warnings"]))})
