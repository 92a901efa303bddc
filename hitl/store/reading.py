"""Rows as they are stored, readable or not: what cannot be read is left out, and nothing else suffers for it."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Select, Table, Text, cast, select

Row = dict[str, Any]

MOST_JSON = 1_000_000
"""Characters of a JSON value that is read: the longest brief, all of it escaped, takes a tenth."""


class Reader:
    """Reads a table; `without` names the columns that say nothing of what anybody did."""

    def __init__(self, table: Table, without: Sequence[str] = ()) -> None:
        kept = [column for column in table.c if column.name not in without]
        self._packed = [column.name for column in kept if isinstance(column.type, JSON)]
        self._columns: list[ColumnElement[Any]] = [
            cast(column, Text).label(column.name) if column.name in self._packed else column for column in kept
        ]
        self._names = [column.name for column in kept]

    @property
    def query(self) -> Select[Any]:
        """All rows, to be narrowed and put in order."""
        return select(*self._columns)

    def rows(self, connection: Connection, query: Select[Any]) -> Iterator[Row]:
        """The rows of a query of this reader's."""
        for row in connection.execute(query):
            yield self._read(dict(zip(self._names, row, strict=True)))

    def _read(self, row: Row) -> Row:
        for name in self._packed:
            if row[name] is None:
                continue
            try:
                row[name] = json.loads(row[name][: MOST_JSON + 1])  # cut, it is none any more
            except (ValueError, TypeError, RecursionError):
                del row[name]
        if any(type(value) is bytes for value in row.values()):  # in a file of SQLite anything may stand anywhere
            return {name: value for name, value in row.items() if type(value) is not bytes}
        return row
