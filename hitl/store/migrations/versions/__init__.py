"""Schema changes, applied at start-up through Alembic."""
