"""The records of a desk: read whole, run again, taken along, made anew from the checkpoints, deleted."""

import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from hitl.audit import Ledger, Record
from hitl.policy import checked, checked_actor, checked_id
from hitl.rebuild import Lost
from hitl.replay import Replay, replay
from hitl.snapshots import Verified, can_go_on, record_of, verified
from hitl.store import Head, Store
from hitl.upkeep import delete, rebuild

if TYPE_CHECKING:
    from hitl.bundle import Signer
    from hitl.graph import ReviewGraph

MAX_REASON = 1_000
"""Characters of the reason for a deletion."""


DELETED_WITHIN_SECONDS = 0.5
STRAY = "Something was put beside the saved states of this review that belongs to none of them."


class Verification(NamedTuple):
    """How many reviews were checked; those in which something is wrong, then those that were repaired; the ledger."""

    checked: int
    unwell: list[Verified]
    ledger: Ledger


class Archive:
    """What an auditor can do. `graph` gives the compiled loop; what is checked here changes nothing.

    `signing_key` is the path of the key by which bundles are signed, "" where they are not.
    """

    def __init__(self, store: Store, graph: "Callable[[], ReviewGraph]", signing_key: str = "") -> None:
        self._store = store
        self._graph = graph
        self._signing_key = signing_key

    def record(self, review_id: str) -> Record:
        """All that is stored of a review, readable or not, and the states in its checkpoints. Raises NotFound."""
        return record_of(self._store, checked_id(review_id))

    def is_sound(self, review_id: str) -> bool:
        """Whether a review that is said to be damaged can be read after all; if so it is said to be no longer."""
        sound = can_go_on(self._store, review_id)
        if sound:
            self._store.mark(review_id, "")
        return sound

    def replay(self, record: Record) -> Replay:
        """Run a review again from its record, with no model and no database. Raises NotReplayable."""
        return replay(self._graph(), record)

    def bundle(self, record: Record) -> bytes:
        """Everything about a review in one ZIP file, which can be checked and replayed on another machine.

        Raises BadInput where it is to be signed and the key cannot be used; Damaged.
        """
        from hitl.bundle import bundle

        return bundle(record, self._signer)

    @property
    def key(self) -> str:
        """The fingerprint of the key by which bundles are signed, "" where they are not. Raises BadInput."""
        return self._signer.fingerprint if self._signer else ""

    @cached_property
    def _signer(self) -> "Signer | None":
        if not self._signing_key:
            return None
        from hitl.bundle import signer_of

        return signer_of(self._signing_key)

    def beginning(self, with_id: str, most: int) -> list[tuple[str, str]]:
        """The ids and titles of the reviews whose id begins so; at most so many."""
        return self._store.beginning(with_id, most)

    def every_id(self) -> list[str]:
        """The ids of all reviews of which anything is stored: rows of any table, or checkpoints."""
        return self._store.every_id()

    def verify_all(self, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Verification:
        """Check every review of which anything is stored, or should be, and the ledger of the desk."""
        there = self._store.every_id()
        ledger = self.ledger()
        known = set(there)
        ids = [*there, *(each for each in ledger.started() if each not in known)]
        unwell = []
        for done, found in enumerate(verified(self._store, ledger, ids), 1):
            if not found.well or (found.record and found.record.repairs):
                unwell.append(found)
            progress(done, len(ids))
        unwell += [Verified(each, None, [], [STRAY]) for each in self._strays()]
        return Verification(len(ids), sorted(unwell, key=lambda found: found.well), ledger)

    def _strays(self) -> list[str]:
        """The reviews with strays beside their checkpoints, but for those that are being deleted just now."""
        found = self._store.strays()
        if found:
            time.sleep(DELETED_WITHIN_SECONDS)
            found = sorted(set(found) & set(self._store.strays()))
        return found

    def head(self) -> Head:
        """How many entries the ledger of the desk has, and the seal of the last one."""
        return self._store.ledger_head()

    def ledger(self) -> Ledger:
        """The chain of the desk itself, with what is wrong with it."""
        return Ledger(*self._store.ledger())

    def rebuild(self, review_id: str, actor: str, reason: str = "", lost: Lost = "refuse") -> tuple[str, ...]:
        """Put a review in order again, by its sealed records first; what was changed, nothing where all was well.

        That it was repaired, by whom and why, stays in its record. Raises NotFound, Damaged, and BadInput where
        decisions are at stake and `lost` does not say what to do about them.
        """
        said = checked(reason, "The reason", MAX_REASON)
        return rebuild(self._store, self._graph(), checked_id(review_id), checked_actor(actor), said, lost)

    def delete(self, review_id: str, actor: str, reason: str) -> None:
        """Delete a review with all its traces; that it was deleted, by whom and why, stays in the record.

        Raises BadInput without a reason, and while somebody drives the review; NotFound.
        """
        said = checked(reason, "The reason", MAX_REASON, required=True)
        delete(self._store, checked_id(review_id), checked_actor(actor), said)

    def deletions(self) -> list[dict[str, Any]]:
        """All deletions of reviews, first to last, each with its seal."""
        return self._store.deletions()
