"""The ground of a torture: databases, server processes that are forked ready-made, a writer in a hurry."""

import multiprocessing
import os
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random

from hitl.desk import ReviewDesk
from hitl.domain import Status
from hitl.errors import DraftFailed
from hitl.settings import Settings
from hitl.writing import Assignment, Writer, Writing, Written

ROOT = Path(__file__).resolve().parents[2]
RECOVERY_SECONDS = 60.0
PRELOADED = (
    "hitl.graph",
    "hitl.store.postgres",
    "hitl.store.sqlite",
    "langgraph.checkpoint.postgres",
    "langgraph.checkpoint.sqlite",
    "tests.torture.crowd",
    "tests.torture.kills",
    "tests.torture.races",
    "tests.torture.steps",
)


class HastyWriter:
    """Writes at once, with pauses of up to `pause` seconds between its pieces; fails in `failing` of 1 cases."""

    def __init__(self, rng: Random, pause: float = 0.0, failing: float = 0.0) -> None:
        self._rng = rng
        self._pause = pause
        self._failing = failing

    def __call__(self, assignment: Assignment) -> Writing:
        """A text that names the feedback that it answers."""
        asked = assignment.feedback[-1] if assignment.feedback else assignment.brief.topic
        pieces = ["A text ", "that answers: ", asked, f" ({self._rng.getrandbits(32):08x})"]
        for piece in pieces:
            if self._pause:
                time.sleep(self._rng.uniform(0, self._pause))
            yield piece
        if self._rng.random() < self._failing:
            raise DraftFailed("cut", "The model broke off.", tokens=3)
        return Written("".join(pieces), assignment.model, tokens=10)

    def for_model(self, _model: str) -> Writer:
        """Serve every model."""
        return self


def dice(seed: int) -> Random:
    """Chance that falls the same way again for the same seed."""
    return Random(seed)  # noqa: S311 - nothing is kept secret by it


def settings(address: str, max_revisions: int = 6) -> Settings:
    """The settings of a server as they are by default, but for the database and the cap."""
    return Settings(database=address, writer="offline", max_revisions=max_revisions)


@contextmanager
def address(kind: str) -> Iterator[tuple[str, Path]]:
    """The address of a fresh database of a kind, and a folder; both go when the torture is over."""
    with tempfile.TemporaryDirectory(prefix="hitl-torture-") as name:
        folder = Path(name)
        if kind == "sqlite":
            yield str(folder / "reviews.sqlite"), folder
            return
        from tests.postgres import Postgres

        with Postgres() as server:
            yield server.fresh(), folder


def servers() -> ForkServerContext:
    """Where server processes come from: a process without threads and connections that has imported everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    with chdir(ROOT):  # it finds its modules from there
        forkserver.ensure_running()
    return context


def while_wanted(seconds: float) -> None:
    """Stay until whoever started this process is gone, or for so many seconds."""
    parent = os.getppid()
    wait_until(lambda: os.getppid() != parent, seconds, every=0.2)


def die_of_errors() -> None:
    """Let an error in any thread end this process, with a trace, so that none goes unseen."""

    def die(error: threading.ExceptHookArgs) -> None:
        traceback.print_exception(error.exc_value, file=sys.stderr)
        sys.stderr.flush()
        os._exit(70)

    threading.excepthook = die


def wait_until(condition: Callable[[], bool], seconds: float = RECOVERY_SECONDS, every: float = 0.01) -> bool:
    """Wait for a condition; False if it did not come in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def settle(desk: ReviewDesk, review_id: str) -> bool:
    """Wait until a review waits for somebody or has ended; False if that lasts too long."""
    return wait_until(lambda: desk.review(review_id).status is not Status.DRAFTING, every=0.002)


def recovered(desk: ReviewDesk) -> bool:
    """Wait until nothing is being driven any more; False if that lasts too long."""
    return wait_until(lambda: desk.lines([Status.DRAFTING], limit=1)[1] == 0)


def figure(name: str, value: object) -> None:
    """Print one figure on a line of its own."""
    sys.stdout.write(f"{name:<34}{value}\n")
    sys.stdout.flush()
