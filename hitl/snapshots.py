"""The states that the checkpoints of a review hold, as plain values."""

from typing import TYPE_CHECKING, Any

from hitl.audit import Record
from hitl.errors import Damaged
from hitl.store import Store, damage_in_words

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.types import StateSnapshot

    from hitl.graph import ReviewGraph


def record_of(store: Store, graph: "ReviewGraph", review_id: str) -> Record:
    """Everything that is stored of a review. Raises NotFound, StoreFault."""
    rows = store.raw_rows(review_id)
    try:
        return Record(**rows, snapshots=snapshots(store, graph, review_id))
    except Damaged:
        return Record(**rows)


def snapshots(store: Store, graph: "ReviewGraph", review_id: str) -> list[dict[str, Any]]:
    """The states of a review, oldest first. Raises StoreFault, and Damaged where one cannot be read."""
    from hitl.graph import over

    config: RunnableConfig = {"configurable": {"thread_id": review_id}}
    with store.database.reader() as saver, damage_in_words("The saved state"):
        return [_plain(snapshot) for snapshot in over(graph, saver).get_state_history(config)][::-1]


def _plain(snapshot: "StateSnapshot") -> dict[str, Any]:
    return {
        "at": snapshot.created_at,
        "next": list(snapshot.next),
        "values": dict(snapshot.values),
        "stops": [{**stop.value, "id": stop.id} for stop in snapshot.interrupts],
    }
