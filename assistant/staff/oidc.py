"""Signing in with an OpenID Connect provider: the authorization code flow with PKCE, `state` and `nonce`."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

from yarl import URL

from assistant.settings import Settings, is_safe_url
from assistant.staff import oidc_token
from assistant.staff.failures import SignInFailed
from assistant.staff.oidc_http import Asked, Fetcher
from assistant.staff.oidc_keys import Keys
from assistant.staff.pending import Pending

_KEEP_SECONDS = 3600.0
_PAUSE_SECONDS = 10.0  # after a failure, in which a provider that is down is left alone
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Provider:
    """One provider, as configured. What it publishes about itself is fetched at the first sign-in and kept an hour."""

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], float],
        *,
        fetcher: Fetcher | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Args:
            settings: Who the provider is, and what it is asked for.
            now: Seconds since 1970, for what tokens say of time.
            fetcher: Asks the provider.
            clock: Seconds that only grow, for how long answers and failures are kept.
        """
        self._settings = settings
        self._clock = clock
        self._now = now
        self._fetcher = fetcher or Fetcher()
        self._keys = Keys(self._fetcher)
        self._metadata: dict[str, Any] = {}
        self._fetched_at = float("-inf")
        self._failed: tuple[str, str] | None = None
        self._failed_at = float("-inf")
        self._asking = asyncio.Lock()

    @property
    def issuer(self) -> str:
        """The issuer, exactly as configured."""
        return self._settings.oidc_issuer

    @property
    def label(self) -> str:
        """What to call it on a button."""
        return self._settings.oidc_provider_name or URL(self.issuer).host or self.issuer

    @property
    def end_session_url(self) -> str | None:
        """Where a person can sign out of the provider too, if it has said so."""
        url = self._metadata.get("end_session_endpoint")
        if not isinstance(url, str) or not self._is_safe(url):
            return None
        return str(URL(url).update_query(client_id=self._settings.oidc_client_id))

    async def learn(self) -> None:
        """Fetch what the provider says of itself, unless this process has done so lately: another one may have signed in.

        Raises:
            SignInFailed: It cannot be had or does not hold.
        """
        await self._discover()

    async def authorization_url(self, pending: Pending, redirect_uri: str) -> URL:
        """Where to send the browser.

        Raises:
            SignInFailed: What the provider says of itself cannot be had or does not hold.
        """
        metadata = await self._discover()
        digest = hashlib.sha256(pending.verifier.encode()).digest()
        wishes = {
            "acr_values": self._settings.oidc_acr_values,
            "authorization_details": self._settings.oidc_authorization_details,
        }
        return URL(metadata["authorization_endpoint"]).update_query(
            response_type="code",
            client_id=self._settings.oidc_client_id,
            redirect_uri=redirect_uri,
            scope=self._settings.oidc_scope,
            state=pending.state,
            nonce=pending.nonce,
            code_challenge=base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            code_challenge_method="S256",
            ui_locales=pending.lang,
            **{name: value for name, value in wishes.items() if value},
        )

    async def claims(self, code: str, issuer: str | None, pending: Pending, redirect_uri: str) -> dict[str, Any]:
        """Exchange a code for what the provider vouches for.

        Args:
            code: What the browser brought back.
            issuer: The `iss` that came with it, or None (RFC 9207).
            pending: The sign-in that the browser began.
            redirect_uri: Where it came back to; the same as in `authorization_url`.

        Raises:
            SignInFailed: The provider refuses, or its answer does not hold.
        """
        metadata = await self._discover()
        says_issuer = metadata.get("authorization_response_iss_parameter_supported") is True
        if issuer != self.issuer and (issuer is not None or says_issuer):
            raise SignInFailed("untrusted", "response iss")
        answer = await self._exchange(metadata, code, pending, redirect_uri)
        token, access_token = answer.get("id_token"), answer.get("access_token", "")
        if not isinstance(token, str) or not isinstance(access_token, str):
            raise SignInFailed("untrusted", "no token")
        algorithm, kid = oidc_token.header(token)
        key = await self._keys.find(metadata["jwks_uri"], kid, algorithm)
        return oidc_token.check(token, algorithm, key, self._expected(pending, access_token))

    def _expected(self, pending: Pending, access_token: str) -> oidc_token.Expected:
        return oidc_token.Expected(
            issuer=self.issuer,
            client_id=self._settings.oidc_client_id,
            nonce=pending.nonce,
            acr_values=tuple(self._settings.oidc_acr_values.split()),
            access_token=access_token,
            now=self._now(),
        )

    async def _exchange(
        self, metadata: dict[str, Any], code: str, pending: Pending, redirect_uri: str
    ) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": pending.verifier,
            "client_id": self._settings.oidc_client_id,
        }
        answer = await self._fetcher.json(metadata["token_endpoint"], self._authenticated(metadata, form))
        if answer.status != 200:
            raise SignInFailed("refused", f"token status:{answer.status}")
        return answer.body

    def _authenticated(self, metadata: dict[str, Any], form: dict[str, str]) -> Asked:
        """The form with the client's secret, in the way that the provider takes it (Basic unless it says otherwise)."""
        if self._settings.oidc_client_secret is None:
            return Asked(form)
        secret = self._settings.oidc_client_secret.get_secret_value()
        methods = metadata.get("token_endpoint_auth_methods_supported")
        if isinstance(methods, list) and "client_secret_basic" not in methods and "client_secret_post" in methods:
            return Asked({**form, "client_secret": secret})
        # RFC 6749, section 2.3.1: both are form-encoded before they are put into the header
        both = f"{quote_plus(self._settings.oidc_client_id)}:{quote_plus(secret)}"
        return Asked(form, f"Basic {base64.b64encode(both.encode()).decode()}")

    async def _discover(self) -> dict[str, Any]:
        """What the provider says of itself, asked by one at a time: anyone may open the page that asks.

        Who waited gets the answer or the failure of who asked. A failure holds for a while, so that a provider that is
        down is not asked by each visitor.
        """
        async with self._asking:
            if self._fetched_at + _KEEP_SECONDS > self._clock():
                return self._metadata
            if self._failed is not None and self._failed_at + _PAUSE_SECONDS > self._clock():
                raise SignInFailed(*self._failed)
            try:
                self._metadata = await self._ask()
            except SignInFailed as failed:
                self._failed, self._failed_at = (failed.failure.name, failed.why), self._clock()
                raise
            self._failed, self._fetched_at = None, self._clock()
            return self._metadata

    async def _ask(self) -> dict[str, Any]:
        answer = await self._fetcher.json(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if answer.status != 200:
            raise SignInFailed("unreachable", f"discovery status:{answer.status}")
        self._check_metadata(answer.body)
        return answer.body

    def _check_metadata(self, metadata: dict[str, Any]) -> None:
        if metadata.get("issuer") != self.issuer:
            raise SignInFailed("untrusted", "discovery issuer")
        for name in _ENDPOINTS:
            if not isinstance(metadata.get(name), str) or not self._is_safe(metadata[name]):
                raise SignInFailed("untrusted", f"discovery {name}")

    def _is_safe(self, url: str) -> bool:
        return is_safe_url(url, loopback=self.issuer.startswith("http://"))
