"""The records of a desk: read whole, run again, taken along, made anew from the checkpoints, deleted."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hitl.audit import Record
from hitl.policy import checked, checked_actor, checked_id
from hitl.replay import Replay, replay
from hitl.snapshots import record_of
from hitl.store import Store
from hitl.upkeep import delete, rebuild

if TYPE_CHECKING:
    from hitl.graph import ReviewGraph

MAX_REASON = 1_000
"""Characters of the reason for a deletion."""


class Archive:
    """What an auditor can do. `graph` gives the compiled loop; what is checked here changes nothing."""

    def __init__(self, store: Store, graph: "Callable[[], ReviewGraph]") -> None:
        self._store = store
        self._graph = graph

    def record(self, review_id: str) -> Record:
        """All that is stored of a review, readable or not, and the states in its checkpoints. Raises NotFound."""
        return record_of(self._store, self._graph(), checked_id(review_id))

    def replay(self, record: Record) -> Replay:
        """Run a review again from its record, with no model and no database. Raises NotReplayable."""
        return replay(self._graph(), record)

    def bundle(self, record: Record) -> bytes:
        """Everything about a review in one ZIP file, which can be checked and replayed on another machine."""
        from hitl.bundle import bundle

        return bundle(self._graph(), record)

    def beginning(self, with_id: str, most: int) -> list[tuple[str, str]]:
        """The ids and titles of the reviews whose id begins so; at most so many."""
        return self._store.beginning(with_id, most)

    def with_checkpoints(self) -> list[str]:
        """The reviews that have checkpoints, whether the tables know them or not."""
        return self._store.with_checkpoints()

    def rebuild(self, review_id: str) -> bool:
        """Make the tables of a review from its checkpoints; False where they say the same already."""
        return rebuild(self._store, self._graph(), checked_id(review_id))

    def delete(self, review_id: str, actor: str, reason: str) -> None:
        """Delete a review with all its traces; that it was deleted, by whom and why, stays in the record.

        Raises BadInput without a reason, and while somebody drives the review; NotFound.
        """
        said = checked(reason, "The reason", MAX_REASON, required=True)
        delete(self._store, checked_id(review_id), checked_actor(actor), said)

    def deletions(self) -> list[dict[str, Any]]:
        """All deletions of reviews, first to last, each with its seal."""
        return self._store.deletions()
