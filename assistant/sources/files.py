"""Files that are written whole or not at all, for their owner alone."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or what is left after a crash, sees all of it or the one from before.

    The file has mode 0600 and the folders that are missing get 0700, whatever the umask.

    Raises:
        OSError: It cannot be written; nothing is left of it.
    """
    _make_private(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(path.parent)


def _make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing: `mkdir` gives its mode to the last one alone."""
    if not folder.is_dir():
        _make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
