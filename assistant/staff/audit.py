"""The audit log: who changed what, and when. Rows are added with the change itself, so that neither stands alone."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assistant.staff.identity import Member
from assistant.staff.tables import AuditRow


def add_entry(session: Session, member: Member, action: str, thing: str, *, now: int, detail: str = "") -> None:
    """Write down, in the transaction of the change, that a member did something.

    Args:
        session: The transaction that makes the change.
        member: Who did it.
        action: What was done, a short English word pair such as `inbox.status`.
        thing: Which thing, by id.
        now: When, in seconds since 1970.
        detail: What it became; never a user's words.
    """
    row = AuditRow(at=now, subject=member.subject, name=member.name, action=action, thing=thing[:200], detail=detail)
    session.add(row)
