"""Alembic's entry: runs the migrations on the connection that `webapp.schema` hands over."""

from alembic import context

from webapp import models  # noqa: F401  (fills the metadata)
from webapp.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
