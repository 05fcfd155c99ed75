"""Sign-ins that have begun: bound to the browser that began them, usable once, for ten minutes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assistant.conversations.clock import Clock
from assistant.conversations.database import Database
from assistant.conversations.secret import Keyring, new_token
from assistant.staff.tables import PendingRow

PENDING_SECONDS = 600


@dataclass(frozen=True)
class Pending:
    """One sign-in under way.

    Attributes:
        state: Goes with the browser to the provider and back; stored only as a keyed hash.
        browser: Stays in the browser's cookie; stored only as a keyed hash.
        nonce: Must stand in the ID token.
        verifier: The secret half of PKCE.
        way_back: The local path to end at.
        lang: `nb` or `nn`, for the pages on the way.
    """

    state: str
    browser: str
    nonce: str
    verifier: str
    way_back: str
    lang: str


class PendingStore:
    """Keeps what the callback needs on the server, so that it can be used only once."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock

    def cookie(self, state: str) -> str:
        """The name of the cookie that goes with a state: one for each, so that two tabs can sign in side by side."""
        return f"veileder_inn_{self._keyring.digest('sign-in-cookie', state)[:12]}"

    async def begin(self, way_back: str, lang: str) -> Pending:
        """A new sign-in."""
        pending = Pending(new_token(), new_token(), new_token(), new_token(), way_back, lang)
        now = int(self._clock())
        row = PendingRow(
            digest=self._keyring.digest("sign-in", pending.state),
            browser=self._keyring.digest("sign-in-browser", pending.browser),
            nonce=pending.nonce,
            verifier=pending.verifier,
            way_back=way_back,
            lang=lang,
            created_at=now,
        )

        def work(session: Session) -> None:
            session.execute(delete(PendingRow).where(PendingRow.created_at <= now - PENDING_SECONDS))
            session.add(row)

        await self._database.write(work)
        return pending

    async def take(self, state: str, browser: str) -> Pending | None:
        """The sign-in that a browser began, which cannot be taken again; None for another browser, or too late."""
        digest = self._keyring.digest("sign-in", state)
        owner = self._keyring.digest("sign-in-browser", browser)
        limit = int(self._clock()) - PENDING_SECONDS

        def work(session: Session) -> Pending | None:
            row = session.get(PendingRow, digest, with_for_update=True)
            if row is None or row.browser != owner:
                return None
            session.delete(row)
            if row.created_at <= limit:
                return None
            return Pending(state, browser, row.nonce, row.verifier, row.way_back, row.lang)

        return await self._database.write(work)
