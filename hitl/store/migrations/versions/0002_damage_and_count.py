"""How many decisions a review has had, and what is damaged about it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add both columns; count what is there."""
    op.add_column("reviews", sa.Column("decided", sa.Integer, nullable=False, server_default="0"))
    op.add_column("reviews", sa.Column("damage", sa.Text, nullable=False, server_default=""))
    op.execute("UPDATE reviews SET decided = (SELECT count(*) FROM decisions WHERE decisions.review_id = reviews.id)")
