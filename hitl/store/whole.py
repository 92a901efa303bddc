"""One review as a whole: all its rows as they are stored, others in their place, none at all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, inspect, select, text

from hitl.store.reading import Reader
from hitl.store.tables import calls, decisions, next_touch, repairs, reviews, revisions, search

Row = dict[str, Any]

_OF_A_REVIEW = ((decisions, "number"), (calls, "cause"), (revisions, "number"), (repairs, "number"))

CHECKPOINTS = ("checkpoints", "writes", "checkpoint_writes", "checkpoint_blobs")
"""LangGraph's tables, of either kind of database."""

_STRAY_WRITES = """
SELECT DISTINCT w.thread_id FROM {} w LEFT JOIN checkpoints c ON c.thread_id = w.thread_id
AND c.checkpoint_ns = w.checkpoint_ns AND c.checkpoint_id = w.checkpoint_id WHERE c.thread_id IS NULL
"""
_STRAY_BLOBS = """
SELECT DISTINCT b.thread_id FROM checkpoint_blobs b WHERE NOT EXISTS (
    SELECT 1 FROM checkpoints c WHERE c.thread_id = b.thread_id AND c.checkpoint_ns = b.checkpoint_ns
    AND c.checkpoint -> 'channel_versions' ->> b.channel = b.version)
"""

_REVIEW = Reader(reviews, without=("search_key", "touched"))
_READERS = {table.name: Reader(table) for table, _ in _OF_A_REVIEW}


def raw_rows(connection: Connection, review_id: str) -> dict[str, Any]:
    """What the tables hold of a review: its own row, and lists of its decisions, calls, revisions and repairs.

    A value that cannot be read is left out of its row. Where the review's own row is gone, it is empty.
    """
    return many_rows(connection, [review_id])[review_id]


def every_id(connection: Connection) -> list[str]:
    """The ids of all reviews of which anything is stored, in whichever table, its checkpoints among them."""
    names = set(inspect(connection).get_table_names())
    places = [("reviews", "id"), *((table.name, "review_id") for table, _ in _OF_A_REVIEW)]
    places += [(name, "thread_id") for name in CHECKPOINTS if name in names]
    union = " UNION ".join(f"SELECT {column} AS id FROM {name}" for name, column in places)  # noqa: S608 - no value
    return [str(each) for each in connection.execute(text(f"{union} ORDER BY id")).scalars()]


def strays(connection: Connection) -> list[str]:
    """The reviews beside whose checkpoints something was put that belongs to none of them."""
    names = set(inspect(connection).get_table_names())
    found = set[str]()
    for name in ("writes", "checkpoint_writes"):
        if name in names:
            found.update(connection.execute(text(_STRAY_WRITES.format(name))).scalars())
    if "checkpoint_blobs" in names:
        found.update(connection.execute(text(_STRAY_BLOBS)).scalars())
    return sorted(found)


def many_rows(connection: Connection, review_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What `raw_rows` gives of each of some reviews, in few questions."""
    found: dict[str, dict[str, Any]] = {
        each: {"review": {}} | {table.name: [] for table, _ in _OF_A_REVIEW} for each in review_ids
    }
    for row in _REVIEW.rows(connection, _REVIEW.query.where(reviews.c.id.in_(review_ids))):
        found[row["id"]]["review"] = row
    for table, by in _OF_A_REVIEW:
        reader = _READERS[table.name]
        query = reader.query.where(table.c.review_id.in_(review_ids)).order_by(table.c[by])
        for row in reader.rows(connection, query):
            found[row["review_id"]][table.name].append(row)
    return found


def hold(tx: Connection, review_id: str) -> str | None:
    """Let nobody write anything of a review until the transaction ends; the last seal, None where it is not there."""
    same = reviews.update().where(reviews.c.id == review_id).values(decided=reviews.c.decided)
    return tx.execute(same.returning(reviews.c.head)).scalar()


def replace_rows(tx: Connection, review_id: str, rows: dict[str, Any]) -> None:
    """Put other rows, of the form of `raw_rows`, into the place of those that are there.

    The review's own row stays where it is: whoever waits for it to record a decision finds it.
    """
    _remove(tx, review_id)
    its_own = rows["review"] | {"search_key": None, "touched": next_touch()}
    if not tx.execute(reviews.update().where(reviews.c.id == review_id).values(its_own)).rowcount:
        tx.execute(insert(reviews).values(its_own))
    for table, _ in _OF_A_REVIEW:
        if rows[table.name]:
            tx.execute(insert(table), [row | {"review_id": review_id} for row in rows[table.name]])


def remove_rows(tx: Connection, review_id: str) -> None:
    """Take all rows of a review away, and note that they may still stand in the files, in unused places."""
    _remove(tx, review_id)
    tx.execute(reviews.delete().where(reviews.c.id == review_id))
    tx.execute(insert(search).values(words=""))


def traces(connection: Connection) -> list[int]:
    """The notes that what was removed may still stand in the files."""
    return list(connection.execute(select(search.c.key).where(search.c.review_id.is_(None))).scalars())


def no_traces(tx: Connection, notes: list[int]) -> None:
    """Take such notes away."""
    tx.execute(search.delete().where(search.c.key.in_(notes)))


def _remove(tx: Connection, review_id: str) -> None:
    """Take all rows of a review away but its own, which whoever does that has locked."""
    tx.execute(search.delete().where(search.c.review_id == review_id))
    for table, _ in _OF_A_REVIEW:
        tx.execute(table.delete().where(table.c.review_id == review_id))
