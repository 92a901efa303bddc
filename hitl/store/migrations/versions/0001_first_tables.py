"""The first tables: reviews, revisions, decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the three tables and their indexes."""
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("brief", sa.JSON, nullable=False),
        sa.Column("policy", sa.JSON, nullable=False),
        sa.Column("counters", sa.JSON, nullable=False),
        sa.Column("opening", sa.Text),
        sa.Column("stop_id", sa.String(64)),
        sa.Column("stop", sa.JSON),
        sa.Column("halt", sa.Text),
        sa.Column("ending", sa.Text, nullable=False),
    )
    op.create_index("reviews_in_list_order", "reviews", ["place", "updated_at"])
    op.create_index("reviews_by_status", "reviews", ["status", "updated_at"])
    op.create_table(
        "revisions",
        sa.Column("review_id", sa.String(64), sa.ForeignKey("reviews.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("author", sa.String(10), nullable=False),
        sa.Column("cause", sa.Integer, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("tokens", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("review_id", sa.String(64), sa.ForeignKey("reviews.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("interrupt_id", sa.String(64), nullable=False),
        sa.Column("verb", sa.String(10), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("seen_number", sa.Integer, nullable=False),
        sa.Column("seen_sha256", sa.String(64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("goto", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("counters", sa.JSON, nullable=False),
        sa.Column("feedback", sa.Text, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("restored", sa.Integer),
        sa.UniqueConstraint("review_id", "interrupt_id", name="one_decision_a_stop"),
    )
