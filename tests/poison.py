"""Checkpoints that are damaged at random, in every way that a disk, a bug or a hand could think of."""

import random
from collections.abc import Callable
from typing import Any

import ormsgpack
from sqlalchemy import Engine, MetaData, Table

Rows = dict[str, list[dict[str, Any]]]

TABLES = ("checkpoints", "writes", "checkpoint_blobs", "checkpoint_writes")
MOST_OFTEN = ("type", "checkpoint", "metadata", "blob", "value", "channel")
OTHER_VALUES: tuple[object, ...] = (None, 5, "x", [], {}, [1], {"v": 1}, {"channel_values": {}}, 10**18, True)
OTHER_WORDS = ("", "json", "bytes", "null", "empty", "pickle", "msgpack", "draft", "__interrupt__", "x" * 50)


class Checkpoints:
    """The rows that LangGraph keeps of one review."""

    def __init__(self, engine: Engine, review_id: str) -> None:
        self._engine = engine
        self._review_id = review_id
        tables = MetaData()
        tables.reflect(engine, only=lambda name, _: name in TABLES)
        self._tables = tables.tables

    def read(self) -> Rows:
        """All rows by table."""
        with self._engine.connect() as connection:
            return {
                name: [dict(row) for row in connection.execute(table.select().where(self._here(table))).mappings()]
                for name, table in self._tables.items()
            }

    def write(self, rows: Rows) -> None:
        """Put these rows into the place of those that are there."""
        with self._engine.begin() as tx:
            for name, table in self._tables.items():
                tx.execute(table.delete().where(self._here(table)))
                if rows[name]:
                    tx.execute(table.insert(), rows[name])

    def _here(self, table: Table) -> Any:  # noqa: ANN401 - SQLAlchemy's own expression
        return table.c.thread_id == self._review_id


def poisoned(rows: Rows, rng: random.Random) -> Rows:
    """The same rows with one thing wrong: in one row, or in all rows of a table."""
    name = rng.choice([name for name, found in rows.items() if found])
    victims = rows[name] if rng.random() < 0.3 else [rng.choice(rows[name][-4:])]
    columns = [column for column in MOST_OFTEN if column in victims[0]]
    column = rng.choice([*columns, ""])
    changed = []
    for row in rows[name]:
        if row not in victims:
            changed.append(row)
        elif column:
            changed.append(row | {column: _spoiled(row[column], rng)})
    return rows | {name: changed}


def unreadable(rows: Rows) -> Rows:
    """The same rows with no checkpoint among them that could be read."""
    spoiled = [
        row | {"checkpoint": b"\xc1" if isinstance(row["checkpoint"], bytes) else {}} for row in rows["checkpoints"]
    ]
    return rows | {"checkpoints": spoiled}


def _spoiled(value: object, rng: random.Random) -> object:
    if isinstance(value, bytes):
        return rng.choice(WAYS)(value, rng)
    if isinstance(value, dict):
        return _other_json(value, rng)
    return rng.choice(OTHER_WORDS)


def _other_json(value: dict[str, Any], rng: random.Random) -> object:
    keys = sorted(value)
    if not keys or rng.random() < 0.4:
        return rng.choice([other for other in OTHER_VALUES if other is not None])
    key = rng.choice(keys)
    if rng.random() < 0.5:
        return {name: kept for name, kept in value.items() if name != key}
    return value | {key: rng.choice(OTHER_VALUES)}


def _changed_at(blob: bytes, place: int, put: bytes) -> bytes:
    return blob[:place] + put + blob[place + len(put) :]


def _flipped(blob: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(blob) or 1)
    return _changed_at(blob, place, bytes(byte ^ 1 << rng.randrange(8) for byte in blob[place : place + 1]))


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped,
    lambda blob, rng: blob[: rng.randrange(len(blob) + 1)],
    lambda blob, rng: rng.randbytes(len(blob)),
    lambda blob, rng: _changed_at(blob, rng.randrange(len(blob) or 1), rng.randbytes(4)),
    lambda _, rng: ormsgpack.packb(rng.choice(OTHER_VALUES)),
    lambda blob, rng: blob + rng.randbytes(3),
    lambda blob, _: blob[::-1],
)
