"""A limit in time and a way to stop, for any writer.

A client that waits for a byte cannot be interrupted from outside, and comments sent to keep a connection
open defeat its own time-out. So the writer runs in a thread of its own, which is left behind if need be.
"""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from contextvars import copy_context
from functools import partial
from queue import Empty, Full, Queue
from typing import NoReturn

from hitl.errors import HitlError
from hitl.events import tell
from hitl.writer.faults import failed
from hitl.writing import Writing, Written

TICK = 0.1
"""Seconds between two looks at the clock and at `stopped`."""

WAITING_PIECES = 64
"""Pieces that the writer may be ahead of its reader; then it waits."""


_Item = str | Written | BaseException
"""A piece, the end, or what the writer raised."""


def bounded(writing: Writing, seconds: float, stopped: Callable[[], bool]) -> Writing:
    """The same pieces and the same `Written`, but for at most `seconds`, and only until `stopped()` is true.

    Raises what the writer raises where it is one of our errors, else `DraftFailed` with the fault `broken`;
    and `DraftFailed` with the fault `deadline` or `stopped` within `TICK`. A writer that is given up is
    closed in its thread as soon as it moves again.
    """
    if stopped():
        raise failed("stopped")
    items: Queue[_Item] = Queue(WAITING_PIECES)
    given_up = threading.Event()
    deadline = time.monotonic() + seconds
    pump = partial(copy_context().run, _pump, writing, items, given_up)  # so that its traces stand below the review's
    threading.Thread(target=pump, name="hitl-writer", daemon=True).start()
    try:
        while True:
            if stopped():
                raise failed("stopped")
            if time.monotonic() >= deadline:
                raise failed("deadline", seconds=seconds)
            try:
                item = items.get(timeout=TICK)
            except Empty:
                continue
            if isinstance(item, Written):
                return item
            if isinstance(item, BaseException):
                _raise(item)
            yield item
    finally:
        given_up.set()


def _raise(error: BaseException) -> NoReturn:
    if isinstance(error, HitlError):
        raise error
    tell("broken", mistake=error)
    raise failed("broken") from error


def _pump(writing: Writing, items: Queue[_Item], given_up: threading.Event) -> None:
    """Run the writer to its end, or to the first piece that nobody waits for."""
    try:
        with closing(writing):
            while not given_up.is_set():
                try:
                    piece = next(writing)
                except StopIteration as end:
                    _put(end.value, items, given_up)
                    return
                _put(piece, items, given_up)
    except BaseException as error:  # noqa: BLE001 - it is raised where the text is read
        _put(error, items, given_up)


def _put(item: _Item, items: Queue[_Item], given_up: threading.Event) -> None:
    """Hand over an item as soon as there is room; drop it when nobody waits any more."""
    while not given_up.is_set():
        try:
            items.put(item, timeout=TICK)
        except Full:
            continue
        return
