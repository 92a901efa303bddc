"""How long a page waits for a decision to be carried out before it says that it is at work."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Status
from hitl.store import open_database
from hitl.ui.drafting import settled_soon
from tests.conftest import stop_of

pytestmark = pytest.mark.one_database


@pytest.fixture
def held(database: str, review_id: str, desk: ReviewDesk) -> Iterator[threading.Event]:
    """Set, it lets go of a review that nobody can move on until then, as where a machine is busy."""
    stop_of(desk, review_id)
    holds, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(open_database(database)) as other, other.turn(review_id) as saver:
            assert saver is not None
            holds.set()
            let_go.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert holds.wait(10)
    yield let_go
    let_go.set()
    thread.join(10)


def test_it_waits_for_the_editors_own_text_also_where_the_machine_is_busy(
    desk: ReviewDesk, review_id: str, held: threading.Event
) -> None:
    desk.edit(review_id, stop_of(desk, review_id), "Ann", "My own words.")
    threading.Timer(0.4, held.set).start()
    seen = settled_soon(desk, desk.review(review_id))

    assert (seen.status, seen.counters.texts) == (Status.WAITING, 2)


def test_it_does_not_wait_for_a_model(desk: ReviewDesk, review_id: str, held: threading.Event) -> None:
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    seen = settled_soon(desk, desk.review(review_id))
    held.set()

    assert seen.status is Status.DRAFTING
    assert stop_of(desk, review_id).number == 2
