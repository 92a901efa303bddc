"""Driving reviews off the page: `drive`, the text as it grows, and the threads that do it.

Nothing here is lost with a tab or a process: what to do next is read from the store and the
checkpoint each time, so a crash costs at most one call of the model.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hitl.domain import Assignment, Counters, Revision, Status, Stop, Writer, Written, plain
from hitl.errors import DraftFailed, HitlError
from hitl.store import Store, faults_in_words
from hitl.writer.bounded import bounded

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.sqlite import SqliteSaver
    from langgraph.types import StateSnapshot

    from hitl.graph import ReviewGraph

log = logging.getLogger(__name__)

Writers = Callable[[str], Writer]
"""The writer for a model's name."""

SWEEP_SECONDS = 5.0
HALT_POLL_SECONDS = 0.3
BROKEN = "The desk made a mistake while it worked on this review. Your decisions are recorded; the log says more."


class Live:
    """A draft as it grows. Written by one worker, read by any number of pages."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._changed = threading.Condition()
        self.over = False

    @property
    def text(self) -> str:
        """What has come so far."""
        return "".join(self._pieces)

    def begin(self) -> None:
        """Start with an empty page."""
        with self._changed:
            self._pieces = []

    def add(self, piece: str) -> None:
        """Append a piece and wake whoever follows."""
        with self._changed:
            self._pieces.append(piece)
            self._changed.notify_all()

    def end(self) -> None:
        """Say that no more will come."""
        with self._changed:
            self.over = True
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until there are not `seen` pieces any more, the draft is over or time is up; the count of pieces."""
        with self._changed:
            self._changed.wait_for(lambda: self.over or len(self._pieces) != seen, seconds)
            return len(self._pieces)


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
    """A few threads that drive reviews, in this process.

    `submit` may be called as often as wanted: a review that is being driven is looked at once more
    afterwards. A slow sweep finds what a dead process, or another one, left to do.
    """

    def __init__(self, store: Store, writers: Writers, threads: int = 4) -> None:
        self._store = store
        self._writers = writers
        self._loop = _Loop(store)
        self._jobs: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._slots = threading.Semaphore(threads)
        self._guard = threading.Lock()
        self._pending: set[str] = set()
        self._running: dict[str, Live] = {}
        self._again: set[str] = set()
        self._faults: dict[str, str] = {}
        self._closed = threading.Event()
        self._threads = [
            threading.Thread(target=self._dispatch, name="hitl-dispatch", daemon=True),
            threading.Thread(target=self._sweep, name="hitl-sweep", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, review_id: str) -> None:
        """See to it that the review is driven, from now, as far as it can go."""
        with self._guard:
            self._faults.pop(review_id, None)
            if review_id in self._running:
                self._again.add(review_id)
            elif review_id not in self._pending:
                self._pending.add(review_id)
                self._jobs.put(review_id)

    def live(self, review_id: str) -> Live | None:
        """The growing draft of a review that this process is driving."""
        return self._running.get(review_id)

    def fault(self, review_id: str) -> str:
        """What stopped this process from driving the review, in words; empty where nothing did."""
        return self._faults.get(review_id, "")

    def warm_up(self) -> None:
        """Import and compile what the first click needs, before there is one."""
        threading.Thread(target=self._loop.graph, name="hitl-warm-up", daemon=True).start()

    def close(self, seconds: float = 5.0) -> None:
        """Take no more work and wait for what is running; what lasts longer is found by the next start."""
        self._closed.set()
        self._jobs.put(None)
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0))
        while self._running and time.monotonic() < deadline:
            time.sleep(0.02)
        if not self._running:
            self._loop.close()

    def _dispatch(self) -> None:
        while (review_id := self._jobs.get()) is not None:
            self._slots.acquire()
            with self._guard:
                self._pending.discard(review_id)
                live = self._running[review_id] = Live()
            threading.Thread(target=self._drive, args=(review_id, live), name=f"hitl-{review_id}", daemon=True).start()

    def _drive(self, review_id: str, live: Live) -> None:
        fault = BROKEN  # stands if anything but a known error ends this thread
        try:
            drive(self._store, self._loop.graph(), review_id, lambda work: self._draft(review_id, work, live))
            fault = ""
        except HitlError as error:
            log.warning("review %s was not driven: %s", review_id, error)
            fault = str(error)
        finally:
            self._slots.release()
            with self._guard:
                del self._running[review_id]
                if fault:
                    self._faults[review_id] = fault
                again = review_id in self._again
                self._again.discard(review_id)
            live.end()
            if again and not self._closed.is_set():
                self.submit(review_id)

    def _draft(self, review_id: str, assignment: Assignment, live: Live) -> Written:
        live.begin()
        halt = _Halt(self._store, review_id)
        pieces = bounded(self._writers(assignment.model)(assignment), assignment.seconds, halt)
        try:
            while True:
                live.add(next(pieces))
        except StopIteration as end:
            written: Written = end.value
            return written
        except DraftFailed as failure:
            if not halt.actor:
                raise
            raise DraftFailed("stopped", f"{halt.actor} stopped this draft.", failure.tokens) from None

    def _sweep(self) -> None:
        while not self._closed.is_set():
            self._sweep_once()
            self._closed.wait(SWEEP_SECONDS)

    def _sweep_once(self) -> None:
        try:
            unfinished = self._store.unfinished()
        except HitlError as error:
            log.warning("nothing was swept: %s", error)
            return
        for review_id in unfinished:
            if review_id not in self._running and self._faults.get(review_id) != BROKEN:
                self.submit(review_id)


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
            self.actor = self._store.halted_by(self._review_id) or ""
        return bool(self.actor)
