"""Reviews that are there before anything is measured: those a desk writes, and any number of sealed copies."""

from collections.abc import Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, text

from hitl.audit import Record, seal
from hitl.store import Store, open_database
from hitl.store.ledger import enter
from hitl.store.records import replace_rows
from tests.bench.sides import OurTurns, in_its_own_process

AT_ONCE = 1_000
"""Reviews written in one transaction."""

STATES = (
    text(
        "INSERT INTO checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, "
        "metadata) SELECT :copy, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata "
        "FROM checkpoints WHERE thread_id = :first"
    ),
    text(
        "INSERT INTO writes (thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, value) "
        "SELECT :copy, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, value "
        "FROM writes WHERE thread_id = :first"
    ),
)
"""The saved states of a review, which do not say of which one they are, as those of another one."""


def seeded(address: str, ages: Sequence[int]) -> list[str]:
    """A waiting review for each age, with so many revisions by a model; their ids."""
    reviews = []
    with in_its_own_process(OurTurns, address) as ours:
        for age in ages:
            reviews.append(ours.begin(f"A review with {age} revisions"))
            for _ in range(age - 1):
                ours.turn(reviews[-1])
    return reviews


def copied(address: str, reviews: int) -> None:
    """A database of so many waiting reviews of one revision, in which `verify` finds nothing wrong.

    The first one is a desk's own. Each copy has another id, seals computed anew, and its start in the ledger.
    """
    (first,) = seeded(address, (1,))
    with closing(open_database(address)) as database:
        rows = Store(database).raw_rows(first)
        for start in range(2, reviews + 1, AT_ONCE):
            with database.engine.begin() as tx:
                for number in range(start, min(start + AT_ONCE, reviews + 1)):
                    _copy(tx, rows, first, f"{number:032x}")


def _copy(tx: Connection, rows: dict[str, Any], first: str, its_id: str) -> None:
    """Write a review once more under another id: its records, sealed anew, its start in the ledger, its states."""
    review, head = rows["review"] | {"id": its_id}, ""
    copy = rows | {"review": review}
    for kind, _, row in Record(**copy).steps():
        head = row["seal"] = seal(head, kind, row)
    review["head"] = head
    replace_rows(tx, its_id, copy)
    enter(tx, "start", its_id, head=review["seal"], at=review["created_at"], actor=review["owner"])
    for statement in STATES:
        tx.execute(statement, {"copy": its_id, "first": first})
