"""An OpenID Connect provider for tests, with real keys. It tells the truth until a test makes it lie."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from yarl import URL

CLIENT = "veilederen"
SECRET = "hemmelig: /+æ"
ALL = JWSRegistry(algorithms=["none", "HS256", "RS256", "PS256", "ES256", "EdDSA"])


@cache
def key(kind: str, kid: str) -> Key:
    """A real key pair, the same for the whole run."""
    if kind == "EC":
        return ECKey.generate_key("P-256", {"kid": kid})
    if kind == "OKP":
        return OKPKey.generate_key("Ed25519", {"kid": kid})
    return RSAKey.generate_key(2048, {"kid": kid})


class FakeProvider:
    """Serves discovery, keys and tokens. `claims`, `metadata`, `token` and `answers` change what it says."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.claims: dict[str, Any] = {"sub": "kari-1", "name": "Kari Nordmann", "roles": ["Innsyn"]}
        self.metadata: dict[str, Any] = {}
        self.token: dict[str, Any] = {}
        self.signing: Key = key("RSA", "first")
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "first"}
        self.published: list[Key] = [key("RSA", "first"), key("EC", "ec"), key("OKP", "okp")]
        self.answers: dict[str, web.Response] = {}
        self.waits: dict[str, asyncio.Event] = {}
        self.calls: list[str] = []
        self.secret: str | None = SECRET
        self.asked: dict[str, str] = {}
        self.forms: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.nonce: str | None = None
        self.url = ""

    async def start(self) -> None:
        app = web.Application(middlewares=[self._scripted])
        app.router.add_get("/.well-known/openid-configuration", self._discovery)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/token", self._token)
        self.server = TestServer(app)
        await self.server.start_server()
        self.url = str(self.server.make_url("")).rstrip("/")

    async def stop(self) -> None:
        for wait in self.waits.values():
            wait.set()
        await self.server.close()

    def consent(self, authorization_url: str, **more: str) -> dict[str, str]:
        """A person signs in at the provider; returns what the browser brings back."""
        self.asked = dict(URL(authorization_url).query)
        return {"code": "a-code", "state": self.asked["state"], **more}

    def id_token(self, **more: Any) -> str:
        now = int(self.clock())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce or self.asked["nonce"],
            **self.claims,
            **more,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(self.header, kept, self.signing, registry=ALL)

    @web.middleware
    async def _scripted(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.calls.append(request.path)
        if request.path in self.waits:
            await self.waits[request.path].wait()
        return self.answers.get(request.path) or await handler(request)

    async def _discovery(self, _request: web.Request) -> web.Response:
        content = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            **self.metadata,
        }
        return web.json_response({name: value for name, value in content.items() if value is not None})

    async def _keys(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": [each.as_dict(private=False) for each in self.published]})

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        self.headers.append(dict(request.headers))
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.asked["code_challenge"]
        assert form["redirect_uri"] == self.asked["redirect_uri"]
        return web.json_response(
            {"token_type": "Bearer", "access_token": "access", "id_token": self.id_token(), **self.token}
        )


def half_hash(text: str) -> str:
    """The `at_hash` of an access token, for algorithms on SHA-256."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).rstrip(b"=").decode()


def public_as_secret(public: Key) -> Key:
    """The symmetric key that the attack on HS256 uses: the text of the public key."""
    return OctKey.import_key(json.dumps(public.as_dict(private=False)).encode() + b" " * 32)
