"""What Alembic runs around revisions: on the connection that it is given, within its transaction."""

from alembic import context

from assistant.migrations.all_tables import TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    render_as_batch=True,  # SQLite changes a table by making another
    transactional_ddl=True,  # SQLite too: our connections begin their transactions themselves
    compare_type=True,
    compare_server_default=True,
)
context.run_migrations()
