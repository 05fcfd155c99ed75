"""Who a member of staff is and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """Each role may do what those before it may: a reader reads, an editor changes, an admin sees the audit log."""

    READER = 1
    EDITOR = 2
    ADMIN = 3


@dataclass(frozen=True)
class Member:
    """A signed-in member of staff.

    Attributes:
        subject: Who they are for the provider that vouched for them; stable, never shown.
        name: What to call them on a page and in the audit log.
        role: What they may do.
        csrf: The word that each of their forms must carry in the field `csrf`.
    """

    subject: str
    name: str
    role: Role
    csrf: str

    def may(self, role: Role) -> bool:
        """Whether they may do what needs a role."""
        return self.role >= role
