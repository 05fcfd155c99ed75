"""What signing in works with in one running service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from assistant.announcement import sign_in_link
from assistant.conversations.stores import Stores
from assistant.settings import Settings
from assistant.staff.local import Link, LocalLink
from assistant.staff.pending import PendingStore

if TYPE_CHECKING:
    from assistant.staff.oidc import Provider


@dataclass(frozen=True)
class SignIn:
    """Either a provider, or a local link, or neither: then nobody can sign in, and the page says why."""

    provider: Provider | None
    local: Link | None
    pending: PendingStore

    @classmethod
    def build(cls, settings: Settings, stores: Stores) -> SignIn:
        """As the settings say."""
        return cls(
            provider=_provider(settings, stores) if settings.has_oidc else None,
            local=LocalLink() if settings.has_local_link else None,
            pending=PendingStore(stores.database, stores.keyring, stores.clock),
        )


def _provider(settings: Settings, stores: Stores) -> Provider:
    from assistant.staff.oidc import Provider  # here: 10 MB of cryptography, for those only who have a provider

    return Provider(settings, stores.clock)


SIGN_IN_KEY = web.AppKey("sign_in", SignIn)


def sign_in(request: web.Request) -> SignIn:
    """How one signs in to the service that a request came to."""
    return request.app[SIGN_IN_KEY]


def staff_link(app: web.Application, address: str) -> str | None:
    """The link that signs in once, from this machine only; None where a provider does that, or others could reach it.

    Args:
        app: The application.
        address: Where it is served, such as `http://127.0.0.1:8000`.
    """
    link = app[SIGN_IN_KEY].local
    return sign_in_link(address, link.key) if link is not None and link.key else None
