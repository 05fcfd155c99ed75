"""A release whose change fails after half of it."""

import sqlalchemy as sa
from alembic import op

revision = "9002"
down_revision = "9001"


def upgrade() -> None:
    op.add_column("messages", sa.Column("half", sa.String(16)))
    op.execute("INSERT INTO no_such_table VALUES (1)")


def downgrade() -> None:
    op.drop_column("messages", "half")
