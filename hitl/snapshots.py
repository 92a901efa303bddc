"""The states that the checkpoints of a review hold, as plain values."""

from typing import TYPE_CHECKING, Any

from hitl.audit import Record
from hitl.errors import Damaged
from hitl.store import Store, damage_in_words

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.types import StateSnapshot

    from hitl.graph import ReviewGraph


MOST_READ = 10
"""How often a review is read that moves on all the time."""


def record_of(store: Store, graph: "ReviewGraph", review_id: str) -> Record:
    """Everything that is stored of a review, of one moment. Raises NotFound, StoreFault."""
    rows = store.raw_rows(review_id)
    for _ in range(MOST_READ):
        states = _readable(store, graph, review_id)
        before, rows = rows, store.raw_rows(review_id)
        if rows == before:
            break
    return Record(**rows, snapshots=states)


def _readable(store: Store, graph: "ReviewGraph", review_id: str) -> list[dict[str, Any]] | None:
    try:
        return snapshots(store, graph, review_id)
    except Damaged:
        return None


def snapshots(store: Store, graph: "ReviewGraph", review_id: str) -> list[dict[str, Any]]:
    """The states of a review, oldest first. Raises StoreFault, and Damaged where one cannot be read."""
    from hitl.graph import over

    config: RunnableConfig = {"configurable": {"thread_id": review_id}}
    with store.database.reader() as saver, damage_in_words("The saved state"):
        loop = over(graph, saver)
        states = [_plain(snapshot) for snapshot in loop.get_state_history(config)][::-1]
        if states:  # the loop goes on from the last one with what was written after it
            states[-1] = _plain(loop.get_state(config))
        return states


def _plain(snapshot: "StateSnapshot") -> dict[str, Any]:
    return {
        "at": snapshot.created_at,
        "next": list(snapshot.next),
        "values": dict(snapshot.values),
        "stops": [{**stop.value, "id": stop.id} for stop in snapshot.interrupts],
    }
