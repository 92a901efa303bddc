"""All of a review taken away, or put in order again: both hold the review against everybody who might drive it.

And what can be done at leisure: clearing up, and getting ready to search.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hitl.audit import Record
from hitl.domain import now
from hitl.errors import UNREADABLE, BadInput, NotFound
from hitl.events import tell
from hitl.rebuild import Lost, in_line, planned, repaired
from hitl.replay import rerun
from hitl.snapshots import states_of
from hitl.store import Store

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import BaseCheckpointSaver

    from hitl.graph import ReviewGraph

Rows = dict[str, Any]

PATIENCE_SECONDS = 5.0

DRIVEN = "A draft of this review is being written. Stop it first, then try again."
DELETING = "Another review is being deleted just now. Try again in a moment."

INDEXED_AT_ONCE = 20
"""Reviews; a click that comes meanwhile waits for some 20 ms, seldom for 100."""


def delete(store: Store, review_id: str, actor: str, reason: str) -> None:
    """Delete a review with all its traces; that it was deleted, by whom and why, stays in the record.

    Raises NotFound where nothing is stored of it, and BadInput while somebody drives it. What a crash leaves, or
    somebody put back, is deleted by the next try.
    """
    with _held(store, "deletions", DELETING), _held(store, review_id, DRIVEN) as saver:
        if not (_is_stored(store, review_id) or next(saver.list(_here(review_id)), None)):
            raise NotFound("There is no review with this address.")
        saver.delete_thread(review_id)
        store.remove(review_id, actor, reason)
        store.purge()
    tell("deleted", review_id, actor=actor, words={"reason": reason})
    store.database.forget(review_id)


def rebuild(
    store: Store, graph: "ReviewGraph", review_id: str, actor: str, reason: str, lost: Lost = "refuse"
) -> tuple[str, ...]:
    """Put a review in order again; what was changed, in words, nothing where all was well. The repair is recorded.

    Raises Damaged where neither its records nor its saved states tell how, NotFound, and BadInput while it is driven,
    where it was deleted, or where decisions are at stake and nobody said what to do about them.
    """
    with _held(store, review_id, DRIVEN) as saver:
        if any(entry.get("event") == "deletion" for entry in store.with_entries(review_id)[1]):
            raise BadInput("This review was deleted. `delete` takes away what is left of it.")
        work = _Repair(graph, review_id, saver, actor, reason, lost)
        store.repair(review_id, work.made)
        work.write_states()
    if work.changed:
        tell("rebuilt", review_id, actor=actor, words={"reason": reason})
    return work.changed


def _is_stored(store: Store, review_id: str) -> bool:
    return any(store.many_rows([review_id])[review_id].values())


def _here(review_id: str) -> "RunnableConfig":
    return {"configurable": {"thread_id": review_id, "checkpoint_ns": ""}}


class _Repair:
    """One repair: what its rows should be, and then its saved states."""

    def __init__(
        self,
        graph: "ReviewGraph",
        review_id: str,
        saver: "BaseCheckpointSaver[Any]",
        actor: str,
        reason: str,
        lost: Lost,
    ) -> None:
        self._graph, self._review_id, self._saver = graph, review_id, saver
        self._actor, self._reason, self._lost = actor, reason, lost
        self._states: BaseCheckpointSaver[Any] | None = None
        self.changed: tuple[str, ...] = ()

    def made(self, rows: Rows) -> Rows | None:
        """The rows that the review should have; None where it has them already."""
        stored = Record(**rows, snapshots=self._snapshots())
        if not any(rows.values()) and not stored.snapshots:
            raise NotFound("There is no review with this address.")
        plan = planned(self._review_id, stored, self._lost)
        if plan is None:
            return None
        record = plan.record
        if plan.remake:
            self._states = rerun(self._graph, record)
            record = in_line(replace(record, snapshots=states_of(self._states, self._review_id)))
        self.changed = plan.changed
        record = repaired(replace(plan, record=record), now(), self._actor, self._reason, stored.review.get("head"))
        made = record.plain
        del made["snapshots"]
        made["review"] |= {"id": self._review_id, "updated_at": now()}
        return made

    def write_states(self) -> None:
        """Put the saved states that were made anew into the place of those that are there."""
        if self._states is None:
            return
        here = _here(self._review_id)
        self._saver.delete_thread(self._review_id)
        for found in reversed(list(self._states.list(here))):
            versions = found.checkpoint["channel_versions"]
            self._saver.put(found.parent_config or here, found.checkpoint, found.metadata, versions)
            for task, channel, written in found.pending_writes or ():
                self._saver.put_writes(found.config, [(channel, written)], task)

    def _snapshots(self) -> list[Rows] | None:
        try:
            return states_of(self._saver, self._review_id)
        except UNREADABLE:
            return None


def tidy(store: Store, seconds: float, closed: threading.Event) -> None:
    """Clear what a deletion that was cut off has left, and get reviews ready to be searched in, for so long at most.

    Half of the time is left to others.
    """
    until = time.monotonic() + seconds
    if store.has_traces():
        with store.database.turn("deletions") as saver:
            if saver is not None:  # else it is not cut off
                store.purge()
    while not closed.is_set() and time.monotonic() < until:
        began = time.monotonic()
        if store.index(INDEXED_AT_ONCE) < INDEXED_AT_ONCE:
            return
        closed.wait(time.monotonic() - began)


@contextmanager
def _held(store: Store, what: str, refusal: str) -> "Iterator[BaseCheckpointSaver[Any]]":
    """Hold a review, or what is named, and wait a little for it."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        with store.database.turn(what) as saver:
            if saver is not None:
                yield saver
                return
        if time.monotonic() > until:
            raise BadInput(refusal)
        time.sleep(0.05)
