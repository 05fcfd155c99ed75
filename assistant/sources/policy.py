"""What may be fetched, and how much of it. Everything is said here; nothing is global."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yarl import URL

from assistant.settings import Settings
from assistant.sources.addresses import Loopback, Resolve, resolve_with_system
from assistant.sources.failures import FetchRefused
from knowledge.remarks import remark

AGENT = "Tilskuddsveilederen"
DOCUMENTS = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/octet-stream",  # what many publishers say of any file; its bytes decide
    }
)
_LONGEST_URL = 2_000  # characters
_NEVER = re.compile(r"[\s\x00-\x20\x7f\\]")
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Policy:
    """The rules for fetching.

    Attributes:
        hosts: Hosts that may be asked, in lower case; their subdomains too.
        agent: The User-Agent header; its first word is what robots.txt knows us by.
        max_bytes: The largest document, after decompression.
        connect_seconds: The longest until a connection stands, names resolved and TLS agreed.
        total_seconds: The longest for one document with all redirects; waiting for one's turn does not count.
        pause_seconds: The time between two requests to one host, at least.
        max_redirects: How many redirects are followed.
        media_types: What an answer may say that it is.
        loopback: Addresses and ports on this machine that may be asked by http. For tests alone.
        resolve: How a name becomes addresses.
    """

    hosts: frozenset[str]
    agent: str = AGENT
    max_bytes: int = 20_000_000
    connect_seconds: float = 10.0
    total_seconds: float = 60.0
    pause_seconds: float = 1.0
    max_redirects: int = 5
    media_types: frozenset[str] = DOCUMENTS
    loopback: Loopback = frozenset()
    resolve: Resolve = resolve_with_system

    @classmethod
    def from_settings(cls, settings: Settings) -> Policy:
        """The rules that the settings give: whose pages, and who says that it asks for them."""
        about = f" (+{settings.public_url})" if settings.public_url else ""
        return cls(hosts=frozenset(settings.source_hosts), agent=f"{AGENT}/1{about}")

    def check(self, address: URL | str) -> URL:
        """The address, if it may be asked; its fragment is left out.

        Raises:
            FetchRefused: It may not. The message says why.
        """
        url = _parsed(address)
        host, port = url.raw_host or "", url.port or 0
        if (host, port) in self.loopback and url.scheme == "http":
            return url
        if url.scheme != "https":
            raise FetchRefused(
                "address", f"{url} does not begin with https://. Use the page's https address.", remark("not_https")
            )
        if port != _PORTS["https"]:
            raise FetchRefused(
                "address",
                f"{url} names port {port}; only https on its own port (443) is used.",
                remark("port", port=port),
            )
        if not any(host == allowed or host.endswith(f".{allowed}") for allowed in self.hosts):
            raise FetchRefused(
                "host",
                f"{host} is not one of the hosts that sources are fetched from. If it is a publisher to trust, "
                "add it to VEILEDER_SOURCE_HOSTS (docs/settings.md lists those it has by default), "
                "or save the document as a file and ingest the file.",
                remark("host", host=host),
            )
        return url


def _parsed(address: URL | str) -> URL:
    """An address that means one thing to everybody who reads it."""
    text = str(address)
    try:
        url = (URL(text) if isinstance(address, str) else address).with_fragment(None)
        usable = bool(url.raw_host) and url.port is not None and url.scheme in _PORTS
    except (ValueError, TypeError, UnicodeError):
        usable = False
    if not usable or len(text) > _LONGEST_URL or _NEVER.search(text):
        raise FetchRefused(
            "address",
            f"{text[:200]!r} is no web address. It must look like https://www.example.no/page.",
            remark("no_address"),
        )
    if url.raw_user is not None or url.raw_password is not None:
        raise FetchRefused(
            "address",
            "the address holds a user name or a password. Leave out what stands before @.",
            remark("user_in_address"),
        )
    if (url.raw_host or "").endswith("."):
        raise FetchRefused("address", f"{url.raw_host} ends with a full stop. Leave it out.", remark("full_stop"))
    return url
