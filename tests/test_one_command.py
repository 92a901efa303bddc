"""Desks that are opened for one command, beside reviews that are none of its business."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status
from hitl.settings import Settings
from hitl.store import Store, open_database
from hitl.worker import Drives
from tests.conftest import settled
from tests.fakes import ScriptedWriter

Opened = Callable[[Drives], ReviewDesk]


@pytest.fixture
def opened(settings: Settings, writer: ScriptedWriter) -> Iterator[Opened]:
    desks = []

    def opened(drives: Drives) -> ReviewDesk:
        desks.append(ReviewDesk(settings, writer.for_model, drives))
        return desks[-1]

    yield opened
    for desk in desks:
        desk.close()


def test_a_desk_that_drives_nothing_records_and_the_next_start_carries_it_out(
    opened: Opened, writer: ScriptedWriter
) -> None:
    silent = opened("none")
    review_id = silent.start(Brief("Topic"), "Ann")
    silent.attend(silent.review(review_id))
    silent.close()
    recorded = opened("none").review(review_id).status
    drafts = len(writer.history)
    carried_out = settled(opened("all"), review_id)

    assert (recorded, drafts) == (Status.DRAFTING, 0)
    assert carried_out.counters.texts == 1


def test_a_desk_that_drives_what_it_is_asked_to_leaves_the_other_reviews_alone(
    opened: Opened, writer: ScriptedWriter
) -> None:
    left = opened("none").start(Brief("Left by somebody"), "Ann")
    asked = opened("asked")
    own = asked.start(Brief("Asked for"), "Bob")
    settled(asked, own)

    assert asked.review(left).status is Status.DRAFTING
    assert [assignment.brief.topic for assignment in writer.history] == ["Asked for"]
    assert settled(asked, own).counters.texts == 1


def test_a_desk_that_is_asked_about_a_review_that_was_left_takes_it_up(opened: Opened) -> None:
    left = opened("none").start(Brief("Left by somebody"), "Ann")
    asked = opened("asked")
    asked.attend(asked.review(left))

    assert settled(asked, left).counters.texts == 1


def test_a_start_enters_settings_of_its_own_in_the_ledger_once_and_looking_enters_nothing(settings: Settings) -> None:
    others = settings.model_copy(update={"max_revisions": 50})

    def start(of: Settings, drives: Drives, *topics: str) -> None:
        with closing(ReviewDesk(of, drives=drives)) as desk:
            desk.lines()
            for topic in topics:
                desk.start(Brief(topic), "Ann", "A text.")

    with closing(ReviewDesk(settings)) as server:
        start(settings, "asked", "As the server")
        start(others, "none")
        start(others, "asked", "Many revisions", "Many more")
        start(others, "none", "And more")
        server.start(Brief("As ever"), "Ann", "A text.")
    with closing(open_database(settings.database)) as database:
        entries, _ = Store(database).ledger()

    told = [entry["details"].get("max_revisions") for entry in entries if entry["event"] in ("settings", "start")]
    assert told == [2, None, 50, None, None, None, 2, None]
