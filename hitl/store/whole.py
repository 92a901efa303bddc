"""One review as a whole: all its rows as they are stored, others in their place, none at all."""

import json
from typing import Any

from sqlalchemy import JSON, Connection, Table, Text, cast, insert, select

from hitl.audit import content, seal
from hitl.store.tables import calls, decisions, deletions, reviews, revisions, search

Row = dict[str, Any]

_OF_A_REVIEW = ((decisions, "number"), (calls, "cause"), (revisions, "number"))


def raw_rows(connection: Connection, review_id: str) -> dict[str, Any] | None:
    """What the tables hold of a review: its own row, and lists of its decisions, calls and revisions.

    A value that cannot be read is left out of its row. None where there is no such review.
    """
    found = _rows(connection, reviews, review_id, "id", "id")
    if not found:
        return None
    return {"review": found[0]} | {t.name: _rows(connection, t, review_id, "review_id", by) for t, by in _OF_A_REVIEW}


def hold(tx: Connection, review_id: str) -> str | None:
    """Let nobody write anything of a review until the transaction ends; the last seal, None where there is none."""
    same = reviews.update().where(reviews.c.id == review_id).values(decided=reviews.c.decided)
    return tx.execute(same.returning(reviews.c.head)).scalar()


def replace_rows(tx: Connection, review_id: str, rows: dict[str, Any]) -> None:
    """Put other rows, of the form of `raw_rows`, into the place of those that are there.

    The review's own row stays where it is: whoever waits for it to record a decision finds it.
    """
    _remove(tx, review_id)
    its_own = rows["review"] | {"search_key": None}
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


def note_deletion(tx: Connection, review_id: str, head: str | None, actor: str, reason: str, at: str) -> None:
    """Add to the chain of deletions. The caller keeps others from doing so at the same time."""
    last = tx.execute(select(deletions).order_by(deletions.c.number.desc()).limit(1)).first()
    row: Row = {"number": last.number + 1 if last else 1, "review_id": review_id, "at": at, "actor": actor}
    row |= {"reason": reason, "head": head}
    tx.execute(
        insert(deletions).values(row | {"seal": seal(last.seal if last else "", "deletion", content("deletion", row))})
    )


def traces(connection: Connection) -> list[int]:
    """The notes that what was removed may still stand in the files."""
    return list(connection.execute(select(search.c.key).where(search.c.review_id.is_(None))).scalars())


def no_traces(tx: Connection, notes: list[int]) -> None:
    """Take such notes away."""
    tx.execute(search.delete().where(search.c.key.in_(notes)))


def deletion_rows(connection: Connection) -> list[Row]:
    """All deletions, first to last."""
    return [dict(row) for row in connection.execute(select(deletions).order_by(deletions.c.number)).mappings()]


def _remove(tx: Connection, review_id: str) -> None:
    """Take all rows of a review away but its own, which whoever does that has locked."""
    tx.execute(search.delete().where(search.c.review_id == review_id))
    for table, _ in _OF_A_REVIEW:
        tx.execute(table.delete().where(table.c.review_id == review_id))


def _rows(connection: Connection, table: Table, review_id: str, key: str, by: str) -> list[Row]:
    kept = [c for c in table.c if c is not reviews.c.search_key]  # it says nothing of the review
    columns = [cast(c, Text).label(c.name) if isinstance(c.type, JSON) else c for c in kept]
    query = select(*columns).where(table.c[key] == review_id).order_by(table.c[by])
    return [_read(table, dict(row)) for row in connection.execute(query).mappings()]


def _read(table: Table, row: Row) -> Row:
    read: Row = {}
    for name, value in row.items():
        if isinstance(value, bytes):  # in a file of SQLite anything may stand anywhere
            continue
        try:
            read[name] = json.loads(value) if isinstance(table.c[name].type, JSON) and value is not None else value
        except (ValueError, TypeError, RecursionError):
            continue
    return read
