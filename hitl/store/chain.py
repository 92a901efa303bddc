"""Writing what a review has reached into the tables, each record with its seal."""

from dataclasses import dataclass
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from hitl.audit import Kind, content, seal
from hitl.domain import Counters, Revision, plain
from hitl.store.tables import calls, decisions, reviews, revisions

_KINDS: dict[Table, Kind] = {decisions: "decision", calls: "call", revisions: "revision"}


@dataclass(frozen=True)
class Reached:
    """What a checkpoint has that the tables may lack, after `decided` decisions; `call` as it is kept."""

    decided: int
    counters: Counters
    revision: Revision | None
    call: dict[str, Any] | None


class Chain:
    """The sealed records of one review, in the transaction in which some are added; `head` is the last seal.

    A review from before records were sealed has no head, and its later records get no seals either.
    """

    def __init__(self, tx: Connection, review_id: str, head: str | None) -> None:
        self._tx = tx
        self._review_id = review_id
        self._head = head

    def __enter__(self) -> "Chain":
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if kind is None and self._head is not None:
            here = reviews.c.id == self._review_id
            self._tx.execute(reviews.update().where(here).values(head=self._head))

    def add(self, table: Table, row: dict[str, Any]) -> None:
        """Write a record with its seal."""
        self._head = self._sealed(_KINDS[table], row)
        self._tx.execute(insert(table).values(row | {"review_id": self._review_id, "seal": self._head}))

    def end(self, outcome: dict[str, Any]) -> None:
        """Seal the outcome, which stands in the review's own row."""
        self._head = self._sealed("outcome", outcome)

    def _sealed(self, kind: Kind, row: dict[str, Any]) -> str | None:
        return None if self._head is None else seal(self._head, kind, content(kind, row))


def level(tx: Connection, review_id: str, reached: Reached, standing: dict[str, Any]) -> bool:
    """Write what a checkpoint says, once, unless a later decision stands: both are asked of the one row.

    `standing` has the columns that say where the review stands. Raises ValueError where the tables have another
    text than the checkpoint, or none.
    """
    here = (reviews.c.id == review_id) & (reviews.c.decided == reached.decided)
    differs = (reviews.c.status != standing["status"]) | reviews.c.stop_id.is_distinct_from(standing["stop_id"])
    values = standing | {"number": reached.counters.texts, "counters": plain(reached.counters), "halt": None}
    changed = tx.execute(reviews.update().where(here, differs).values(values).returning(reviews.c.head)).first()
    if changed is None and tx.execute(select(reviews.c.id).where(here)).first() is None:
        return False
    stands = _standing_text(tx, review_id, reached.revision)
    if changed is not None:
        _add(Chain(tx, review_id, changed.head), reached, standing.get("outcome"), stands=stands)
    elif reached.revision is not None and not stands:
        raise ValueError("a text is gone")
    return True


def _add(chain: Chain, reached: Reached, outcome: dict[str, Any] | None, *, stands: bool) -> None:
    """Add what came since the last decision."""
    with chain:
        if reached.call is not None:
            chain.add(calls, reached.call)
        if reached.revision is not None and not stands:
            chain.add(revisions, plain(reached.revision) | {"sha256": reached.revision.sha256})
        if outcome is not None:
            chain.end(outcome)


def _standing_text(tx: Connection, review_id: str, revision: Revision | None) -> bool:
    """Whether the tables have this revision. Raises ValueError where they have another one under its number."""
    if revision is None:
        return False
    key = (revisions.c.review_id == review_id) & (revisions.c.number == revision.number)
    stands = tx.execute(select(revisions.c.sha256).where(key)).scalar()
    if stands not in (None, revision.sha256):
        raise ValueError("another text stands under this number")
    return stands is not None
