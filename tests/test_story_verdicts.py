"""What came of a check, in words; and that no damage of a record keeps it from being told."""

import random
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest

from hitl.audit import Finding, Record, verify
from hitl.desk import ReviewDesk
from hitl.story import answer, checked, compared, facts, moments, papers, path_of, replayed
from hitl.story.drawing import drawn
from tests.conftest import settled, stop_of

WRONG = [Finding("decision", 1, "Decision 1 is not what was sealed."), Finding("outcome", 2, "The outcome is odd.")]


@pytest.fixture
def record(desk: ReviewDesk, review_id: str) -> Record:
    """The record of an accepted review with two texts."""
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    desk.accept(review_id, stop_of(desk, review_id), "Ann")
    settled(desk, review_id)
    return desk.archive.record(review_id)


def test_a_sound_record_is_said_to_be_as_it_was_sealed(record: Record) -> None:
    verdict = checked(record, verify(record))

    assert verdict.well
    assert verdict.sentence == "Nothing was changed: 8 records, their texts and saved states are as they were sealed."


def test_the_first_thing_that_is_wrong_is_the_sentence_and_the_others_follow(record: Record) -> None:
    verdict = checked(record, WRONG)

    assert verdict.well is False
    assert verdict.sentence == "Decision 1 is not what was sealed."
    assert verdict.more == ("The outcome is odd.",)


@pytest.mark.parametrize(
    ("status", "end"),
    [
        ("Accepted", "and ended the same way; no model was asked."),
        ("Waiting for you", "and came to the same stop; no model was asked."),
        ("Drafting", "as far as the review has come; no model was asked."),
    ],
)
def test_a_replay_that_went_the_same_way_says_how_far(record: Record, status: str, end: str) -> None:
    told = replayed(replace(record, review=record.review | {"status": status}), 8)

    assert told.well
    assert told.sentence == f"Run again from the record, the loop took the same 8 steps {end}"


def test_a_replay_that_went_another_way_says_after_how_many_steps_and_where(record: Record) -> None:
    told = replayed(record, 1, "Decision 1 has another reason in the record than now.")

    assert told.well is False
    assert told.sentence == "Run again from the record, the loop took the same 1 step, then went another way."
    assert told.more == ("Decision 1 has another reason in the record than now.",)


def test_a_noted_seal_is_found_with_what_came_since(record: Record) -> None:
    last = compared(record, [], str(record.review["head"]))
    earlier = compared(record, [], f" {str(record.decisions[0]['seal']).upper()}\n")

    assert last.well
    assert "step 8 of 8" in last.sentence
    assert "It is the last one." in last.sentence
    assert earlier.well
    assert "step 4 of 8, “Ann asked for changes to v1: “Shorter.””" in earlier.sentence
    assert "4 steps came since." in earlier.sentence


def test_a_seal_of_another_story_is_told_from_what_is_no_seal(record: Record) -> None:
    assert compared(record, [], "0" * 64).well is False
    assert "has been removed or replaced since" in compared(record, [], "0" * 64).sentence
    assert compared(record, [], "abc").sentence.endswith("; this has 3 characters.")
    assert compared(record, [], "<script>").sentence.endswith("; this has others in it.")


def test_a_noted_seal_vouches_for_nothing_where_the_record_was_changed(record: Record) -> None:
    verdict = compared(record, WRONG, str(record.review["head"]))

    assert verdict.well is False
    assert "But not all is as it was sealed" in verdict.sentence


def places(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - JSON
    """Every value in a structure, by its holder and its key."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


def test_no_damage_of_a_record_keeps_it_from_being_told(record: Record) -> None:
    dice = random.Random(7)  # noqa: S311 - the same damage each time
    junk: tuple[Any, ...] = (None, "", 0, -1, 7, "x", [], {}, [1], {"a": 1}, 1.5, True, b"x", "2026-13-40")
    for _ in range(400):
        plain = asdict(record)
        for _ in range(dice.choice((1, 1, 2, 4))):
            rows = [plain["review"], *plain["decisions"], *plain["calls"], *plain["revisions"]]
            spots = [(holder, key) for row in rows for holder, key in places(row)]
            spots += [spot for state in plain["snapshots"] for spot in places(state["values"])]
            holder, key = dice.choice(spots)
            holder[key] = dice.choice(junk)
        damaged = Record(**plain)
        told = moments(damaged)

        assert told[0].kind == "start"
        assert answer(damaged)
        assert drawn(path_of(damaged))
        for moment in told:
            assert all(words for _, words in facts(damaged, moment))
            assert papers(damaged, moment)
