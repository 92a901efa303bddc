"""The list of reviews: what waits comes first, then what is drafting, then what has ended; the newest first in each.

Page, count and search are all read off one index, which has the columns that they ask for; only the lines of the page
are read from the table.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from hitl.domain import Line, Status
from hitl.store.rows import as_line
from hitl.store.search import found
from hitl.store.tables import reviews

MOST_COUNTED = 1_000
"""How far what a search finds is counted."""

_LISTED = [reviews.c[name] for name in ("id", "title", "status", "owner", "number", "kind", "updated_at", "damage")]


class Listed(NamedTuple):
    """A page of the list, and how many lines there are in all: `total`, and `more` where it was not counted further."""

    lines: list[Line]
    total: int
    more: bool = False


def listed(
    connection: Connection, statuses: Sequence[Status], phrase: str, limit: int, offset: int, most: int | None
) -> Listed:
    """A page of the reviews of these statuses, or of all, that have a phrase; those found are counted up to `most`."""
    query = select(reviews.c.id).order_by(reviews.c.place, reviews.c.touched.desc())
    if statuses:
        query = query.where(reviews.c.status.in_([status.value for status in statuses]))
    if not phrase:
        total = connection.execute(
            query.order_by(None).with_only_columns(func.count()).select_from(reviews)
        ).scalar_one()
        ids = connection.execute(query.limit(limit).offset(offset)).scalars().all()
        return Listed(_lines(connection, ids), total)
    far = None if most is None else max(most, offset + limit)
    ids = found(connection, query, phrase, None if far is None else far + 1)
    more = far is not None and len(ids) > far
    return Listed(_lines(connection, ids[offset : offset + limit]), len(ids) - more, more)


def _lines(connection: Connection, ids: Sequence[str]) -> list[Line]:
    rows = {row.id: row for row in connection.execute(select(*_LISTED).where(reviews.c.id.in_(ids)))}
    return [as_line(rows[each]) for each in ids if each in rows]
