"""How a draft is asked for, and what drafts of a process share: room for some, a look at who wants which to stop."""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from hitl.domain import now
from hitl.errors import DraftFailed, StoreFault
from hitl.live import Live
from hitl.settings import OFFLINE_MODEL
from hitl.store import Store
from hitl.writer.bounded import bounded
from hitl.writer.prompt import messages
from hitl.writing import Assignment, Call, Writer

HALT_POLL_SECONDS = 0.3

Halt = Callable[[], str]
"""Who wants one draft to stop; empty where nobody does."""


class Slots:
    """Room for a number of drafts at the same time: who has waited longest is next."""

    def __init__(self, free: int) -> None:
        self._free = free
        self._waiting: deque[threading.Event] = deque()
        self._guard = threading.Lock()

    def queue(self) -> threading.Event:
        """A place in the queue, which is set as soon as it holds a slot."""
        place = threading.Event()
        with self._guard:
            self._waiting.append(place)
            self._call()
        return place

    def leave(self, place: threading.Event) -> None:
        """Give back the slot, or the place in the queue for one."""
        with self._guard:
            if place.is_set():
                self._free += 1
            else:
                self._waiting.remove(place)
            self._call()

    def _call(self) -> None:
        while self._free and self._waiting:
            self._free -= 1
            self._waiting.popleft().set()


class Halts:
    """Who wants which drafts to stop: asked of the store now and then, for all of them at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guard = threading.Lock()
        self._tried = self._asked = float("-inf")  # the last look, and the last one that was answered
        self._known: dict[str, str] = {}

    def of(self, review_id: str) -> Halt:
        """Who wants the draft of a review to stop that begins now."""
        return partial(self._actor, review_id, time.monotonic())

    def _actor(self, review_id: str, since: float) -> str:
        if time.monotonic() - self._tried >= HALT_POLL_SECONDS and self._guard.acquire(blocking=False):
            try:
                self._tried = asked = time.monotonic()
                with suppress(StoreFault):  # one missed look costs less than the draft
                    self._known = self._store.halted()
                    self._asked = asked
            finally:
                self._guard.release()
        return self._known.get(review_id, "") if self._asked > since else ""


def ask(writer: Writer, work: Assignment, server: str, halt: Halt, live: Live) -> Call:
    """Have a draft written, followed by `live`; what was asked and what came of it, also where it failed.

    `server` is the address of the model's server, as it may be shown.
    """
    call = Call(now(), work.seconds, 0.0, 0)
    if work.model != OFFLINE_MODEL:
        work = replace(work, prompt=messages(work))
        call = replace(call, model=work.model, server=server, prompt=work.prompt)
    started = time.monotonic()
    live.begin()
    try:
        written = bounded(writer(work), work.seconds, lambda: bool(halt()), live.add)
    except DraftFailed as failure:
        problem = failure.problem
        if failure.fault == "stopped" and (actor := halt()):
            problem = replace(problem, sentence=f"{actor} stopped this draft.")
        call = replace(call, tokens=failure.tokens, problem=problem, partial=live.text)
    else:
        live.complete()
        call = replace(call, tokens=written.tokens, written=written)
    return replace(call, seconds=round(time.monotonic() - started, 3))
