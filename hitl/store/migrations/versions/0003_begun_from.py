"""Which revision of which review a review was begun from; an index in the very order of the list."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the two columns, which stay empty for reviews that began with a brief; put the newest first in the index."""
    op.add_column("reviews", sa.Column("begun_from", sa.String(64)))
    op.add_column("reviews", sa.Column("begun_from_number", sa.Integer))
    op.drop_index("reviews_in_list_order", "reviews")
    op.create_index("reviews_in_list_order", "reviews", ["place", sa.text("updated_at DESC")])
