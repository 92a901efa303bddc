"""How long a page waits for a decision to be carried out before it says that it is at work."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from hitl.desk import ReviewDesk
from hitl.domain import Status
from hitl.settings import Settings
from hitl.store import open_database
from hitl.ui.drafting import settled_soon
from tests.conftest import stop_of


@contextmanager
def held(settings: Settings, review_id: str, seconds: float) -> Iterator[threading.Thread]:
    """A review that nobody can move on for so long, as where a machine is busy; the thread that holds it."""
    holds = threading.Event()

    def hold() -> None:
        with closing(open_database(settings.database)) as database, database.turn(review_id) as saver:
            assert saver is not None
            holds.set()
            time.sleep(seconds)

    thread = threading.Thread(target=hold)
    thread.start()
    assert holds.wait(10)
    yield thread
    thread.join(10)


def test_it_waits_for_the_editors_own_text_also_where_the_machine_is_busy(
    desk: ReviewDesk, settings: Settings, review_id: str
) -> None:
    stop = stop_of(desk, review_id)
    with held(settings, review_id, 0.4):
        desk.edit(review_id, stop, "Ann", "My own words.")
        seen = settled_soon(desk, desk.review(review_id))

    assert (seen.status, seen.counters.texts) == (Status.WAITING, 2)


def test_it_does_not_wait_for_a_model(desk: ReviewDesk, settings: Settings, review_id: str) -> None:
    stop = stop_of(desk, review_id)
    with held(settings, review_id, 1.5) as holding:
        desk.revise(review_id, stop, "Ann", "Shorter.")
        seen = settled_soon(desk, desk.review(review_id))
        assert holding.is_alive()

    assert seen.status is Status.DRAFTING
    assert stop_of(desk, review_id).number == 2
