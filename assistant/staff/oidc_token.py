"""Checks an ID token, as OpenID Connect Core 1.0, section 3.1.3.7, asks for."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import warnings
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import Key
from joserfc.jws import JWSRegistry

from assistant.staff.failures import SignInFailed

# Asymmetric ones only: `none` is no signature, and HS256 could be made with the public key that everyone has.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
LEEWAY_SECONDS = 60
OLDEST_SECONDS = 1800
_MAX_CHARS = 32_768
_MAX_TIME = 10**12


@dataclass(frozen=True)
class Expected:
    """What a token must say."""

    issuer: str
    client_id: str
    nonce: str
    acr_values: tuple[str, ...]
    access_token: str
    now: float


def header(token: str) -> tuple[str, str | None]:
    """The algorithm and the key's id that a token names; nothing of it is believed yet.

    Raises:
        SignInFailed: It is no signed token, or names an algorithm that is not allowed.
    """
    if len(token) > _MAX_CHARS or not token.isascii() or token.count(".") != 2:
        raise SignInFailed("untrusted", "no token")
    part = token.split(".")[0]
    try:
        content = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        raise SignInFailed("untrusted", "no token") from None
    algorithm, kid = (content.get("alg"), content.get("kid")) if isinstance(content, dict) else (None, None)
    if algorithm not in ALGORITHMS or not (kid is None or isinstance(kid, str)):
        raise SignInFailed("untrusted", "algorithm")
    return algorithm, kid


def check(token: str, algorithm: str, key: Key, expected: Expected) -> dict[str, Any]:
    """The claims of a token whose signature and contents hold.

    Args:
        token: The ID token.
        algorithm: The one its header names; no other is tried.
        key: The provider's key of that name.
        expected: What it must say.

    Raises:
        SignInFailed: untrusted, with which check failed.
    """
    registry = JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # that EdDSA has a new name; keys are checked elsewhere
            claims = jwt.decode(token, key, registry=registry).claims
    except (JoseError, ValueError, TypeError, RecursionError):
        raise SignInFailed("untrusted", "signature") from None
    _check_parties(claims, expected)
    _check_times(claims, expected.now)
    _check_binding(claims, algorithm, expected)
    return claims


def _check_parties(claims: dict[str, Any], expected: Expected) -> None:
    _require(claims.get("iss") == expected.issuer, "iss")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    _require(isinstance(audiences, list) and expected.client_id in audiences, "aud")
    several = isinstance(audiences, list) and len(audiences) > 1
    if several or "azp" in claims:
        _require(claims.get("azp") == expected.client_id, "azp")


def _check_times(claims: dict[str, Any], now: float) -> None:
    _require(_time(claims, "exp") > now - LEEWAY_SECONDS, "exp")
    _require(now - OLDEST_SECONDS <= _time(claims, "iat") <= now + LEEWAY_SECONDS, "iat")
    if "nbf" in claims:
        _require(_time(claims, "nbf") <= now + LEEWAY_SECONDS, "nbf")


def _check_binding(claims: dict[str, Any], algorithm: str, expected: Expected) -> None:
    nonce = claims.get("nonce")
    _require(isinstance(nonce, str) and hmac.compare_digest(nonce.encode(), expected.nonce.encode()), "nonce")
    if "at_hash" in claims:
        _require(claims["at_hash"] == _half_hash(expected.access_token, algorithm), "at_hash")
    if expected.acr_values:  # a person can take the wish for a level out of the address; the token says what was used
        _require(claims.get("acr") in expected.acr_values, "acr")


def _half_hash(access_token: str, algorithm: str) -> str:
    """The left half of the token's hash, in the hash function of the signature (Ed25519 uses SHA-512)."""
    digest = hashlib.new("sha512" if algorithm == "EdDSA" else "sha256", access_token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def _time(claims: dict[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _MAX_TIME:
        return float(value)  # NaN is not within the limit either: no comparison with it holds
    raise SignInFailed("untrusted", f"claim:{name}")


def _require(holds: bool, claim: str) -> None:
    if not holds:
        raise SignInFailed("untrusted", f"claim:{claim}")
