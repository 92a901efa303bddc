"""What was on the screen at a decision: recorded as far as it is known, and nothing else is accepted."""

import pytest

from hitl import wording
from hitl.desk import ReviewDesk
from hitl.errors import BadInput, Stale
from tests.conftest import settled, stop_of


@pytest.mark.parametrize("displayed", [None, 1])
def test_what_was_on_the_screen_is_recorded_with_each_decision(
    desk: ReviewDesk, review_id: str, displayed: int | None
) -> None:
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.", displayed=displayed)
    desk.edit(review_id, stop_of(desk, review_id), "Ann", "My own words.", displayed=displayed)
    desk.restore(review_id, stop_of(desk, review_id), "Ann", 1, displayed=displayed)
    desk.abandon(review_id, stop_of(desk, review_id), "Ann", "Called off.", displayed=displayed)
    settled(desk, review_id)
    record = desk.archive.record(review_id)

    assert [decision.displayed for decision in desk.decisions(review_id)] == [displayed] * 4
    assert [row["displayed"] for row in record.decisions] == [displayed] * 4
    assert [row["displayed"] for row in wording.rows(desk.review(review_id), [], desk.decisions(review_id))][1:-1] == [
        "" if displayed is None else displayed
    ] * 4


@pytest.mark.parametrize("displayed", [0, 1, 3, -1])
def test_nothing_is_accepted_while_another_text_is_on_the_screen(
    desk: ReviewDesk, review_id: str, displayed: int
) -> None:
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    stop = stop_of(desk, review_id)
    with pytest.raises(BadInput, match="v2 waits for your decision"):
        desk.accept(review_id, stop, "Ann", displayed=displayed)

    assert len(desk.decisions(review_id)) == 1
    assert desk.accept(review_id, stop, "Ann", displayed=2).displayed == 2
    settled(desk, review_id)


def test_a_text_that_was_not_there_yet_cannot_have_been_on_the_screen(desk: ReviewDesk, review_id: str) -> None:
    with pytest.raises(BadInput, match="no revision 2 yet"):
        desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.", displayed=2)

    assert desk.decisions(review_id) == []


def test_the_same_click_again_is_the_same_decision_and_of_another_screen_is_another_one(
    desk: ReviewDesk, review_id: str
) -> None:
    stop = stop_of(desk, review_id)
    first = desk.revise(review_id, stop, "Ann", "Shorter.", displayed=1)
    settled(desk, review_id)

    assert desk.revise(review_id, stop, "Ann", "Shorter.", displayed=1) == first
    with pytest.raises(Stale):
        desk.revise(review_id, stop, "Ann", "Shorter.", displayed=None)
