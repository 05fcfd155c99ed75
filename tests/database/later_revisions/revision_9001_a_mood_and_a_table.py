"""A later release: a conversation has a mood, and there is a table more."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("conversations") as table:  # what all others point to is made anew
        table.add_column(sa.Column("mood", sa.String(16), nullable=False, server_default="calm"))
        table.alter_column("lang", type_=sa.String(16))
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))


def downgrade() -> None:
    op.drop_table("later")
    with op.batch_alter_table("conversations") as table:
        table.alter_column("lang", type_=sa.String(8))
        table.drop_column("mood")
