"""Driving reviews off the page: `drive`, the text as it grows, and the threads that do it.

Nothing here is lost with a tab or a process: what to do next is read from the store and the
checkpoint each time, so a crash costs at most one call of the model.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hitl.domain import Assignment, Counters, Revision, Status, Stop, Writer, Written, plain
from hitl.errors import DraftFailed, HitlError, StoreFault
from hitl.live import Live
from hitl.store import Store, faults_in_words
from hitl.writer.bounded import TICK, bounded
from hitl.writer.faults import failed

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.sqlite import SqliteSaver
    from langgraph.types import StateSnapshot

    from hitl.graph import ReviewGraph

log = logging.getLogger(__name__)

Writers = Callable[[str], Writer]
"""The writer for a model's name."""

SWEEP_SECONDS = 5.0
BROKEN_SECONDS = 60.0
MOST_TAKEN_UP = 32
"""Reviews that the sweep drives at the same time; clicks come on top."""

HALT_POLL_SECONDS = 0.3
BROKEN = "The desk made a mistake while it worked on this review. Your decisions are recorded; the log says more."


def drive(store: Store, graph: "ReviewGraph", review_id: str, draft: Callable[[Assignment], Written]) -> bool:
    """Move a review as far as it can go; False where somebody else is driving it just now.

    An interrupt whose decision is recorded is resumed by its id; unfinished work goes on; then the
    tables are brought level with the checkpoint. Raises NotFound, StoreFault.
    """
    from hitl.graph import Tools

    with store.database.lock(review_id) as mine:
        if not mine:
            return False
        config: RunnableConfig = {"configurable": {"thread_id": review_id}}
        with faults_in_words():
            while (step := _next_step(store, graph, review_id, graph.get_state(config))) is not None:
                graph.invoke(step.input, config, context=Tools(draft), durability="sync")
    return True


class _Step:
    """An input for the graph; None means: go on with what is unfinished."""

    def __init__(self, graph_input: Any = None) -> None:  # noqa: ANN401 - LangGraph's own input type
        self.input = graph_input


def _next_step(store: Store, graph: "ReviewGraph", review_id: str, snapshot: "StateSnapshot") -> _Step | None:
    """What to run next; None, with the tables level, where the review waits or has ended."""
    from langgraph.types import Command

    from hitl.graph import opening_state

    if snapshot.created_at is None:
        review = store.review(review_id)
        return _Step(opening_state(review.brief, review.policy, review.opening))
    values = snapshot.values
    revision = Revision.from_plain(values["revision"]) if values.get("revision") else None
    counters = Counters(**values["counters"]) if values.get("counters") else Counters()
    if values.get("outcome"):
        outcome = values["outcome"]
        store.end(review_id, revision, counters, Status(outcome["status"]), outcome["reason"])
        store.database.forget_lock(review_id)
        return None
    if not snapshot.interrupts:
        return _Step()
    interrupt = snapshot.interrupts[0]
    decision = store.decision_at(review_id, interrupt.id)
    if decision is None:
        stop = Stop.from_plain({**interrupt.value, "interrupt_id": interrupt.id})
        if store.level(review_id, revision, counters, stop):
            return None
        return _next_step(store, graph, review_id, snapshot)
    return _Step(Command(resume={interrupt.id: plain(decision)}))


