"""The service's one secret, and the keys derived from it."""

from __future__ import annotations

import hmac
import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path

from assistant.settings import Settings, SettingsError

log = logging.getLogger(__name__)
_BYTES = 32
_ID_BYTES, _IDS_AT_ONCE = 16, 64
# Ids not given yet. A reply needs several, and asking the system for each takes longer than all else about an id.
_ids: list[str] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_ids.clear)  # or parent and child would give the same


class Keyring:
    """Derives a separate key for each purpose, so that one kind of signature never passes as another."""

    def __init__(self, master: bytes) -> None:
        self._master = master

    def digest(self, purpose: str, value: str) -> str:
        """The keyed hash (HMAC-SHA-256, hex) of a value, for storing in place of it."""
        return hmac.digest(self.key(purpose), value.encode("utf-8", "surrogatepass"), "sha256").hex()

    def key(self, purpose: str) -> bytes:
        """The key (32 bytes) of one purpose."""
        return hmac.digest(self._master, f"veileder/{purpose}".encode(), "sha256")


def load_keyring(settings: Settings) -> Keyring:
    """The keyring from the settings or from `var/secret.key`, which is created (mode 0600) when missing.

    Raises:
        SettingsError: The file is there but does not hold a secret.
    """
    if settings.secret is not None:
        return Keyring(settings.secret.get_secret_value().encode())
    path = settings.var / "secret.key"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _create(path)
    return Keyring(_read(path))


def new_token() -> str:
    """A random bearer token of 32 bytes, safe in a header and a URL."""
    return secrets.token_urlsafe(_BYTES)


def new_id() -> str:
    """An unguessable id of 128 bits, in hexadecimal."""
    try:
        return _ids.pop()  # atomic: no two threads get the same
    except IndexError:
        fresh = secrets.token_hex(_ID_BYTES * _IDS_AT_ONCE)
        size = 2 * _ID_BYTES
        _ids.extend(fresh[start : start + size] for start in range(size, len(fresh), size))
        return fresh[:size]


def _create(path: Path) -> None:
    """Make the file whole and at once: of several processes that start together one wins, and all read the same."""
    if path.exists():
        return
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(_BYTES).encode())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first
            os.link(part, path)
    finally:
        part.unlink()


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        log.warning("%s was readable by others; its mode is now 0600", path)
        path.chmod(0o600)
    value = path.read_bytes().strip()
    if len(value) < _BYTES:
        raise SettingsError(
            f"{path} holds no secret. Delete it: a new one is made, and open conversations must start anew."
        )
    return value
