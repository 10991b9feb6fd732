"""Run by Alembic; the connection comes from `kiosk.server.storage.migrer`."""

from alembic import context
from sqlalchemy import Connection

from kiosk.server.storage.models import Table

connexion: Connection = context.config.attributes["connexion"]
context.configure(
    connection=connexion, target_metadata=Table.metadata, render_as_batch=True, compare_type=True
)
with context.begin_transaction():
    context.run_migrations()
