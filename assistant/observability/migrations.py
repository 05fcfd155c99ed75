"""Whether the database has the tables of this release."""

from __future__ import annotations

from sqlalchemy import Connection

from assistant.migrations.revisions import SHIPPED
from assistant.migrations.start import current_revision


def at_head(connection: Connection) -> bool:
    """Whether the database is at the revision that this release works with."""
    return current_revision(connection) == SHIPPED.head
