"""All stores of the web layer, opened together."""

from __future__ import annotations

import time
from dataclasses import dataclass

from assistant.archive.store import ArchiveStore
from assistant.conversations.checklists import ChecklistStore
from assistant.conversations.clock import Clock
from assistant.conversations.database import Database
from assistant.conversations.history import HistoryStore
from assistant.conversations.secret import Keyring, load_keyring
from assistant.conversations.store import ConversationStore
from assistant.editing.drafts import DraftStore
from assistant.editing.versions import VersionStore
from assistant.inbox.store import InboxStore
from assistant.privacy.erasure import Eraser
from assistant.settings import Settings
from assistant.sources.register import Register
from assistant.staff.audit import AuditLog
from assistant.staff.sessions import SessionStore


@dataclass(frozen=True)
class Stores:
    """The stores, which share one database and one keyring."""

    database: Database
    keyring: Keyring
    conversations: ConversationStore
    history: HistoryStore
    checklists: ChecklistStore
    eraser: Eraser
    staff: SessionStore
    audit: AuditLog
    inbox: InboxStore
    versions: VersionStore
    archive: ArchiveStore
    drafts: DraftStore
    sources: Register
    clock: Clock

    def close(self) -> None:
        """Close the database; the stores cannot be used after it."""
        self.database.close()


def open_stores(settings: Settings, *, clock: Clock = time.time) -> Stores:
    """Open the database (its tables are created when missing) and the secret.

    Args:
        settings: Where they are, and how long things are kept.
        clock: Seconds since 1970; a test gives its own.

    Raises:
        SettingsError: The secret's file holds no secret.
    """
    keyring = load_keyring(settings)
    database = Database(settings.effective_database_url, threads=settings.database_threads)
    archive = ArchiveStore(database, settings, clock)
    versions = VersionStore(database, clock)
    return Stores(
        database=database,
        keyring=keyring,
        conversations=ConversationStore(database, keyring, settings, clock, archive),
        history=HistoryStore(database, settings, clock, archive),
        checklists=ChecklistStore(database, settings, clock),
        eraser=Eraser(database, settings, clock, archive),
        staff=SessionStore(database, keyring, settings, clock),
        audit=AuditLog(database, clock),
        inbox=InboxStore(database, clock),
        archive=archive,
        versions=versions,
        drafts=DraftStore(database, versions, clock),
        sources=Register(database, clock),
        clock=clock,
    )
