"""Desks for tests of the record: reviews that stand somewhere, what is well, what to forge."""

from typing import Any

from hitl.archive import Archive
from hitl.audit import Record, verify
from hitl.domain import Status, Stop
from hitl.graph import ReviewGraph
from hitl.replay import replay
from hitl.snapshots import record_of
from hitl.store import Store
from tests.audit.generated import Generator
from tests.audit.tampering import Tampered, everything

SEEDS = range(20)


def made(store: Store, generator: Generator, *statuses: Status, decided: int = 2) -> str:
    """A review of one of these statuses, with so many decisions at least."""
    for n in SEEDS:
        review_id = generator.review(f"{n:032x}", 4)
        if store.review(review_id).status in statuses and len(store.decisions(review_id)) >= decided:
            return review_id
    raise AssertionError("no such review was made")


def stop_in(store: Store, review_id: str) -> Stop:
    stop = store.review(review_id).stop
    assert stop is not None
    return stop


def well(store: Store, graph: ReviewGraph, review_id: str) -> Record:
    """The record of a review that is sound, in a desk that is."""
    record = record_of(store, review_id)
    again = replay(graph, record)
    assert verify(record) == []
    assert (again.difference, again.head) == (None, record.review["head"])
    assert everything(store, lambda: graph).get(review_id) is None
    return record


def older(store: Store) -> Tampered:
    """All rows as they are now, to be put back later."""
    return Tampered(store.database.engine, 1, {})


def forge_approver(store: Store, review_id: str) -> None:
    """Put another name into the last saved state, as somebody would who can write into the database."""
    desk = older(store)
    for table in ("checkpoints", "checkpoint_blobs"):
        rows = [dict(row) for row in desk.rows.get(table, []) if row["thread_id"] == review_id]
        for row in rows:
            for column in ("checkpoint", "blob"):
                if isinstance(row.get(column), bytes):
                    desk.write_value(table, row, column, lambda value: _renamed(value))


def _renamed(value: Any) -> Any:  # noqa: ANN401 - of a checkpoint
    if isinstance(value, dict):
        return {k: "Eve" if k == "actor" else _renamed(v) for k, v in value.items()}
    return value


def whole(archive: Archive) -> list[object]:
    """What is wrong in a whole desk."""
    found = archive.verify_all()
    return [*found.ledger.findings, *(each for each in found.unwell if not each.well)]
