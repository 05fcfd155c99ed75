"""The provider's public keys: fetched when needed, kept an hour, fetched anew once for a key that is not among them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key

from assistant.staff.failures import SignInFailed
from assistant.staff.oidc_http import Fetcher

KEEP_SECONDS = 3600.0
REFETCH_SECONDS = 60.0  # an unknown key may make us ask again only so often: anyone can send a token with one
_MAX_KEYS = 100
_LEAST_RSA_BITS = 2048  # RFC 7518, section 3.3
_KEY_TYPE = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}


class Keys:
    """The keys at one address (JWKS, RFC 7517)."""

    def __init__(self, fetcher: Fetcher, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._keys: list[Key] = []
        self._fetched_at = self._refetched_at = float("-inf")

    async def find(self, url: str, kid: str | None, algorithm: str) -> Key:
        """The key of a token.

        Raises:
            SignInFailed: There is no such key, or the keys cannot be had.
        """
        if self._fetched_at + KEEP_SECONDS <= self._clock():
            await self._fetch(url)
        elif not self._matching(kid, algorithm) and self._refetched_at + REFETCH_SECONDS <= self._clock():
            self._refetched_at = self._clock()
            await self._fetch(url)
        found = self._matching(kid, algorithm)
        if len(found) != 1:  # several would mean guessing
            raise SignInFailed("untrusted", "no such key" if not found else "several keys")
        return found[0]

    async def _fetch(self, url: str) -> None:
        answer = await self._fetcher.json(url)
        listed = answer.body.get("keys")
        if answer.status != 200 or not isinstance(listed, list):
            raise SignInFailed("untrusted", "no keys")
        self._keys = [key for data in listed[:_MAX_KEYS] if (key := _usable(data)) is not None]
        self._fetched_at = self._clock()

    def _matching(self, kid: str | None, algorithm: str) -> list[Key]:
        fitting = [key for key in self._keys if key.key_type == _KEY_TYPE[algorithm] and _is_for(key, algorithm)]
        return [key for key in fitting if kid is None or key.kid == kid]


def _usable(data: Any) -> Key | None:
    """A public key for signatures, or None: a set may hold kinds of keys that we do not know."""
    if not isinstance(data, dict) or data.get("kty") not in ("RSA", "EC", "OKP") or data.get("use", "sig") != "sig":
        return None
    try:
        key = import_key({name: value for name, value in data.items() if name != "key_ops"})
    except (JoseError, UnsupportedAlgorithm, ValueError, TypeError, KeyError, AttributeError):
        return None
    return key if isinstance(key, RSAKey | ECKey | OKPKey) and _is_strong(key) else None


def _is_strong(key: Key) -> bool:
    return not isinstance(key, RSAKey) or key.public_key.key_size >= _LEAST_RSA_BITS


def _is_for(key: Key, algorithm: str) -> bool:
    """A key may name its one algorithm; EdDSA has had a second name since RFC 9864."""
    return key.get("alg") in (None, algorithm, "Ed25519" if algorithm == "EdDSA" else algorithm)
