"""One thing changed in a database, by somebody who can write into all of it, and put back afterwards."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from langgraph.checkpoint.serde.base import SerializerProtocol
from sqlalchemy import Column, Engine, MetaData, Table, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import JSON, Float, Integer, String

from hitl.archive import Archive
from hitl.store import Store
from hitl.store.compressed import Compressed

Row = dict[str, Any]
Rows = dict[str, list[Row]]

NO_RECORD = {
    "reviews": {"updated_at", "touched", "search_key"},
    "checkpoints": {"metadata"},
    "writes": {"idx", "task_path"},
    "checkpoint_writes": {"idx", "task_path"},
}
"""Columns that say nothing of what anybody wrote or decided: when a line was touched, and LangGraph's own notes."""

NOT_TOLD = ("ts", "channel_versions", "versions_seen", "updated_channels")
"""The same within a checkpoint."""

TABLES = ("reviews", "decisions", "calls", "revisions", "repairs", "ledger", "ledger_head")
CHECKPOINTS = ("checkpoints", "writes", "checkpoint_writes", "checkpoint_blobs")


@dataclass(frozen=True)
class Tampering:
    """What was done to which table, and the reviews that may be named for it: none where it was done to the desk's."""

    table: str
    reviews: tuple[str, ...]
    told: str


