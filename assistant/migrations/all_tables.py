"""All tables of the project in one place: whoever opens the database knows every one of them."""

from __future__ import annotations

import assistant.archive.tables
import assistant.editing.tables
import assistant.inbox.tables
import assistant.sources.tables
import assistant.staff.tables  # noqa: F401 - importing is what makes the tables known
from assistant.conversations.tables import Base

TABLES = Base.metadata
