"""Who wants a draft to stop, where the database cannot be asked now and then."""

import time
from pathlib import Path

from hitl.drafts import HALT_POLL_SECONDS, Halts
from hitl.errors import StoreFault
from hitl.store import Store, open_database


class Faltering(Store):
    """A store that has an answer for `halted`, or none."""

    answer: dict[str, str] | None = None

    def halted(self) -> dict[str, str]:
        """The answer. Raises StoreFault where there is none."""
        if self.answer is None:
            raise StoreFault("busy", "The database is busy.")
        return self.answer


def test_a_look_that_failed_stops_no_draft_in_the_name_of_whoever_stopped_the_one_before(tmp_path: Path) -> None:
    store = Faltering(open_database(str(tmp_path / "reviews.sqlite")))
    halts = Halts(store)
    first, store.answer = halts.of("r1"), {"r1": "Ann"}
    stopped = first()
    time.sleep(HALT_POLL_SECONDS)
    second, store.answer = halts.of("r1"), None
    looked = second()
    time.sleep(HALT_POLL_SECONDS)
    store.answer = {"r1": "Ben"}
    then = second()
    store.database.close()

    assert (stopped, looked, then) == ("Ann", "", "Ben")
