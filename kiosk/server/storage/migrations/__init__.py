"""Alembic environment; the versions beside it are the only way the schema changes."""
