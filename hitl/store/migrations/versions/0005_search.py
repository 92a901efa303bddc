"""The words to search in, with an index of all that is three characters long in them; one index for the whole list."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import OperationalError

revision = "0005"
down_revision = "0004"

ON_SQLITE = (
    # without positions (detail=none) it is an eighth as large; each candidate is looked at anyway
    "CREATE VIRTUAL TABLE search_grams USING fts5(words, content='search', content_rowid='key', columnsize=0, "
    "detail=none, tokenize='trigram case_sensitive 1')",
    "CREATE TRIGGER search_kept AFTER INSERT ON search BEGIN "
    "INSERT INTO search_grams(rowid, words) VALUES (new.key, new.words); END",
    "CREATE TRIGGER search_dropped AFTER DELETE ON search BEGIN "
    "INSERT INTO search_grams(search_grams, rowid, words) VALUES ('delete', old.key, old.words); END",
)
ON_POSTGRES = (
    # pg_trgm would need an extension, and sees no letters but ASCII in a database with the locale C
    "CREATE FUNCTION hitl_grams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ "
    'SELECT array(SELECT (a || b || c) COLLATE "C" FROM (SELECT string_to_array(words, NULL) AS l) AS letters, '
    "unnest(l, l[2:], l[3:]) AS gram(a, b, c) WHERE c IS NOT NULL) $$",
    # a short list of what is not sorted in yet: whoever fills it up waits while it is sorted in
    "CREATE INDEX search_grams ON search USING gin (hitl_grams(words)) WITH (gin_pending_list_limit = 512)",
)


def upgrade() -> None:
    """Add table, column and indexes; the words of the reviews that are there follow later, from a running desk."""
    op.create_table(
        "search",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("review_id", sa.String(64), sa.ForeignKey("reviews.id"), unique=True),
        sa.Column("words", sa.Text, nullable=False),
    )
    op.add_column("reviews", sa.Column("search_key", sa.Integer))
    op.drop_index("reviews_by_status", "reviews")
    op.drop_index("reviews_in_list_order", "reviews")
    op.create_index(
        "reviews_in_list_order", "reviews", ["place", sa.text("updated_at DESC"), "status", "search_key", "id"]
    )
    changed = sa.text("search_key IS NULL")
    op.create_index("reviews_to_index", "reviews", ["updated_at"], sqlite_where=changed, postgresql_where=changed)
    if op.get_bind().dialect.name == "sqlite":
        try:
            for statement in ON_SQLITE:
                op.execute(statement)
        except OperationalError:  # a SQLite without FTS5: searches do without the index
            return
    else:
        for statement in ON_POSTGRES:
            op.execute(statement)
