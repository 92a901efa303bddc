"""Values of the domain in JSON's types and back: all of them, and nothing else."""

import json
from typing import Any

import pytest

from hitl.codec import dump, load, load_json
from hitl.domain import (
    Author,
    Brief,
    Counters,
    Decision,
    Kind,
    Outcome,
    Policy,
    Problem,
    Review,
    Revision,
    Status,
    Stop,
    Verb,
    now,
)

COUNTERS = Counters(1, 2, 3)
BRIEF = Brief("Topic 茶", Kind.PRESS, must_haves=("a", "b"))
POLICY = Policy(draft_seconds=90.5, models=("m", "n"))
STOP = Stop("i", 1, "h", COUNTERS, Problem("network", "No network."), "Shorter.")
DECISION = Decision(1, "i", Verb.EDIT, "Ann", 1, "h", now(), "amend", "because", COUNTERS, text="Mine.")
REVISION = Revision(1, "text", Author.MODEL, 0, now(), notes=("n",))
REVIEW = Review("r", "T", Status.WAITING, "Ann", now(), now(), BRIEF, POLICY, COUNTERS, "", ("s", 2), STOP)
VALUES = [BRIEF, POLICY, STOP, DECISION, REVISION, REVIEW, Outcome(Status.CLOSED, "used up", "", 1, "h", now())]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_survives_the_trip_through_json(value: object) -> None:
    plain = dump(value)

    assert load(type(value), json.loads(json.dumps(plain))) == value
    assert load_json(type(value), json.dumps(plain).encode()) == value
    assert json.loads(json.dumps(plain)) == plain


@pytest.mark.parametrize(
    ("value", "change"),
    [
        (COUNTERS, {"texts": "1"}),
        (COUNTERS, {"texts": True}),
        (COUNTERS, {"texts": 1.0}),
        (COUNTERS, {"more": 1}),
        (BRIEF, {"topic": b"Topic"}),
        (BRIEF, {"kind": "poem"}),
        (BRIEF, {"must_haves": ["a", 1]}),
        (BRIEF, {"must_haves": "ab"}),
        (POLICY, {"on_cap": "never"}),
        (POLICY, {"draft_seconds": "90"}),
        (STOP, {"problem": {"fault": "network"}}),
        (STOP, {"counters": None}),
        (DECISION, {"text": 5}),
    ],
)
def test_whatever_is_of_another_type_left_over_or_missing_is_refused(value: object, change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        load(type(value), dump(value) | change)
