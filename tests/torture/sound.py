"""Whether a database is whole: threads that never forked, hashes that fit their texts, pages that can be read."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from hitl.domain import sha256
from hitl.store import Database

FORKS = """
SELECT thread_id, count(*) FROM checkpoints
GROUP BY thread_id, checkpoint_ns, coalesce(parent_checkpoint_id, '') HAVING count(*) > 1
"""
LEAVES = """
SELECT thread_id, count(*) FROM checkpoints AS leaf WHERE NOT EXISTS (
    SELECT 1 FROM checkpoints AS child WHERE child.thread_id = leaf.thread_id
    AND child.checkpoint_ns = leaf.checkpoint_ns AND child.parent_checkpoint_id = leaf.checkpoint_id)
GROUP BY thread_id, checkpoint_ns HAVING count(*) > 1
"""
INDEXES = """
SELECT count(bt_index_check(c.oid, true)) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.amname = 'btree' AND n.nspname = 'public' AND i.indisvalid
"""


def forks(database: Database) -> list[str]:
    """Threads of which two checkpoints have the same parent, or that end in several leaves."""
    with database.engine.connect() as connection:
        twins = [f"{thread}: {count} checkpoints have one parent" for thread, count in connection.execute(text(FORKS))]
        leaves = [f"{thread}: {count} latest leaves" for thread, count in connection.execute(text(LEAVES))]
    return twins + leaves


def unsound(database: Database) -> list[str]:
    """What the database's own check says, and rows whose hash is not that of their text."""
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT review_id, number, text, sha256 FROM revisions"))
        wrong = [f"{review}: the hash of revision {n}" for review, n, words, said in rows if sha256(words) != said]
        sqlite = connection.dialect.name == "sqlite"
        return wrong + list(_sqlite_pages(connection) if sqlite else _postgres_pages(connection))


def _sqlite_pages(connection: Connection) -> Iterator[str]:
    said = list(connection.execute(text("PRAGMA integrity_check")).scalars())
    yield from (sentence for sentence in said if sentence != "ok")
    yield from (f"no such parent: {row}" for row in connection.execute(text("PRAGMA foreign_key_check")))


def _postgres_pages(connection: Connection) -> Iterator[str]:
    tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
    for table in list(tables):
        read = connection.execute(text(f'SELECT length(t::text) FROM "{table}" AS t')).scalars()  # noqa: S608 - own names
        if any(not length for length in read):
            yield f"{table}: an empty row"
    here = text("SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'")
    if connection.execute(here).scalar():
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
        connection.execute(text(INDEXES))
