"""What came of a check, in words."""

from dataclasses import replace

import pytest

from hitl.audit import Finding, Record
from hitl.wording.verdicts import checked, compared, replayed
from tests import records as made


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return made.records(tmp_path_factory.mktemp("desk"))["every verb"]


WRONG = [Finding("decision", 1, "Decision 1 is not what was sealed."), Finding("outcome", 2, "The outcome is odd.")]


def test_a_sound_record_is_said_to_be_so_and_else_the_first_thing_that_is_wrong_and_then_the_others(
    record: Record,
) -> None:
    sound, wrong = checked(record, []), checked(record, WRONG)

    assert sound.well
    assert sound.sentence == "Nothing was changed: 12 records, their texts and saved states are as they were sealed."
    assert (wrong.well, wrong.sentence) == (False, "Decision 1 is not what was sealed.")
    assert wrong.more == ("The outcome is odd.",)


@pytest.mark.parametrize(
    ("status", "difference", "told"),
    [
        ("Accepted", "", "8 steps and ended the same way; no model was asked."),
        ("Waiting for you", "", "8 steps and came to the same stop; no model was asked."),
        ("Drafting", "", "8 steps as far as the review has come; no model was asked."),
        ("Accepted", "Decision 1 has another reason.", "8 steps, then went another way."),
    ],
)
def test_a_replay_says_how_far_it_went_the_same_way(record: Record, status: str, difference: str, told: str) -> None:
    verdict = replayed(replace(record, review=record.review | {"status": status}), 8, difference)

    assert verdict.well is not bool(difference)
    assert verdict.sentence == f"Run again from the record, the loop took the same {told}"
    assert verdict.more == ((difference,) if difference else ())


def test_a_noted_seal_is_found_with_what_came_since(record: Record) -> None:
    head = str(record.review["head"])
    last, earlier = compared(record, [], head), compared(record, [], f" {str(record.decisions[0]['seal']).upper()}\n")
    changed = compared(record, WRONG, head)

    assert last.well
    assert "step 12 of 12, “The review ended: v4 is approved”. It is the last one. All up to it is as" in last.sentence
    assert earlier.well
    assert "step 4 of 12, “Ann asked for changes to v1: “Shorter.””. 8 steps came since." in earlier.sentence
    assert changed.well is False
    assert "But not all is as it was sealed" in changed.sentence


@pytest.mark.parametrize(
    ("noted", "well", "told"),
    [
        ("0" * 64, False, "has been removed or replaced since."),
        ("abc", None, "; this has 3 characters."),
        ("a" * 65, None, "; this has 65 characters."),
        ("<script>", None, "; this has others in it."),
    ],
)
def test_a_seal_of_another_story_is_told_from_what_is_no_seal(
    record: Record,
    noted: str,
    well: bool | None,
    told: str,
) -> None:
    verdict = compared(record, [], noted)

    assert verdict.well is well
    assert verdict.sentence.endswith(told)
