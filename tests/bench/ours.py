"""Our side of turns and storage: a desk as the server opens it, with a model that has its text ready.

What such a model was asked is kept, as of any model.
"""

import logging
import time
from pathlib import Path
from queue import SimpleQueue

from hitl import events
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.errors import HitlError
from hitl.settings import Settings
from tests.bench.sides import Turn
from tests.bench.texts import ask, text
from tests.fakes import ScriptedWriter
from tests.replies import MODEL
from tests.torture.ground import settle

MOST_REVISIONS = 1_000
TURN_SECONDS = 60.0


def model_settings(address: str) -> Settings:
    """The settings of a desk with a model, which has no cap to speak of."""
    return Settings(database=address, writer="openai", model=MODEL, max_revisions=MOST_REVISIONS)


class OurTurns:
    """Reviews of a desk in one SQLite file."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "reviews.sqlite"
        self._writer = ScriptedWriter()
        self._desk = ReviewDesk(model_settings(str(self._file)), self._writer.for_model)
        self._heard = _Heard()
        events.log.addHandler(self._heard)
        events.log.setLevel(logging.INFO)

    def begin(self) -> str:
        """Start a review and wait for its first draft."""
        self._writer.enqueue(text(1))
        review = self._desk.start(Brief("The new library"), "Ann")
        settle(self._desk, review)
        return review

    def turn(self, review: str) -> Turn:
        """Click on Revise and hear when the click is recorded and when the next stop is."""
        stop = self._desk.review(review).stop
        if stop is None:
            raise HitlError("The review does not wait.")
        self._writer.enqueue(text(stop.number + 1))
        self._writer.history.clear()
        began = time.perf_counter()
        self._desk.revise(review, stop, "Ann", ask(stop.number))
        recorded, done = (self._heard.when(event, review) for event in ("decided", "waiting"))
        return Turn(done - began, done - recorded)

    def file(self) -> Path:
        """The database."""
        return self._file

    def close(self) -> None:
        """Close the desk."""
        events.log.removeHandler(self._heard)
        self._desk.close()


class _Heard(logging.Handler):
    """The moments of the desk's own events, each of which is told as soon as the database has it for good."""

    def __init__(self) -> None:
        super().__init__()
        self._moments: SimpleQueue[tuple[str, str, float]] = SimpleQueue()

    def emit(self, record: logging.LogRecord) -> None:
        """Note when it was."""
        self._moments.put((record.getMessage(), vars(record)["facts"]["review"], time.perf_counter()))

    def when(self, event: str, review: str) -> float:
        """Wait for the next event of this kind of a review; when it was. Raises Empty."""
        while True:
            heard, of, moment = self._moments.get(timeout=TURN_SECONDS)
            if (heard, of) == (event, review):
                return moment
