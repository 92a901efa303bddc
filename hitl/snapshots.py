"""The records of reviews, read whole: rows of the tables, and the states that the checkpoints hold."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from hitl.audit import Finding, Record, verify
from hitl.errors import UNREADABLE, Damaged, HitlError
from hitl.store import Store, damage_in_words

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

AT_ONCE = 200
"""Reviews whose rows are read together: a question for each would take longer than all that is computed."""

MOST_READ = 10
"""How often a review is read that moves on all the time."""


class Verified(NamedTuple):
    """What was found in a review; `record` is None where not even its rows could be read."""

    review_id: str
    record: Record | None
    findings: list[Finding]


def verified(store: Store, review_ids: Sequence[str]) -> Iterator[Verified]:
    """What `verify` finds in each of some reviews; whatever is wrong with one, the next one follows."""
    for start in range(0, len(review_ids), AT_ONCE):
        some = review_ids[start : start + AT_ONCE]
        rows = _many_rows(store, some)
        for review_id in some:
            yield _verified(store, review_id, rows.get(review_id))


def _verified(store: Store, review_id: str, rows: dict[str, Any] | None) -> Verified:
    """One review, by rows that were read with those of others; where they seem wrong, by what stands there now."""
    try:
        if rows:
            record = Record(**rows, snapshots=_readable(store, review_id))
            if not verify(record):
                return Verified(review_id, record, [])
        record = record_of(store, review_id)
        return Verified(review_id, record, verify(record))
    except (HitlError, *UNREADABLE) as error:
        told = str(error) if isinstance(error, HitlError) else "It cannot be read."
        return Verified(review_id, None, [Finding("line", 0, told)])


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
