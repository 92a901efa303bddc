"""Writing what a review has reached into the tables, each record with its seal."""

from dataclasses import dataclass
from enum import Enum, auto
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, String, Table, bindparam, insert, null, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import ReturningUpdate

from hitl.audit import VERSION, Kind, seal
from hitl.codec import dump
from hitl.domain import Counters, Revision
from hitl.store.ledger import enter
from hitl.store.tables import calls, decisions, next_touch, repairs, reviews, revisions

_KINDS: dict[Table, Kind] = {decisions: "decision", calls: "call", revisions: "revision", repairs: "repair"}

_INSERT = {table: insert(table) for table in _KINDS}
_HEAD = reviews.update().where(reviews.c.id == bindparam("here")).values(head=bindparam("last"))
_OUTCOME_SEAL = _HEAD.values(outcome_seal=bindparam("last"))

_STANDS = (reviews.c.id == bindparam("here")) & (reviews.c.decided == bindparam("after"))
_KNOWN = select(reviews.c.id).where(_STANDS)


def _level(*columns: str) -> ReturningUpdate[Any]:
    """Say that a review stands elsewhere than it says; made once, since making it takes as long as carrying it out."""
    status, stop = bindparam("new_status", type_=String), bindparam("new_stop_id", type_=String)
    differs = (reviews.c.status != status) | reviews.c.stop_id.is_distinct_from(stop)
    values = {name: bindparam(f"new_{name}", type_=reviews.c[name].type) for name in columns}
    moved = reviews.update().where(_STANDS, differs).values(values).values(search_key=null(), touched=next_touch())
    return moved.returning(reviews.c.head)


_MOVES = ("status", "place", "updated_at", "stop_id", "stop", "number", "counters", "halt")
_STOP, _END = _level(*_MOVES), _level(*_MOVES, "ending", "outcome")


@dataclass(frozen=True)
class Reached:
    """What a checkpoint has that the tables may lack, after `decided` decisions; `call` as it is kept."""

    decided: int
    counters: Counters
    revision: Revision | None
    call: dict[str, Any] | None


class Level(Enum):
    """What came of bringing the tables level with a checkpoint."""

    NEW = auto()
    """They say now what it says."""
    KNOWN = auto()
    """They said so already."""
    LATE = auto()
    """They know a decision that it does not know yet: nothing was changed."""


class Chain:
    """The sealed records of one review, in the transaction in which some are added; `head` is the last seal."""

    def __init__(self, tx: Connection, review_id: str, head: str) -> None:
        self._tx = tx
        self._review_id = review_id
        self._ended = False
        self.head = head

    def __enter__(self) -> "Chain":
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if kind is None:
            statement = _OUTCOME_SEAL if self._ended else _HEAD
            self._tx.execute(statement, {"here": self._review_id, "last": self.head})

    def add(self, table: Table, row: dict[str, Any]) -> None:
        """Write a record with its seal. Raises ValueError where one stands under its number already."""
        sealed = row | {"v": VERSION}
        self.head = seal(self.head, _KINDS[table], sealed)
        try:
            self._tx.execute(_INSERT[table], sealed | {"review_id": self._review_id, "seal": self.head})
        except IntegrityError as error:
            raise ValueError(f"{_KINDS[table]}: another one stands there") from error

    def end(self, outcome: dict[str, Any]) -> None:
        """Seal the outcome, which stands in the review's own row, and enter it in the desk's ledger."""
        self.head, self._ended = seal(self.head, "outcome", outcome), True
        enter(self._tx, "end", self._review_id, head=self.head, at=outcome["at"], reason=outcome["reason"])


def level(tx: Connection, review_id: str, reached: Reached, standing: dict[str, Any]) -> Level:
    """Write what a checkpoint says, once, unless a later decision stands: both are asked of the one row.

    `standing` has the columns that say where the review stands. Raises ValueError where the tables have another
    text than the checkpoint, or none.
    """
    here = {"here": review_id, "after": reached.decided}
    values = standing | {"number": reached.counters.texts, "counters": dump(reached.counters), "halt": None}
    told = here | {f"new_{name}": value for name, value in values.items()}
    changed = tx.execute(_END if "outcome" in standing else _STOP, told).first()
    if changed is not None:
        _add(Chain(tx, review_id, changed.head), reached, standing.get("outcome"))
        return Level.NEW
    if tx.execute(_KNOWN, here).first() is None:
        return Level.LATE
    _see_that_it_stands(tx, review_id, reached.revision)
    return Level.KNOWN


def _add(chain: Chain, reached: Reached, outcome: dict[str, Any] | None) -> None:
    """Add what came since the last decision."""
    revision = reached.revision
    with chain:
        if reached.call is not None:
            chain.add(calls, reached.call)
        if revision is not None and revision.cause == reached.decided:  # else it came before
            chain.add(revisions, dump(revision) | {"sha256": revision.sha256})
        if outcome is not None:
            chain.end(outcome)


def _see_that_it_stands(tx: Connection, review_id: str, revision: Revision | None) -> None:
    """Raise ValueError where the tables have another text under the number of a revision, or none."""
    if revision is None:
        return
    key = (revisions.c.review_id == review_id) & (revisions.c.number == revision.number)
    if tx.execute(select(revisions.c.sha256).where(key)).scalar() != revision.sha256:
        raise ValueError("another text stands under this number, or none")
