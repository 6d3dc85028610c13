"""Runs the migrations over the connection that `Database.migrate` gives, inside its transaction."""

from alembic import context

import storage
from storage.tables import Base

assert storage  # entering the room makes every table known

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
