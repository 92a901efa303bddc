"""What must hold whatever happened to the processes: each broken promise as a sentence."""

from collections.abc import Iterator, Sequence
from functools import cache

from sqlalchemy import text

from hitl.audit import verify
from hitl.desk import ReviewDesk
from hitl.errors import NotFound
from tests.conftest import unsound
from tests.torture.ground import FAULTED, RECORDED, REFUSED, Click

INDEXES = """
SELECT count(bt_index_check(c.oid, true)) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.amname = 'btree' AND n.nspname = 'public' AND i.indisvalid
"""


def verdict(desk: ReviewDesk, clicks: Sequence[Click]) -> list[str]:
    """Hold a database, on which nobody works any more, against what was acknowledged."""
    return [*lost(desk, clicks), *unsound(desk), *broken_pages(desk)]


def verdict_on(desk: ReviewDesk, review_id: str, clicks: Sequence[Click]) -> list[str]:
    """The same for a single review, without a look at the whole of the database."""
    record = desk.archive.record(review_id)
    found = [*lost(desk, clicks), *(finding.told for finding in verify(record))]
    different = None if found else desk.archive.replay(record).difference
    return [*found, different.told] if different else found


def lost(desk: ReviewDesk, clicks: Sequence[Click]) -> Iterator[str]:
    """What was acknowledged and does not stand, once; and what was refused and stands nevertheless.

    Whether what stands was carried out, once, is seen by `verify` and by running it again.
    """
    decisions = cache(desk.decisions)
    for click in clicks:
        if click.outcome == FAULTED:
            continue
        here = click.review_id
        try:
            desk.review(here)
        except NotFound:
            yield f"{here}: there is no review, though it was started"
            continue
        told = (click.verb, click.actor)
        its_own = [d for d in decisions(here) if (d.verb, d.actor) == told and click.number in (0, d.number)]
        words = [d.feedback if d.text is None else d.text for d in its_own]
        if click.outcome == RECORDED and words.count(click.words) != 1:
            yield f"{here}: decision {click.number} does not stand as it was acknowledged"
        if click.outcome == REFUSED and click.words and click.words in words:
            yield f"{here}: a refused {click.verb} by {click.actor} stands"


def broken_pages(desk: ReviewDesk) -> Iterator[str]:
    """What the database's own check says."""
    with desk._store.database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            said = connection.execute(text("PRAGMA integrity_check")).scalars()
            yield from (sentence for sentence in said if sentence != "ok")
            yield from (f"no such parent: {row}" for row in connection.execute(text("PRAGMA foreign_key_check")))
        elif connection.execute(text("SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'")).scalar():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
            connection.execute(text(INDEXES))
