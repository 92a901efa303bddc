"""Writing what a review has reached into the tables, each record with its seal."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.exc import IntegrityError

from hitl.audit import VERSION, Kind, seal
from hitl.codec import dump
from hitl.domain import Counters, Revision
from hitl.store.ledger import enter
from hitl.store.tables import calls, decisions, next_touch, repairs, reviews, revisions

Row = dict[str, Any]

_KINDS: dict[Table, Kind] = {decisions: "decision", calls: "call", revisions: "revision", repairs: "repair"}


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
            tx.execute(insert(table), sealed | {"review_id": review_id, "seal": head})
        except IntegrityError as error:
            raise ValueError(f"{_KINDS[table]}: another one stands there") from error
    last = {"head": head}
    if outcome is not None:
        last = dict.fromkeys(("head", "outcome_seal"), seal(head, "outcome", outcome))
    tx.execute(reviews.update().where(reviews.c.id == review_id).values(last))
    if outcome is not None:
        enter(tx, "end", review_id, head=last["head"], at=outcome["at"], reason=outcome["reason"])


def level(tx: Connection, review_id: str, reached: Reached, standing: Row) -> Level:
    """Write what a checkpoint says, once, unless a later decision stands: both are asked of the one row.

    `standing` has the columns that say where the review stands. Raises ValueError where the tables have another
    text than the checkpoint, or none.
    """
    here = (reviews.c.id == review_id) & (reviews.c.decided == reached.decided)
    differs = (reviews.c.status != standing["status"]) | reviews.c.stop_id.is_distinct_from(standing["stop_id"])
    values = standing | {"number": reached.counters.texts, "counters": dump(reached.counters), "halt": None}
    values |= {"search_key": None, "touched": next_touch()}
    moved = tx.execute(reviews.update().where(here, differs).values(values).returning(reviews.c.head)).first()
    if moved is not None:
        append(tx, review_id, moved.head, _came(reached), standing.get("outcome"))
        return Level.NEW
    if tx.execute(select(reviews.c.id).where(here)).first() is None:
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
