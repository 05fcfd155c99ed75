"""Sessions of signed-in staff: short when idle, never longer than a working day."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, or_, update
from sqlalchemy.orm import Session

from assistant.conversations.clock import Clock
from assistant.conversations.database import Database
from assistant.conversations.secret import Keyring, new_token
from assistant.settings import Settings
from assistant.staff.audit import add_entry
from assistant.staff.identity import Member, Role
from assistant.staff.tables import StaffSessionRow

_SEEN_EVERY_SECONDS = 60


def is_over(settings: Settings, now: int) -> ColumnElement[bool]:
    """Whether a session has ended, in a query: idle too long, or begun too long ago."""
    idle, longest = settings.staff_idle_minutes * 60, settings.staff_session_hours * 3600
    return or_(StaffSessionRow.seen_at <= now - idle, StaffSessionRow.created_at <= now - longest)


class SessionStore:
    """Begins, finds and ends sessions; only a keyed hash of a session's token is stored."""

    def __init__(self, database: Database, keyring: Keyring, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._settings = settings
        self._idle = settings.staff_idle_minutes * 60
        self._longest = settings.staff_session_hours * 3600
        self._clock = clock

    async def begin(self, subject: str, name: str, role: Role) -> str:
        """Sign a person in; returns the token for their browser, which is kept nowhere else."""
        now, token = int(self._clock()), new_token()
        digest = self._keyring.digest("staff", token)

        def work(session: Session) -> None:
            session.execute(delete(StaffSessionRow).where(is_over(self._settings, now)))
            row = StaffSessionRow(
                digest=digest, subject=subject, name=name, role=int(role), created_at=now, seen_at=now
            )
            session.add(row)
            add_entry(session, self._member(row, token), "session.begin", digest[:12], now=now, detail=role.name)

        await self._database.write(work)
        return token

    async def find(self, token: str) -> Member | None:
        """The member that a token belongs to, while the session lasts; using it keeps it from going idle."""
        now, digest = int(self._clock()), self._keyring.digest("staff", token)
        row = await self._database.read(lambda session: session.get(StaffSessionRow, digest))
        if row is None or row.seen_at + self._idle <= now or row.created_at + self._longest <= now:
            return None
        if row.seen_at + _SEEN_EVERY_SECONDS <= now:
            await self._database.write(lambda session: self._touch(session, digest, now))
        return self._member(row, token)

    async def end(self, token: str) -> None:
        """Sign out."""
        now, digest = int(self._clock()), self._keyring.digest("staff", token)

        def work(session: Session) -> None:
            row = session.get(StaffSessionRow, digest, with_for_update=True)
            if row is not None:
                add_entry(session, self._member(row, token), "session.end", digest[:12], now=now)
                session.delete(row)

        await self._database.write(work)

    def _member(self, row: StaffSessionRow, token: str) -> Member:
        return Member(row.subject, row.name, Role(row.role), self._keyring.digest("csrf", token))

    @staticmethod
    def _touch(session: Session, digest: str, now: int) -> None:
        seen = update(StaffSessionRow).where(StaffSessionRow.digest == digest).values(seen_at=now)
        session.execute(seen)  # another process may have ended it: then there is nothing to note