class Worker:
    """Threads that drive reviews, in this process; `drafts` of them may write at the same time.

    `submit` may be called as often as wanted: a review that is being driven is looked at once more
    afterwards. A slow sweep finds what a dead process, or another one, left to do.
    """

    def __init__(self, store: Store, writers: Writers, drafts: int = 4) -> None:
        self._store = store
        self._writers = writers
        self._loop = _Loop(store)
        self._slots = threading.Semaphore(drafts)
        self._guard = threading.Lock()
        self._running: dict[str, Live] = {}
        self._again: set[str] = set()
        self._faults: dict[str, _Fault] = {}
        self._closed = threading.Event()
        self._sweeper = threading.Thread(target=self._sweep, name="hitl-sweep", daemon=True)
        self._sweeper.start()

    def submit(self, review_id: str) -> None:
        """See to it that the review is driven, from now, as far as it can go."""
        with self._guard:
            if self._closed.is_set():
                return
            if review_id in self._running:
                self._again.add(review_id)
                return
            live = Live()
            try:
                threading.Thread(target=self._drive, args=(review_id, live), name="hitl-drive", daemon=True).start()
            except RuntimeError as error:  # no thread to be had: the sweep comes back to the review
                log.warning("review %s has to wait: %s", review_id, error)
                return
            self._running[review_id] = live
            self._faults.pop(review_id, None)

    def live(self, review_id: str) -> Live | None:
        """The growing draft of a review that this process is driving."""
        return self._running.get(review_id)

    def fault(self, review_id: str) -> str:
        """What stopped this process from driving the review, in words; empty where nothing did."""
        fault = self._faults.get(review_id)
        return fault.sentence if fault else ""

    def warm_up(self) -> None:
        """Import and compile what the first click needs, before there is one."""
        threading.Thread(target=self._loop.graph, name="hitl-warm-up", daemon=True).start()

    def close(self, seconds: float = 5.0) -> None:
        """Take no more work and wait for what is running; what lasts longer is found by the next start."""
        self._closed.set()
        deadline = time.monotonic() + seconds
        self._sweeper.join(seconds)
        while self._running and time.monotonic() < deadline:
            time.sleep(0.02)
        if not self._running:
            self._loop.close()

    def _drive(self, review_id: str, live: Live) -> None:
        fault: _Fault | None = _Fault(BROKEN, BROKEN_SECONDS)  # stands if anything but a known error ends this thread
        try:
            drive(self._store, self._loop.graph(), review_id, lambda work: self._draft(review_id, work, live))
            fault = None
        except HitlError as error:
            log.warning("review %s was not driven: %s", review_id, error)
            fault = _Fault(f"{error} What was decided is recorded, and the desk tries again by itself.", SWEEP_SECONDS)
        finally:
            with self._guard:
                del self._running[review_id]
                if fault:
                    self._faults[review_id] = fault
                again = review_id in self._again
                self._again.discard(review_id)
            live.end()
            if again:
                self.submit(review_id)

    def _draft(self, review_id: str, assignment: Assignment, live: Live) -> Written:
        halt = _Halt(self._store, review_id)
        try:
            self._wait_for_a_slot(halt, live)
            try:
                return self._write(assignment, halt, live)
            finally:
                self._slots.release()
        except DraftFailed as failure:
            if not halt.actor:
                raise
            raise DraftFailed("stopped", f"{halt.actor} stopped this draft.", failure.tokens) from None

    def _wait_for_a_slot(self, halt: "_Halt", live: Live) -> None:
        live.queued = True
        while not self._slots.acquire(timeout=TICK):
            if halt():
                raise failed("stopped")
            if self._closed.is_set():
                raise HitlError("The desk is closing. This draft is written when it opens again.")
        live.queued = False

    def _write(self, assignment: Assignment, halt: "_Halt", live: Live) -> Written:
        live.begin()
        pieces = bounded(self._writers(assignment.model)(assignment), assignment.seconds, halt)
        try:
            while True:
                live.add(next(pieces))
        except StopIteration as end:
            written: Written = end.value
            return written

    def _sweep(self) -> None:
        while not self._closed.is_set():
            try:
                unfinished = self._store.unfinished()
            except HitlError as error:
                log.warning("nothing was swept: %s", error)
                unfinished = []
            for review_id in unfinished:
                self._take_up(review_id)
            self._closed.wait(SWEEP_SECONDS)

    def _take_up(self, review_id: str) -> None:
        fault = self._faults.get(review_id)
        if len(self._running) < MOST_TAKEN_UP and review_id not in self._running and (not fault or fault.over()):
            self.submit(review_id)


class _Fault:
    """Why a review was not driven, in words, and how many seconds to leave it alone."""

    def __init__(self, sentence: str, seconds: float) -> None:
        self.sentence = sentence
        self._until = time.monotonic() + seconds

    def over(self) -> bool:
        return time.monotonic() >= self._until


class _Loop:
    """The compiled graph, made when it is first wanted: LangGraph's import takes over a second."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guard = threading.Lock()
        self._made: tuple[SqliteSaver, ReviewGraph] | None = None

    def graph(self) -> "ReviewGraph":
        with self._guard, faults_in_words():
            if self._made is None:
                from hitl.graph import build_graph

                saver = self._store.database.saver()
                self._made = saver, build_graph(saver)
            return self._made[1]

    def close(self) -> None:
        with self._guard:
            if self._made is not None:
                self._made[0].conn.close()
                self._made = None


class _Halt:
    """Asks the store, now and then, whether somebody wants a running draft to stop; `actor` is who."""

    def __init__(self, store: Store, review_id: str) -> None:
        self._store = store
        self._review_id = review_id
        self._next = 0.0
        self.actor = ""

    def __call__(self) -> bool:
        if not self.actor and time.monotonic() >= self._next:
            self._next = time.monotonic() + HALT_POLL_SECONDS
            with suppress(StoreFault):  # one missed look costs less than the draft
                self.actor = self._store.halted_by(self._review_id) or ""
        return bool(self.actor)
