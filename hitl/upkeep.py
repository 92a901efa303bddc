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
from hitl.audit.agreement import in_line
from hitl.domain import now
from hitl.errors import UNREADABLE, BadInput, NotFound
from hitl.events import tell
from hitl.rebuild import Lost, planned, repaired
from hitl.replay import rerun
from hitl.snapshots import held, states_of
from hitl.store import Store

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import BaseCheckpointSaver

    from hitl.graph import ReviewGraph

Rows = dict[str, Any]

DRIVEN = "A draft of this review is being written. Stop it first, then try again."
DELETING = "Another review is being deleted just now. Try again in a moment."

INDEXED_AT_ONCE = 20
"""Reviews; a click that comes meanwhile waits for some 20 ms, seldom for 100."""


def delete(store: Store, review_id: str, actor: str, reason: str) -> None:
    """Delete a review with all its traces; that it was deleted, by whom and why, stays in the record.

    Raises NotFound where nothing is stored of it, and BadInput while somebody drives it. What a crash leaves, or
    somebody put back, is deleted by the next try.
    """
    with _alone(store, "deletions", DELETING), _alone(store, review_id, DRIVEN) as saver:
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
    changed: tuple[str, ...] = ()
    states: BaseCheckpointSaver[Any] | None = None

    def made(rows: Rows) -> Rows | None:
        """The rows that the review should have; None where it has them already."""
        nonlocal changed, states
        stored = Record(**rows, snapshots=_readable(saver, review_id))
        if not any(rows.values()) and not stored.snapshots:
            raise NotFound("There is no review with this address.")
        plan = planned(review_id, stored, lost, strays=review_id in strays)
        if plan is None:
            return None
        changed, record = plan.changed, plan.record
        if plan.remake:
            states = rerun(graph, record)
            record = in_line(replace(record, snapshots=states_of(states, review_id)))
        record = repaired(replace(plan, record=record), now(), actor, reason, stored.review.get("head"))
        its_own = record.review | {"id": review_id, "updated_at": now()}
        return {name: getattr(record, name) for name in rows} | {"review": its_own}

    with _alone(store, review_id, DRIVEN) as saver:
        if any(entry.get("event") == "deletion" for entry in store.with_entries(review_id)[1]):
            raise BadInput("This review was deleted. `delete` takes away what is left of it.")
        strays = store.strays()
        store.repair(review_id, made)
        if states is not None:
            _write_states(saver, review_id, states)
    if changed:
        tell("rebuilt", review_id, actor=actor, words={"reason": reason})
    return changed


def _write_states(saver: "BaseCheckpointSaver[Any]", review_id: str, made: "BaseCheckpointSaver[Any]") -> None:
    """Put the saved states that were made anew into the place of those that are there."""
    here = _here(review_id)
    saver.delete_thread(review_id)
    for found in reversed(list(made.list(here))):
        saver.put(found.parent_config or here, found.checkpoint, found.metadata, found.checkpoint["channel_versions"])
        for task, channel, written in found.pending_writes or ():
            saver.put_writes(found.config, [(channel, written)], task)


def _readable(saver: "BaseCheckpointSaver[Any]", review_id: str) -> list[Rows] | None:
    try:
        return states_of(saver, review_id)
    except UNREADABLE:
        return None


def _is_stored(store: Store, review_id: str) -> bool:
    return any(store.many_rows([review_id])[review_id].values())


def _here(review_id: str) -> "RunnableConfig":
    return {"configurable": {"thread_id": review_id, "checkpoint_ns": ""}}


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
def _alone(store: Store, what: str, refusal: str) -> "Iterator[BaseCheckpointSaver[Any]]":
    """Hold a review, or what is named. Raises BadInput where somebody else goes on having it."""
    with held(store, what) as saver:
        if saver is None:
            raise BadInput(refusal)
        yield saver
