"""Which files in the model folder are our own: each has its SHA-256 beside it, written when it was made.

A model names the classes that Rasa imports when it loads it, so whoever can put a model in the folder can run code as
the service. A checksum tells a file that is damaged, half copied or put there by hand; it does not stop who may write
the checksum too. Therefore a folder that others may write to is refused.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from assistant.settings import SettingsError


class UnsafeFolder(SettingsError):
    """Others than the owner may write to a model or its folder; the message says what to do."""


def seal(path: Path) -> Path:
    """Write the file's SHA-256 beside it, in the form that `sha256sum --check` reads; returns where."""
    beside = _beside(path)
    part = beside.with_name(f"{beside.name}.{os.getpid()}.part")
    part.write_text(f"{_sha256(path)}  {path.name}\n", encoding="ascii")
    part.replace(beside)
    return beside


def is_sealed(path: Path) -> bool:
    """Whether a file is there, and is the one that was sealed.

    Raises:
        UnsafeFolder: Others may write to it, its checksum or its folder.
    """
    beside = _beside(path)
    if not (path.is_file() and beside.is_file()):
        return False
    for each in (path.parent, path, beside):
        _refuse_open(each)
    return beside.read_bytes()[:200] == f"{_sha256(path)}  {path.name}\n".encode()


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may write to, whatever the umask.

    Raises:
        UnsafeFolder: It is there already, and others may write to it.
    """
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    _refuse_open(folder)


def _refuse_open(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise UnsafeFolder(
            f"{path} can be changed by others than its owner, and what is loaded from there is run. "
            f"Make sure that you know what is in it, then: chmod go-w '{path}'"
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")
