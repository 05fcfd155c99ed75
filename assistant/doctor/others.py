"""What answers over the network: the service itself on its port, the provider for staff, Redis."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import socket
from collections.abc import Iterator

from assistant.doctor.finding import Finding, Installation, error, ok, warning
from assistant.engine.training import fingerprint
from assistant.observability.parts import redis_url
from assistant.staff.failures import SignInFailed
from assistant.staff.oidc_http import Fetcher
from assistant.web.server import refuse_taken_address

_SECONDS = 3.0
_MODEL = re.compile(r'^veileder_build_info\{model="([^"]*)",version="([^"]*)"\} 1', re.MULTILINE)


def service(installation: Installation) -> Iterator[Finding]:
    """Whether the port is free, or the service answers there, ready and of this release."""
    settings = installation.settings
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - not bound, only read
    where = f"{settings.host}:{settings.port}"
    if settings.port == 0:
        yield ok("service", "VEILEDER_PORT is 0: the system chooses a port at the start.")
        return
    try:
        alive = _ask(host, settings.port, "/healthz")
    except ConnectionRefusedError:
        yield from _free(installation, where)
        return
    except (OSError, http.client.HTTPException):
        alive = (0, "")
    if not _is_ours(alive):
        why = f"Something else answers on {where}."
        yield error("service", why, "Stop it, or choose another port with VEILEDER_PORT.")
        return
    yield from _running(host, settings.port, where)


def _is_ours(answer: tuple[int, str]) -> bool:
    try:
        return answer[0] == 200 and json.loads(answer[1]) == {"status": "ok"}
    except ValueError:
        return False


def _free(installation: Installation, where: str) -> Iterator[Finding]:
    try:
        refuse_taken_address(installation.settings)
    except OSError as refused:
        yield error("service", str(refused.strerror), "Choose another address with VEILEDER_HOST and VEILEDER_PORT.")
    else:
        yield ok("service", f"Nothing runs on {where}, and the port is free.")


def _running(host: str, port: int, where: str) -> Iterator[Finding]:
    try:
        status, body = _ask(host, port, "/readyz")
        metrics = _ask(host, port, "/metrics")[1]
    except (OSError, http.client.HTTPException):
        yield error(
            "service", f"The service on {where} lives and does not answer in time.", "Look in its log; restart it."
        )
        return
    found = _MODEL.search(metrics)
    if status != 200:
        missing = _missing(body)
        why = f"The service on {where} runs and is not ready: {missing}."
        yield error("service", why, "docs/tasks/watch-the-service.md tells what each part needs.")
    elif found and found[1] != fingerprint():
        why = f"The service on {where} (version {found[2]}) runs with another model than this release's: it was not restarted."
        yield warning("service", why, "Restart it.")
    else:
        yield ok("service", f"It runs on {where} and is ready{f', version {found[2]}' if found else ''}.")


def _missing(body: str) -> str:
    try:
        parts = json.loads(body)["not_ready"]
        return ", ".join(f"{part} {code}" for part, code in parts.items())
    except (ValueError, KeyError, TypeError, AttributeError):  # an older release names no parts
        return "it does not say why"


def _ask(host: str, port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(host, port, timeout=_SECONDS)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read(1024 * 1024).decode("utf-8", "replace")
    finally:
        connection.close()


def provider(installation: Installation) -> Iterator[Finding]:
    """Whether staff can be sent to the provider that they sign in with."""
    issuer = installation.settings.oidc_issuer
    if not issuer:
        yield ok("sign-in", "No provider is set, so nobody signs in but with the link printed at a local start.")
        return
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    remedy = "Open the address below /.well-known/openid-configuration from this machine; check VEILEDER_OIDC_ISSUER."
    try:
        answer = asyncio.run(Fetcher(total_seconds=_SECONDS).json(address))
    except SignInFailed as failed:
        yield warning("sign-in", f"{issuer} cannot be asked ({failed}): staff cannot sign in.", remedy)
        return
    if answer.status != 200 or answer.body.get("issuer") != issuer:
        why = f"{issuer} answers with status {answer.status} and does not name itself so: staff cannot sign in."
        yield warning("sign-in", why, remedy)
    else:
        yield ok("sign-in", f"{issuer} answers.")


def redis(installation: Installation) -> Iterator[Finding]:
    """Whether Redis answers, where it is used."""
    url = redis_url(installation.settings)
    if not url:
        yield ok("redis", "Not used.")
        return
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        with Redis.from_url(url, socket_connect_timeout=_SECONDS, socket_timeout=_SECONDS) as client:
            client.ping()
    except (RedisError, OSError, ValueError, socket.gaierror) as failed:
        remedy = "Is it up, is its address right, may this machine ask? Meanwhile each process counts and locks alone."
        yield error("redis", f"Redis does not answer ({type(failed).__name__}).", remedy)
    else:
        yield ok("redis", "Redis answers.")
