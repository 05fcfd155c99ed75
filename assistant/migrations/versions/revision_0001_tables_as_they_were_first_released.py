"""The tables as they were before there were revisions; a database of that time is compared with them (`run.adopt`).

They stand here as they were, whatever the models have become since.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

revision = "0001"
down_revision = None

_NUMBER = BigInteger().with_variant(Integer, "sqlite")
tables = MetaData()
Table(
    "archive_release",
    tables,
    Column("digest", String(64), primary_key=True),
    Column("version", String(40), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("files", LargeBinary, nullable=False),
)
Table(
    "archive_reply",
    tables,
    Column("message_id", String(64), primary_key=True),
    Column("day", String(10), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("scheme", String(64), index=True),
    Column("topic", String(64)),
    Column("text", Text, nullable=False),
    Column("left_out", String(16), nullable=False),
    Column("citations", JSON, nullable=False),
    Column("origin", JSON, nullable=False),
    sqlite_with_rowid=False,
)
Table(
    "checklists",
    tables,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", String(64), index=True),
    Column("content", JSON(none_as_null=True)),
    Column("expires_at", BigInteger, nullable=False, index=True),
)
Table(
    "conversations",
    tables,
    Column("id", String(64), primary_key=True),
    Column("lang", String(8)),
    Column("created_at", BigInteger, nullable=False, index=True),
    Column("expires_at", BigInteger, nullable=False),
)
Table(
    "knowledge_drafts",
    tables,
    Column("id", String(32), primary_key=True),
    Column("scheme", String(64), nullable=False, index=True),
    Column("edition", String(4), nullable=False),
    Column("source", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("found", JSON, nullable=False),
    Column("base", Integer, nullable=False),
    Column("proposals", JSON, nullable=False),
    Column("decisions", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("by", String(200), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)
Table(
    "knowledge_live",
    tables,
    Column("scheme", String(64), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("position", Integer, nullable=False),
)
Table(
    "knowledge_versions",
    tables,
    Column("seq", _NUMBER, primary_key=True),
    Column("scheme", String(64), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("document", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("base", Integer, nullable=False),
    Column("subject", String(500), nullable=False),
    Column("name", String(200), nullable=False),
    Column("why", Text, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    UniqueConstraint("scheme", "number"),
)
Table(
    "source_finding",
    tables,
    Column("id", _NUMBER, primary_key=True),
    Column("source", String(64), nullable=False, index=True),
    Column("url", String(2000), nullable=False),
    Column("scheme", String(64), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("resolved_at", BigInteger, index=True),
    Column("resolved_by", String(200)),
)
Table(
    "source_watch",
    tables,
    Column("source", String(64), primary_key=True),
    Column("url", String(2000), primary_key=True),
    Column("schemes", JSON, nullable=False),
    Column("etag", String(500), nullable=False),
    Column("last_modified", String(500), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("last_tried", BigInteger, nullable=False),
    Column("last_read", BigInteger),
    Column("last_changed", BigInteger),
    Column("last_status", Integer, nullable=False),
    Column("misses", Integer, nullable=False),
)
Table(
    "staff_audit",
    tables,
    Column("seq", _NUMBER, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("subject", String(500), nullable=False),
    Column("name", String(200), nullable=False),
    Column("action", String(64), nullable=False),
    Column("thing", String(200), nullable=False),
    Column("detail", Text, nullable=False),
)
Table(
    "staff_inbox_accepted",
    tables,
    Column("id", String(64), primary_key=True),
    Column("form", String(16), nullable=False),
    Column("scheme", String(100), nullable=False),
    Column("target", String(100), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("change", String(64), nullable=False, index=True),
)
Table(
    "staff_inbox_daily",
    tables,
    Column("day", String(10), primary_key=True),
    Column("scheme", String(100), primary_key=True),
    Column("topic", String(100), primary_key=True),
    Column("lang", String(8), primary_key=True),
    Column("outcome", String(16), primary_key=True),
    Column("count", Integer, nullable=False),
)
Table(
    "staff_pending",
    tables,
    Column("digest", String(64), primary_key=True),
    Column("browser", String(64), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("way_back", Text, nullable=False),
    Column("lang", String(2), nullable=False),
    Column("created_at", BigInteger, nullable=False, index=True),
)
Table(
    "staff_sessions",
    tables,
    Column("digest", String(64), primary_key=True),
    Column("subject", String(500), nullable=False),
    Column("name", String(200), nullable=False),
    Column("role", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False, index=True),
)
Table(
    "trackers",
    tables,
    Column("conversation_id", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("events", Text, nullable=False),
)
Table(
    "checklist_ticks",
    tables,
    Column("checklist_id", String(64), ForeignKey("checklists.id", ondelete="CASCADE"), primary_key=True),
    Column("item_id", String(200), primary_key=True),
    Column("done", Boolean, nullable=False),
)
Table(
    "feedback",
    tables,
    Column("message_id", String(64), primary_key=True),
    Column(
        "conversation_id", String(64), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("helpful", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Table(
    "idempotency",
    tables,
    Column("conversation_id", String(64), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("key_digest", String(64), primary_key=True),
    Column("request_digest", String(64), nullable=False),
    Column("messages", JSON, nullable=False),
    Column("created_at", BigInteger, nullable=False, index=True),
)
Table(
    "messages",
    tables,
    Column("seq", _NUMBER, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column(
        "conversation_id", String(64), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("role", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("body", JSON, nullable=False),
)
Table(
    "resume_links",
    tables,
    Column("digest", String(64), primary_key=True),
    Column(
        "conversation_id", String(64), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("expires_at", BigInteger, nullable=False, index=True),
)
Table(
    "tokens",
    tables,
    Column("digest", String(64), primary_key=True),
    Column(
        "conversation_id", String(64), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("created_at", BigInteger, nullable=False),
)
Table(
    "message_origins",
    tables,
    Column("message_id", String(64), ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("origin", JSON, nullable=False),
)
Table(
    "staff_inbox_marks",
    tables,
    Column("message_id", String(64), ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("owner", String(300), nullable=False),
    Column("owner_name", String(200), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("change", String(64), nullable=False, index=True),
    Column("was_status", String(16), nullable=False),
    Column("was_owner", String(300), nullable=False),
    Column("was_owner_name", String(200), nullable=False),
)


def upgrade() -> None:
    """Make them all."""
    tables.create_all(op.get_bind(), checkfirst=False)


def downgrade() -> None:
    """Delete them all, with everything in them."""
    tables.drop_all(op.get_bind(), checkfirst=False)
