"""Which revision of which review a review was begun from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the two columns; they stay empty for reviews that began with a brief."""
    op.add_column("reviews", sa.Column("begun_from", sa.String(64)))
    op.add_column("reviews", sa.Column("begun_from_number", sa.Integer))
