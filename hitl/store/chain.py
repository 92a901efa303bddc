"""Writing what a review has reached into the tables, each record with its seal."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, null, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import ReturningUpdate

from hitl.audit import VERSION, Kind, seal
from hitl.codec import dump
from hitl.domain import Counters, Revision
from hitl.store.ledger import enter
from hitl.store.tables import calls, decisions, next_touch, repairs, reviews, revisions

Row = dict[str, Any]

_KINDS: dict[Table, Kind] = {decisions: "decision", calls: "call", revisions: "revision", repairs: "repair"}

# What each turn asks is made once: making a statement takes as long as carrying it out, and a turn asks a dozen.
_INSERT = {table: insert(table) for table in _KINDS}
_HERE = reviews.c.id == bindparam("here")
_HEAD = reviews.update().where(_HERE).values(head=bindparam("last"))
_OUTCOME_SEAL = _HEAD.values(outcome_seal=bindparam("last"))
_STANDS = _HERE & (reviews.c.decided == bindparam("after"))
_KNOWN = select(reviews.c.id).where(_STANDS)


def _moved(*columns: str) -> ReturningUpdate[Any]:
    """Say that a review stands elsewhere than it says."""
    values = {name: bindparam(f"new_{name}", type_=reviews.c[name].type) for name in columns}
    differs = (reviews.c.status != values["status"]) | reviews.c.stop_id.is_distinct_from(values["stop_id"])
    moved = reviews.update().where(_STANDS, differs).values(values | {"search_key": null(), "touched": next_touch()})
    return moved.returning(reviews.c.head)


_MOVES = ("status", "place", "updated_at", "stop_id", "stop", "number", "counters", "halt")
_STOP, _END = _moved(*_MOVES), _moved(*_MOVES, "ending", "outcome")


@dataclass(frozen=True)
class Reached:
    """What a checkpoint has that the tables may lack, after `decided` decisions; `call` as it is kept."""

    decided: int
    counters: Counters
    revision: Revision | None
    call: Row | None


class Level(Enum):
    """What came of bringing the tables level with a checkpoint."""

    NEW = auto()
    """They say now what it says."""
    KNOWN = auto()
    """They said so already."""
    LATE = auto()
    """They know a decision that it does not know yet: nothing was changed."""


def append(
    tx: Connection, review_id: str, head: str, records: Iterable[tuple[Table, Row]], outcome: Row | None = None
) -> None:
    """Write records, each with its seal, behind the one whose seal is `head`; the outcome is entered in the ledger too.

    Raises ValueError where one stands under its number already.
    """
    for table, row in records:
        sealed = row | {"v": VERSION}
        head = seal(head, _KINDS[table], sealed)
        try:
            tx.execute(_INSERT[table], sealed | {"review_id": review_id, "seal": head})
        except IntegrityError as error:
            raise ValueError(f"{_KINDS[table]}: another one stands there") from error
    if outcome is None:
        tx.execute(_HEAD, {"here": review_id, "last": head})
    else:
        head = seal(head, "outcome", outcome)
        tx.execute(_OUTCOME_SEAL, {"here": review_id, "last": head})
        enter(tx, "end", review_id, head=head, at=outcome["at"], reason=outcome["reason"])


def level(tx: Connection, review_id: str, reached: Reached, standing: Row) -> Level:
    """Write what a checkpoint says, once, unless a later decision stands: both are asked of the one row.

    `standing` has the columns that say where the review stands. Raises ValueError where the tables have another
    text than the checkpoint, or none.
    """
    here = {"here": review_id, "after": reached.decided}
    values = standing | {"number": reached.counters.texts, "counters": dump(reached.counters), "halt": None}
    told = here | {f"new_{name}": value for name, value in values.items()}
    moved = tx.execute(_END if "outcome" in standing else _STOP, told).first()
    if moved is not None:
        append(tx, review_id, moved.head, _came(reached), standing.get("outcome"))
        return Level.NEW
    if tx.execute(_KNOWN, here).first() is None:
        return Level.LATE
    _see_that_it_stands(tx, review_id, reached.revision)
    return Level.KNOWN


def _came(reached: Reached) -> Iterable[tuple[Table, Row]]:
    """What came since the last decision."""
    if reached.call is not None:
        yield calls, reached.call
    revision = reached.revision
    if revision is not None and revision.cause == reached.decided:  # else it came before
        yield revisions, dump(revision) | {"sha256": revision.sha256}


def _see_that_it_stands(tx: Connection, review_id: str, revision: Revision | None) -> None:
    """Raise ValueError where the tables have another text under the number of a revision, or none."""
    if revision is None:
        return
    key = (revisions.c.review_id == review_id) & (revisions.c.number == revision.number)
    if tx.execute(select(revisions.c.sha256).where(key)).scalar() != revision.sha256:
        raise ValueError("another text stands under this number, or none")
