"""Our side of turns and storage: a desk as the server opens it, with a model that has its text ready.

What such a model was asked is kept, as of any model.
"""

import sqlite3
import threading
import time
from pathlib import Path

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
LOOK_SECONDS = 0.0002
"""Between two looks at the database from outside, until the click stands there; then five times as long."""


def model_settings(address: str) -> Settings:
    """The settings of a desk with a model, which has no cap to speak of."""
    return Settings(database=address, writer="openai", model=MODEL, max_revisions=MOST_REVISIONS)


class OurTurns:
    """Reviews of a desk in one SQLite file."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "reviews.sqlite"
        self._writer = ScriptedWriter()
        self._desk = ReviewDesk(model_settings(str(self._file)), self._writer.for_model)
        self._looking = sqlite3.connect(self._file, isolation_level=None, timeout=TURN_SECONDS)

    def begin(self) -> str:
        """Start a review and wait for its first draft."""
        self._writer.enqueue(text(1))
        review = self._desk.start(Brief("The new library"), "Ann")
        settle(self._desk, review)
        return review

    def turn(self, review: str) -> Turn:
        """Click on Revise and look from outside, as another program would, when it stands and when it is done."""
        stop = self._desk.review(review).stop
        if stop is None:
            raise HitlError("The review does not wait.")
        self._writer.enqueue(text(stop.number + 1))
        self._writer.history.clear()
        click = threading.Thread(target=self._desk.revise, args=(review, stop, "Ann", ask(stop.number)))
        began = time.perf_counter()
        click.start()
        recorded = self._seen(review, f"status = 'Drafting' OR number > {stop.number}", LOOK_SECONDS)
        done = self._seen(review, f"status <> 'Drafting' AND number > {stop.number}", 5 * LOOK_SECONDS)
        click.join(TURN_SECONDS)
        return Turn(done - began, done - recorded)

    def file(self) -> Path:
        """The database."""
        return self._file

    def close(self) -> None:
        """Close the desk."""
        self._looking.close()
        self._desk.close()

    def _seen(self, review: str, condition: str, every: float) -> float:
        """The moment at which a review is seen to be so."""
        query = f"SELECT 1 FROM reviews WHERE id = ? AND ({condition})"  # noqa: S608 - the conditions are those above
        until = time.perf_counter() + TURN_SECONDS
        while self._looking.execute(query, (review,)).fetchone() is None:
            if time.perf_counter() > until:
                raise TimeoutError(f"a turn took more than {TURN_SECONDS:.0f} s")
            time.sleep(every)
        return time.perf_counter()
