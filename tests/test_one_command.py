"""Desks that are opened for one command, beside reviews that are none of its business."""

from collections.abc import Callable, Iterator

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status
from hitl.settings import Settings
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
