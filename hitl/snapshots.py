"""The records of reviews, read whole: rows of the tables, and the states that the checkpoints hold."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from hitl.audit import Finding, Ledger, Record, ledger_disagreements, verify
from hitl.domain import sha256
from hitl.errors import UNREADABLE, Damaged, HitlError
from hitl.store import Store, damage_in_words

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

AT_ONCE = 200
"""Reviews whose rows are read together: a question for each would take longer than all that is computed."""

PATIENCE_SECONDS = 5.0
"""How long somebody who drives a review is waited for, before it is looked at all the same."""

MOST_READ = 10
"""How often a review is read that moves on all the time."""


class Verified(NamedTuple):
    """What was found in a review: in its record, None where not even its rows can be read, and in `others` besides."""

    review_id: str
    record: Record | None
    findings: list[Finding]
    others: list[str]

    @property
    def well(self) -> bool:
        """True where nothing is wrong."""
        return not self.findings and not self.others


def verified(store: Store, ledger: Ledger, review_ids: Sequence[str]) -> Iterator[Verified]:
    """What is found in each of some reviews, and in what the ledger says of it; whatever is wrong, the next follows.

    They are read quickly, many together. Where something seems wrong, somebody may just be at work there: such a review
    is looked at once more, alone.
    """
    for start in range(0, len(review_ids), AT_ONCE):
        some = review_ids[start : start + AT_ONCE]
        rows = _many_rows(store, some)
        for review_id in some:
            found = _quickly(store, ledger, review_id, rows.get(review_id))
            yield found if found and found.well else _alone(store, review_id)


def _quickly(store: Store, ledger: Ledger, review_id: str, rows: dict[str, Any] | None) -> Verified | None:
    if rows is None:
        return None
    try:
        return _looked_at(review_id, Record(**rows, snapshots=_readable(store, review_id)), ledger.of(review_id))
    except (HitlError, *UNREADABLE):
        return None


def _alone(store: Store, review_id: str) -> Verified:
    """A review that nobody else drives meanwhile, if that can be had: of one moment, with its entries in the ledger."""
    try:
        with held(store, review_id if review_id.isalnum() else sha256(review_id)):  # it names a file, maybe
            rows, entries = store.with_entries(review_id)
            return _looked_at(review_id, Record(**rows, snapshots=_readable(store, review_id)), entries)
    except (HitlError, *UNREADABLE) as error:
        told = str(error) if isinstance(error, HitlError) else "It cannot be read."
        return Verified(review_id, None, [], [told])


@contextmanager
def held(store: Store, what: str) -> "Iterator[BaseCheckpointSaver[Any] | None]":
    """Hold a review, or what is named, and wait a little for whoever has it; None where that does not help."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        with store.database.turn(what) as saver:
            if saver is not None or time.monotonic() > until:
                yield saver
                return
        time.sleep(0.05)


def _looked_at(review_id: str, record: Record, entries: list[dict[str, Any]]) -> Verified:
    gone = not (record.review or record.decisions or record.calls or record.revisions or record.snapshots)
    findings = [] if gone and record.snapshots is not None else verify(record)
    return Verified(review_id, None if gone else record, findings, list(ledger_disagreements(record, entries)))


def _many_rows(store: Store, review_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The rows of some reviews; nothing where one of them spoils the reading: each is then read by itself."""
    try:
        return store.many_rows(review_ids)
    except (HitlError, *UNREADABLE):
        return {}


def record_of(store: Store, review_id: str) -> Record:
    """Everything that is stored of a review, of one moment. Raises NotFound, StoreFault."""
    rows = store.raw_rows(review_id)
    for _ in range(MOST_READ):
        states = _readable(store, review_id)
        before, rows = rows, store.raw_rows(review_id)
        if rows == before:
            break
    return Record(**rows, snapshots=states)


def snapshots(store: Store, review_id: str) -> list[dict[str, Any]]:
    """The states of a review, oldest first. Raises StoreFault, and Damaged where one cannot be read."""
    with store.database.reader() as saver, damage_in_words("The saved state"):
        return states_of(saver, review_id)


def states_of(saver: "BaseCheckpointSaver[Any]", review_id: str) -> list[dict[str, Any]]:
    """The states of a review, oldest first, read through a saver."""
    from hitl.store.checkpoints import plain_state

    return [plain_state(found) for found in saver.list({"configurable": {"thread_id": review_id}})][::-1]


def can_go_on(store: Store, review_id: str) -> bool:
    """Whether the last saved state of a review can be read and gone on with. Raises StoreFault."""
    from hitl.graph import check_state

    try:
        states = snapshots(store, review_id)
        if states:
            check_state(states[-1]["values"])
    except (Damaged, *UNREADABLE):
        return False
    return bool(states)


def _readable(store: Store, review_id: str) -> list[dict[str, Any]] | None:
    try:
        return snapshots(store, review_id)
    except Damaged:
        return None