class Tampered:
    """A database that was whole: changed in one place at a time, and put back."""

    def __init__(self, engine: Engine, seed: int, older: Rows) -> None:
        self._engine = engine
        self._dice = random.Random(seed)  # noqa: S311 - the same changes each time
        self._older = older
        metadata = MetaData()
        with engine.connect() as connection:
            metadata.reflect(connection)
        self._tables = {n: metadata.tables[n] for n in (*TABLES, *CHECKPOINTS) if n in metadata.tables}
        self.rows = contents(engine, self._tables)

    def change(self) -> Tampering:
        """One change at random, other than what was there; what the database itself refuses is tried no further."""
        while True:
            table = self._tables[self._dice.choice([n for n in self._tables if self.rows[n]])]
            way = self._dice.choice(
                (self._flip, self._flip, self._flip, self._delete, self._swap, self._put_in, self._older_one)
            )
            with suppress(DBAPIError):
                if done := way(table, [dict(row) for row in self.rows[table.name]]):
                    return done
                self.put_back(table.name)

    def put_back(self, name: str) -> None:
        """Let a table be as it was."""
        self._write(self._tables[name], self.rows[name])

    @property
    def checkpoint_tables(self) -> list[str]:
        """LangGraph's tables."""
        return [name for name in CHECKPOINTS if name in self._tables]

    def write_value(self, name: str, row: Row, column: str, other: Callable[[Any], Any]) -> None:
        """Put another value into a checkpoint, written as LangGraph writes it."""
        serde, table = Compressed(), self._tables[name]
        kind, changed = serde.dumps_typed(other(serde.loads_typed((row["type"], row[column]))))
        here = [c == row[c.name] for c in table.primary_key]
        with self._engine.begin() as tx:
            tx.execute(table.update().where(*here).values({column: changed, "type": kind}))

    def _flip(self, table: Table, rows: list[Row]) -> Tampering | None:
        row = self._dice.choice(rows)
        columns = [column for column in table.c if column.name not in NO_RECORD.get(table.name, ())]
        column = self._dice.choice(columns)
        before = row[column.name]
        if table.name == "checkpoints" and column.name == "type" and before is None:  # PostgreSQL's is never read
            return None
        row[column.name] = self._other(column, row)
        if row[column.name] == before:
            return None
        return self._written(table, rows, row, f"{column.name}: {before!r:.50} became {row[column.name]!r:.50}")

    def _delete(self, table: Table, rows: list[Row]) -> Tampering:
        row = rows.pop(self._dice.randrange(len(rows)))
        return self._written(table, rows, row, "a row was deleted")

    def _swap(self, table: Table, rows: list[Row]) -> Tampering | None:
        """Two rows of one review, or entries of the ledger, change places."""
        one, other = self._dice.choice(rows), self._dice.choice(rows)
        keys = {column.name for column in table.primary_key} | {"interrupt_id"} | NO_RECORD.get(table.name, set())
        names = [name for name in one if name not in keys]
        if table.name == "reviews" or review_of(one) != review_of(other) or all(one[n] == other[n] for n in names):
            return None
        for name in names:
            one[name], other[name] = other[name], one[name]
        return self._written(table, rows, one, "two rows were swapped")

    def _put_in(self, table: Table, rows: list[Row]) -> Tampering | None:
        row = dict(self._dice.choice(rows))
        if table.name in CHECKPOINTS:
            name = self._dice.choice([c.name for c in table.primary_key if isinstance(c.type, String)])
            if name == "thread_id":
                return None
            row[name] = f"{row[name]}x"
            return self._written(table, [*rows, row], row, f"a row was put in, {name} {row[name]}")
        key = next((c.name for c in table.primary_key if isinstance(c.type, Integer)), None)
        if key is None:
            return None
        row[key] = max(each[key] for each in rows) + self._dice.randint(1, 3)
        if "interrupt_id" in row:
            row["interrupt_id"] = self._dice.randbytes(16).hex()
        return self._written(table, [*rows, row], row, "a row was put in")

    def _older_one(self, table: Table, rows: list[Row]) -> Tampering | None:
        """A row as it was in an older copy of the database, or none where there was none."""
        keys = [column.name for column in table.primary_key]
        place = self._dice.randrange(len(rows))
        then = [old for old in self._older.get(table.name, []) if all(old[k] == rows[place][k] for k in keys)]
        kept = NO_RECORD.get(table.name, set())
        if not then or all(then[0][name] == rows[place][name] for name in then[0] if name not in kept):
            return None
        rows[place] = dict(then[0])
        return self._written(table, rows, rows[place], "a row was copied back from an older copy")

    def _written(self, table: Table, rows: list[Row], row: Row, told: str) -> Tampering:
        self._write(table, rows)
        names = tuple(str(each) for each in {review_of(row), review_of(self._before(table, row))} if each)
        return Tampering(table.name, names, f"{table.name} {names}: {told}")

    def _before(self, table: Table, row: Row) -> Row:
        """The row as it was where its review's id was changed: the one that is missing now."""
        keys = [column.name for column in table.primary_key if column.name not in ("id", "review_id", "thread_id")]
        return next(
            (each for each in self.rows[table.name] if each != row and all(each[k] == row[k] for k in keys)), row
        )

    def _write(self, table: Table, rows: list[Row]) -> None:
        with self._engine.begin() as tx:
            if tx.dialect.name == "sqlite":
                tx.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            else:
                tx.exec_driver_sql("SET session_replication_role = replica")  # no foreign key keeps a forger
            tx.execute(table.delete())
            tx.execute(insert(table), rows) if rows else None
            if tx.dialect.name != "sqlite":
                tx.exec_driver_sql("SET session_replication_role = DEFAULT")

    def _other(self, column: Column[Any], row: Row) -> Any:  # noqa: ANN401 - of a column
        value = row[column.name]
        if isinstance(value, bytes):
            return self._other_bytes(row, value) if isinstance(row.get("type"), str) else value[:-1]
        if isinstance(column.type, JSON):
            return self._other_json(value)
        if isinstance(column.type, Integer | Float):
            return (value or 0) + self._dice.choice((1, 2, 7))
        text = str(value or "")
        limit = getattr(column.type, "length", None) if isinstance(column.type, String) else None
        if value is not None and column.nullable and self._dice.random() < 0.1:
            return None
        if not text or (len(text) != limit and self._dice.random() < 0.2):
            return text + self._dice.choice(("x", " ", "\u200b"))
        place = self._dice.randrange(len(text))
        return text[:place] + ("y" if text[place] == "x" else "x") + text[place + 1 :]

    def _other_bytes(self, row: Row, value: bytes) -> bytes:
        """A value of a checkpoint in which one leaf is another, written as LangGraph writes it."""
        serde: SerializerProtocol = Compressed()
        read = serde.loads_typed((row["type"], value))
        if isinstance(read, list) and read and hasattr(read[0], "value"):  # an interrupt
            read[0] = type(read[0])(value=self._other_json(read[0].value), id=read[0].id)
            return serde.dumps_typed(read)[1]
        return serde.dumps_typed(self._other_json(read))[1]

    def _other_json(self, value: Any) -> Any:  # noqa: ANN401 - any JSON
        leaves = [path for path in _leaves(value) if path[0] not in NOT_TOLD]
        if not leaves:
            return {"other": True}
        *path, last = self._dice.choice(leaves)
        changed = json.loads(json.dumps(value))
        at = changed
        for part in path:
            at = at[part]
        old = at[last]
        if isinstance(old, int) and self._dice.random() < 0.3:
            at[last] = float(old)
        else:
            at[last] = old + 1 if isinstance(old, int | float) else f"{old or ''}x"
        return changed


def contents(engine: Engine, tables: dict[str, Table]) -> Rows:
    """All rows of some tables."""
    with engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(select(table)).mappings()] for name, table in tables.items()
        }


def review_of(row: Row) -> str | None:
    """The review that a row is about, None for one of the desk's own."""
    if "event" in row:
        return None
    return row.get("review_id") or row.get("thread_id") or row.get("id") if "entries" not in row else None


def everything(store: Store, graph: Callable[[], Any]) -> dict[str, list[str]]:
    """What `verify --all` finds in a whole desk: sentences by review, under "" those about the ledger."""
    found = Archive(store, graph).verify_all()
    told = {each.review_id: [*(f.told for f in each.findings), *each.others] for each in found.unwell if not each.well}
    return told | ({"": found.ledger.findings} if found.ledger.findings else {})


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict | list) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(inner, (*path, key))
    elif path and not isinstance(value, dict | list):
        yield path
