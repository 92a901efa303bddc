"""Seals, the calls of writers, how each review ended, and the record of deletions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add tables and columns; reviews that are there stay without seals: nobody sealed them as they were made."""
    for table in ("reviews", "revisions", "decisions"):
        op.add_column(table, sa.Column("seal", sa.String(64)))
    op.add_column("reviews", sa.Column("head", sa.String(64)))
    op.add_column("reviews", sa.Column("outcome", sa.JSON))
    op.create_table(
        "calls",
        sa.Column("review_id", sa.String(64), sa.ForeignKey("reviews.id"), primary_key=True),
        sa.Column("cause", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("server", sa.Text, nullable=False),
        sa.Column("limit", sa.Float, nullable=False),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("prompt_sha256", sa.String(64), nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("tokens", sa.Integer, nullable=False),
        sa.Column("problem", sa.JSON),
        sa.Column("seal", sa.String(64)),
    )
    op.create_table(
        "deletions",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("review_id", sa.String(64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("head", sa.String(64)),
        sa.Column("seal", sa.String(64), nullable=False),
    )
