"""All tables, and the indexes that the search looks up.

Until a first release there is nothing older to read: where the tables change, this changes with them. From then on it
is written out, and stays as it is.
"""

from alembic import op
from sqlalchemy.exc import OperationalError

from hitl.store.tables import ledger_head, metadata

revision = "0100"
down_revision = None

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
    """Make them, with an empty ledger."""
    bind = op.get_bind()
    metadata.create_all(bind)
    bind.execute(ledger_head.insert().values(id=1, entries=0, seal=""))
    if bind.dialect.name == "sqlite":
        try:
            for statement in ON_SQLITE:
                op.execute(statement)
        except OperationalError:  # a SQLite without FTS5: searches do without the index
            return
    else:
        for statement in ON_POSTGRES:
            op.execute(statement)
