"""Hands a summary over: by the user's own e-mail program, or to a webhook of the receiver's case system."""

from __future__ import annotations

import hmac
import json
import logging
from urllib.parse import quote

import aiohttp
from aiohttp import ClientTimeout

from assistant.conversations.ports import Json
from assistant.settings import Settings

log = logging.getLogger(__name__)
_TIMEOUT = ClientTimeout(total=10)
_MAX_MAILTO_CHARS = 1800  # longer links are cut by e-mail programs on Windows


class NotDelivered(RuntimeError):
    """The receiver did not take the summary; nothing was handed over."""


def mailto(address: str | None, subject: str, text: str) -> str | None:
    """A link that opens the user's e-mail program with the summary; None without an address.

    A text that is too long for a link is left out: the user is told to paste it.
    """
    if not address:
        return None
    link = f"mailto:{quote(address, safe='@')}?subject={quote(subject)}"
    body = f"&body={quote(text.replace(chr(10), chr(13) + chr(10)))}"
    return link + body if len(link + body) <= _MAX_MAILTO_CHARS else link


async def deliver(settings: Settings, content: Json) -> None:
    """Post the summary to the webhook.

    The body is signed: `X-Veileder-Signature: sha256=<HMAC-SHA-256 of the body with VEILEDER_HANDOFF_SECRET, hex>`.

    Raises:
        NotDelivered: The webhook cannot be reached, or did not answer with 2xx within 10 seconds.
    """
    body = json.dumps(content, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if settings.handoff_secret is not None:
        digest = hmac.digest(settings.handoff_secret.get_secret_value().encode(), body, "sha256").hex()
        headers["X-Veileder-Signature"] = f"sha256={digest}"
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=False) as session,
            session.post(settings.handoff_webhook, data=body, headers=headers, allow_redirects=False) as response,
        ):
            status = response.status
    except (TimeoutError, aiohttp.ClientError) as error:
        log.error("handoff: not delivered error=%s", type(error).__name__)
        raise NotDelivered from None
    if not 200 <= status < 300:
        log.error("handoff: not delivered status=%s", status)
        raise NotDelivered
