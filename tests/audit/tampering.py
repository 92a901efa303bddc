"""One thing changed in the tables of a finished review, by somebody who can write into the database."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, Float, Integer, Table, insert, select, update

from hitl.audit import SEALED, Kind, Subject
from hitl.store.tables import calls, decisions, reviews, revisions

_KINDS: dict[str, tuple[Kind, str]] = {
    "decisions": ("decision", "number"),
    "calls": ("call", "cause"),
    "revisions": ("revision", "number"),
}
Row = dict[str, Any]
Way = Callable[[Connection, Table, str, list[Row]], "Tampering"]


@dataclass(frozen=True)
class Tampering:
    """What was done: the records that verify may name for it, and in words."""

    kind: Subject
    numbers: tuple[int, ...]
    told: str


class Tamperer:
    """Changes one thing at a time, at random, and takes it back."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - the same changes each time

    def tamper(self, tx: Connection, review_id: str) -> Tampering:
        """Flip, delete, swap or insert one record or text."""
        table = self._dice.choice((decisions, calls, revisions, revisions, reviews))
        if table is reviews:
            return self._flip_review(tx, review_id)
        rows = [dict(row) for row in tx.execute(select(table).where(table.c.review_id == review_id)).mappings()]
        ways: list[Way] = [self._insert] if not rows else [self._flip, self._flip, self._delete, self._insert]
        if len(rows) > 1:
            ways.append(self._swap)
        return self._dice.choice(ways)(tx, table, review_id, rows)

    def _flip(self, tx: Connection, table: Table, _review_id: str, rows: list[Row]) -> Tampering:
        kind, key = _KINDS[table.name]
        row = self._dice.choice(rows)
        names = [name for name in (*SEALED[kind], "seal", "text", "prompt") if name in row and name != key]
        name = self._dice.choice(sorted(set(names)))
        changed = self._other(table, name, row[name])
        tx.execute(update(table).where(*_here(table, row, key)).values({name: changed}))
        return Tampering(kind, (row[key],), f"{name} of {kind} {row[key]}: {row[name]!r:.60} became {changed!r:.60}")

    def _delete(self, tx: Connection, table: Table, _review_id: str, rows: list[Row]) -> Tampering:
        kind, key = _KINDS[table.name]
        row = self._dice.choice(rows)
        tx.execute(table.delete().where(*_here(table, row, key)))
        return Tampering(kind, (row[key],), f"{kind} {row[key]} was deleted")

    def _swap(self, tx: Connection, table: Table, _review_id: str, rows: list[Row]) -> Tampering:
        """Two records change places; where that is no change, one of them is flipped."""
        kind, key = _KINDS[table.name]
        one, other = sorted(self._dice.sample(rows, 2), key=lambda row: row[key])
        names = [name for name in one if name not in ("review_id", key, "interrupt_id")]
        if self._dice.random() < 0.3 and "text" in one:
            names = ["text"]
        if all(one[name] == other[name] for name in names):
            return self._flip(tx, table, "", [one])
        for here, there in ((one, other), (other, one)):
            tx.execute(update(table).where(*_here(table, here, key)).values({name: there[name] for name in names}))
        return Tampering(kind, (one[key], other[key]), f"{names} of {kind} {one[key]} and {other[key]} were swapped")

    def _insert(self, tx: Connection, table: Table, review_id: str, rows: list[Row]) -> Tampering:
        kind, key = _KINDS[table.name]
        if not rows:
            rows = [dict(row) for row in tx.execute(select(table).limit(1)).mappings()]
        if not rows:
            return self._flip_review(tx, review_id)
        row = dict(self._dice.choice(rows))
        taken = [other[key] for other in rows]
        row[key] = next(n for n in range(max(taken) + 2) if n not in taken and n > 0)
        if "interrupt_id" in row:
            row["interrupt_id"] = self._dice.randbytes(8).hex()
        tx.execute(insert(table).values(row | {"review_id": review_id}))
        return Tampering(kind, (row[key],), f"{kind} {row[key]} was put in")

    def _flip_review(self, tx: Connection, review_id: str) -> Tampering:
        row = dict(tx.execute(select(reviews).where(reviews.c.id == review_id)).mappings().one())
        names = [*SEALED["start"], "seal", "title", "kind", "status", "number", "ending", "outcome", "counters"]
        name = self._dice.choice([each for each in names if each != "id"])
        changed = self._other(reviews, name, row[name])
        tx.execute(update(reviews).where(reviews.c.id == review_id).values({name: changed}))
        kind: Subject = self._subject(name)
        return Tampering(kind, (), f"{name} of the review: {row[name]!r:.60} became {changed!r:.60}")

    @staticmethod
    def _subject(name: str) -> Subject:
        if name == "outcome":
            return "outcome"
        return "start" if name in (*SEALED["start"], "seal") else "line"

    def _other(self, table: Table, name: str, value: Any) -> Any:  # noqa: ANN401 - of a column
        column = table.c[name].type
        if isinstance(column, Integer | Float):
            return (value or 0) + self._dice.choice((1, 2, 7))
        if isinstance(column, JSON):
            return {"other": True} if value is None else _json_flipped(value, self._dice)
        if name == "seal" and self._dice.random() < 0.3:
            return None
        text = str(value or "")
        if not text or (len(text) != getattr(column, "length", None) and self._dice.random() < 0.2):
            return text + self._dice.choice(("x", " ", "\u200b"))
        place = self._dice.randrange(len(text))
        other = "y" if text[place] == "x" else "x"
        return text[:place] + other + text[place + 1 :]


def _json_flipped(value: Any, dice: random.Random) -> Any:  # noqa: ANN401 - any JSON
    told = json.dumps(value)
    if isinstance(value, dict) and value:
        key = dice.choice(sorted(value))
        return value | {key: f"{value[key]}x"}
    return [told, "x"]


def _here(table: Table, row: Row, key: str) -> list[Any]:
    return [table.c.review_id == row["review_id"], table.c[key] == row[key]]
