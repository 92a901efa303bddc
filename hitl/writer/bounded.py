"""A limit in time and a way to stop, for any writer.

A client that waits for a byte cannot be interrupted from outside, and comments sent to keep a connection
open defeat its own time-out. So the writer runs in a thread of its own, which is left behind if need be.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing, suppress
from contextvars import copy_context
from functools import partial

from hitl.errors import HitlError
from hitl.events import tell
from hitl.writer.faults import failed
from hitl.writing import Writing, Written

TICK = 0.1
"""Seconds between two looks at the clock and at `stopped`."""


def bounded(writing: Writing, seconds: float, stopped: Callable[[], bool], heard: Callable[[str], None]) -> Written:
    """What a writer delivers, each piece `heard` on the way, within `seconds` and only until `stopped()` is true.

    Raises what the writer raises where it is one of our errors, else `DraftFailed` with the fault `broken`;
    and `DraftFailed` with the fault `deadline` or `stopped` within `TICK`: after that no piece is heard.
    A writer that is given up is closed in its thread as soon as it moves again.
    """
    if stopped():
        raise failed("stopped")
    over, deadline = _Over(), time.monotonic() + seconds
    run = partial(copy_context().run, over.write, writing, heard)  # so that its traces stand below the review's
    threading.Thread(target=run, name="hitl-writer", daemon=True).start()
    try:
        while True:
            with suppress(TimeoutError):
                error = over.end.exception(TICK)
                break
            if stopped():
                raise failed("stopped")
            if time.monotonic() >= deadline:
                raise failed("deadline", seconds=seconds)
    finally:
        over.give_up()
    if error is None:
        return over.end.result()
    if isinstance(error, HitlError):
        raise error
    tell("broken", mistake=error)
    raise failed("broken") from error


class _Over:
    """The end of one writing, `end`, or that nobody waits for it any more."""

    def __init__(self) -> None:
        self.end: Future[Written] = Future()
        self._guard = threading.Lock()
        self._given_up = False

    def give_up(self) -> None:
        with self._guard:
            self._given_up = True

    def write(self, writing: Writing, heard: Callable[[str], None]) -> None:
        """Run the writer to its end, or to the first piece that nobody waits for."""
        try:
            with closing(writing):
                while True:
                    piece = next(writing)
                    with self._guard:
                        if self._given_up:
                            return
                        heard(piece)
        except StopIteration as end:
            self.end.set_result(end.value)
        except BaseException as error:  # noqa: BLE001 - it is raised where the text is waited for
            self.end.set_exception(error)
