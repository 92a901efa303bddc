"""All of a review taken away, and its tables made anew: both hold the review against everybody who might drive it.

And what can be done at leisure: clearing up, and getting ready to search.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from hitl.audit import Record
from hitl.errors import BadInput, NotFound
from hitl.events import tell
from hitl.rebuild import rebuilt
from hitl.snapshots import snapshots
from hitl.store import Store, damage_in_words

if TYPE_CHECKING:
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

    Raises NotFound, and BadInput while somebody drives it. What a crash leaves is deleted by the next try.
    """
    store.raw_rows(review_id)  # it is there, readable or not
    with _held(store, "deletions", DELETING), _held(store, review_id, DRIVEN) as saver:
        saver.delete_thread(review_id)
        store.remove(review_id, actor, reason)
        store.purge()
    tell("deleted", review_id, actor=actor, words={"reason": reason})
    store.database.forget(review_id)


def rebuild(store: Store, graph: "ReviewGraph", review_id: str) -> bool:
    """Make the tables of a review from its checkpoints; False, with nothing changed, where they say the same already.

    Raises Damaged where the checkpoints cannot be read, NotFound where there are none, BadInput while it is driven.
    """
    with _held(store, review_id, DRIVEN):
        changed = store.remake(review_id, partial(_made, review_id, snapshots(store, graph, review_id)))
    if changed:
        tell("rebuilt", review_id)
    return changed


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


def _made(review_id: str, states: list[Rows], rows: Rows | None) -> Rows | None:
    """The rows that a review should have by its states; None where it has them already."""
    if not states and rows is None:
        raise NotFound("There is no review with this address.")
    stored = Record(**rows) if rows else None
    with damage_in_words("The saved state"):
        record = rebuilt(review_id, states, stored)
    if stored and _told(stored) == _told(record):
        return None
    made = record.plain
    del made["snapshots"]
    return made


def _told(record: Record) -> list[Rows]:
    """What two records are compared by: all but the ids and times of the tables' own."""
    own = ("review_id", "updated_at")
    rows = [record.review, *record.decisions, *record.calls, *record.revisions]
    return [{name: value for name, value in row.items() if name not in own} for row in rows]


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
