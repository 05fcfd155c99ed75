"""The local sign-in link of several workers: a file, removed by whichever worker lets somebody in with it."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path


def make_link(folder: Path, key: str) -> Path:
    """Note a key that may be used once.

    Args:
        folder: Where only this user may read and write.
        key: At least 128 bits of chance; only its hash is written.

    Returns:
        The file.
    """
    path = folder / "sign-in-link"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(_digest(key))
    return path


class SharedLink:
    """The key of one link, for all workers; `assistant.staff.local.LocalLink` is the one of a single process."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def key(self) -> str | None:
        """Only the supervisor knows it, and prints it."""
        return None

    def fits(self, key: str) -> bool:
        """Whether this is the key, not yet used."""
        try:
            return hmac.compare_digest(self._path.read_bytes(), _digest(key))
        except FileNotFoundError:
            return False

    def use(self, key: str) -> bool:
        """Use the key up; whether it was the right one, and no other worker was first."""
        if not self.fits(key):
            return False
        try:
            self._path.unlink()
        except FileNotFoundError:
            return False
        return True


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest().encode()
