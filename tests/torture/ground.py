"""The ground of a torture: databases, server processes that are forked ready-made, a writer in a hurry, a log."""

import json
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
from typing import Any, NamedTuple

from hitl.desk import ReviewDesk
from hitl.domain import Decision, Status, Stop, Verb
from hitl.errors import DraftFailed
from hitl.settings import Settings
from hitl.writing import Assignment, Writer, Writing, Written

ROOT = Path(__file__).resolve().parents[2]
RECOVERY_SECONDS = 180.0  # long enough for a busy machine; how long it took is told
PRELOADED = ["hitl.graph", "hitl.store.postgres_saver", "hitl.store.sqlite_saver", "tests.torture.__main__"]
RECORDED, REFUSED, FAULTED, STARTED = "recorded", "refused", "faulted", "started"


class Click(NamedTuple):
    """What became of a click: `words` are its feedback or text, `number` the decision that it was told."""

    outcome: str
    review_id: str
    verb: str = ""
    actor: str = ""
    words: str = ""
    number: int = 0


def recorded(review_id: str, decision: Decision) -> Click:
    """The click behind a decision that the desk has returned."""
    words = decision.feedback if decision.text is None else decision.text
    return Click(RECORDED, review_id, decision.verb, decision.actor, words, decision.number)


class ClickLog:
    """A file that any number of processes append to; it survives the death of whoever writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def add(self, click: Click) -> None:
        """Write a click down, in one write; it is in the kernel's hands when this returns."""
        with self.path.open("ab", buffering=0) as file:
            file.write(f"{json.dumps(click)}\n".encode())

    def clicks(self) -> list[Click]:
        """All clicks so far, oldest first."""
        return [Click(*json.loads(line)) for line in self.path.read_text("utf-8").splitlines()]


def hasty(rng: Random, pause: float, failing: float) -> Writer:
    """Writes at once, with pauses of up to `pause` seconds between its pieces; fails in `failing` of 1 cases."""

    def write(assignment: Assignment) -> Writing:
        asked = assignment.feedback[-1] if assignment.feedback else assignment.brief.topic
        pieces = ["A text ", "that answers: ", asked, f" ({rng.getrandbits(32):08x})"]
        for piece in pieces:
            time.sleep(rng.uniform(0, pause))
            yield piece
        if rng.random() < failing:
            raise DraftFailed("cut", "The model broke off.", tokens=3)
        return Written("".join(pieces), assignment.model, tokens=10)

    return write


def dice(seed: int) -> Random:
    """Chance that falls the same way again for the same seed."""
    return Random(seed)  # noqa: S311 - nothing is kept secret by it


def settings(address: str) -> Settings:
    """The settings of a server as they are by default, but for the database and the cap."""
    return Settings(database=address, writer="offline", max_revisions=6)


def open_desk(address: str, rng: Random | None = None, pause: float = 0.0, failing: float = 0.0) -> ReviewDesk:
    """A desk with a writer in a hurry."""
    writer = hasty(rng or dice(0), pause, failing)
    return ReviewDesk(settings(address), lambda _model: writer)


def decide(
    desk: ReviewDesk, review_id: str, stop: Stop, verb: Verb, actor: str, words: str, number: int = 1
) -> Decision:
    """Click on one of the buttons; `words` go where this one takes any, `number` is what is restored."""
    given: dict[Verb, list[Any]] = {Verb.RESTORE: [number], Verb.RETRY: []}
    decision: Decision = getattr(desk, verb)(review_id, stop, actor, *given.get(verb, [words]))
    return decision


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
    context.set_forkserver_preload(PRELOADED)
    with chdir(ROOT):  # it finds its modules from there
        forkserver.ensure_running()
    return context


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
