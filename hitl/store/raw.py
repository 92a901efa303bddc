"""The rows of one review as they are stored, for whoever has to tell whether they are as they were written."""

import json
from typing import Any

from sqlalchemy import JSON, Connection, Table, Text, cast, select

from hitl.store.tables import calls, decisions, reviews, revisions


def raw_rows(connection: Connection, review_id: str) -> dict[str, Any] | None:
    """What the tables hold of a review: its own row, and lists of its decisions, calls and revisions.

    A value that cannot be read is left out of its row. None where there is no such review.
    """
    found = _rows(connection, reviews, review_id, "id")
    if not found:
        return None
    ordered = ((decisions, "number"), (calls, "cause"), (revisions, "number"))
    return {"review": found[0]} | {t.name: _rows(connection, t, review_id, "review_id", by) for t, by in ordered}


def _rows(connection: Connection, table: Table, review_id: str, key: str, by: str = "id") -> list[dict[str, Any]]:
    columns = [cast(c, Text).label(c.name) if isinstance(c.type, JSON) else c for c in table.c]
    query = select(*columns).where(table.c[key] == review_id).order_by(table.c[by])
    return [_read(table, dict(row)) for row in connection.execute(query).mappings()]


def _read(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in row.items():
        try:
            read[name] = json.loads(value) if isinstance(table.c[name].type, JSON) and value is not None else value
        except (ValueError, TypeError):
            continue
    return read
