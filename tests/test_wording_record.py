"""The record of a review in plain words: the answer, the moments, the path, what can be read to the letter."""

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import asdict, replace
from typing import Any

import pytest

from hitl.audit import Record
from hitl.domain import sha256
from hitl.graph import build_graph
from hitl.wording.answer import answer
from hitl.wording.details import facts, papers
from hitl.wording.moments import Moment, moments
from hitl.wording.path import NODES, WAYS, path
from tests import records as made

Records = dict[str, Record]

WRITER, EDITOR, OWN, KEPT = (NODES[node] for node in ("draft", "review", "amend", "finalize"))
HERE = "It stands here now."


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Records:
    return made.records(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def record(records: Records) -> Record:
    """The record of a review in which each verb was used."""
    return deepcopy(records["every verb"])


@pytest.fixture
def by_a_model(records: Records) -> Record:
    """The record of a review that was written by a model, of which one draft failed."""
    return deepcopy(records["by a model"])


def moment(record: Record, kind: str, number: int) -> Moment:
    return next(moment for moment in moments(record) if (moment.kind, moment.number) == (kind, number))


def paper(record: Record, kind: str, number: int, name: str) -> tuple[str, list[str]]:
    """The remark and the texts of a paper."""
    found = next(paper for paper in papers(moment(record, kind, number)) if paper.name == name)
    return found.remark, [text for _, text in found.parts]


def fact(record: Record, kind: str, number: int, name: str) -> str:
    return dict(facts(moment(record, kind, number)))[name]


@pytest.mark.parametrize(
    ("what", "begins", "ends"),
    [
        ("every verb", "Ann accepted v4 on ", "…)."),
        (
            "closed",
            "Nobody approved a text. The review closed by its rules on ",
            "cap reached: 2 of 2 revisions used; the feedback is recorded as unresolved”. v3 is kept as it stood. "
            "What Ben asked for last was not carried out: “The tone is wrong.”",
        ),
        (
            "abandoned",
            "Ben abandoned the review on ",
            ", when v1 waited for a decision; v1 was on the screen. Nothing was approved. The reason: “Called off.”",
        ),
        ("waiting", "Nothing is approved yet. v1 waits for a decision, since ", " UTC."),
        (
            "running",
            "Nothing is approved yet. A text is being made since Ann decided on v1, ",
            " UTC. What came so far stands below.",
        ),
    ],
)
def test_it_is_answered_how_a_review_stands_or_ended(records: Records, what: str, begins: str, ends: str) -> None:
    told = answer(records[what])

    assert (told[: len(begins)], told[-len(ends) :]) == (begins, ends)


@pytest.mark.parametrize(
    ("displayed", "screen", "exactly", "line"),
    [
        (4, "v4 was on the screen", "exactly these words were on the screen", "Ann accepted v4: "),
        (2, "v2 was on the screen, not v4", "", "Ann accepted v4, with v2 on the screen: "),
        (0, "no text was on the screen, not v4", "", "Ann accepted v4, with no text on the screen: "),
        (None, "it is not known whether v4 was on the screen", "", "Ann accepted v4: "),
    ],
)
def test_what_is_said_of_the_screen_is_what_is_known_of_it(
    record: Record, displayed: int | None, screen: str, exactly: str, line: str
) -> None:
    record.decisions[3]["displayed"] = displayed

    assert f" UTC, and {exactly or screen} (SHA-256 " in answer(record)
    assert fact(record, "decision", 4, "Screen") == screen
    assert moment(record, "decision", 4).line == f"{line}“Well done.”"


def test_a_text_that_was_changed_after_it_was_accepted_is_not_said_to_be_the_one_that_was_seen(record: Record) -> None:
    record.revisions[3]["text"] = "Other words."

    assert "The text that is stored as v4 now is not the one that was accepted then" in answer(record)
    assert "It is not the text of then" in paper(record, "decision", 4, "Text decided on")[0]


def test_a_review_that_began_with_a_text_of_another_one_names_both(records: Records) -> None:
    record, origin = records["begun again"], records["waiting"].review["id"]

    assert moment(record, "start", 0).line == "Ben began the review with v1 of an earlier one"
    assert fact(record, "start", 0, "Begun from") == f"v1 of the review {origin}"


def test_what_the_list_says_and_the_record_does_not_is_not_repeated_as_an_answer(record: Record) -> None:
    cut = replace(record, decisions=record.decisions[:-1])

    assert "holds no decision at its end that accepts one" in answer(cut)
    assert "cannot be read" in answer(replace(record, review=record.review | {"status": "Excellent"}))
    assert [m.line for m in moments(cut) if "missing" in m.line] == ["Decision 4 is missing"]


@pytest.mark.parametrize("with_states", [True, False])
def test_each_moment_is_told_in_its_order_with_the_stops_between(record: Record, with_states: bool) -> None:
    told = moments(record if with_states else replace(record, snapshots=None))

    assert [moment.line for moment in told] == [
        "Ann began the review",
        "The built-in writer was asked for the first draft, which came after 0.0 s",
        "v1 came: a draft by the built-in writer, 5 words",
        "v1 was put up for decision",
        "Ann asked for changes to v1: “Shorter.”",
        "The built-in writer was asked for a draft, which came after 0.0 s",
        "v2 came: a draft by the built-in writer, 5 words",
        "v2 was put up for decision",
        "Ben edited v2 by hand",
        "v3 came: written by hand by Ben, 2 words",
        "v3 was put up for decision",
        "Ben brought v2 back",
        "v4 came: the text of v2 again, 5 words",
        "v4 was put up for decision",
        "Ann accepted v4: “Well done.”",
        "The review ended: v4 is approved",
    ]
    sealed = [moment for moment in told if moment.kind != "stop"]
    assert [moment.before for moment in sealed] == ["", *(moment.seal for moment in sealed[:-1])]
    assert sealed[-1].seal == record.review["head"]


def test_a_draft_that_failed_is_told_with_its_sentence_and_what_had_come(by_a_model: Record) -> None:
    by_a_model.calls[1]["answer"] = "The first wor"
    lines = [moment.line for moment in moments(by_a_model)]

    assert "m-1 was asked for a draft, and none came: The connection broke." in lines
    assert "v1 was put up for decision again: The connection broke." in lines
    assert "Ben asked once more for the draft that had not come" in lines
    assert fact(by_a_model, "stop", 2, "In the box") == "Shorter."
    assert paper(by_a_model, "call", 1, "Answer") == ("No draft came. Up to then there was:", ["The first wor"])


def test_what_a_model_was_sent_can_be_read_to_the_letter(by_a_model: Record) -> None:
    remark, sent = paper(by_a_model, "call", 2, "Prompt")
    seen, came = (row["text"] for row in by_a_model.revisions[:2])
    by_a_model.revisions[0]["text"] = "Other words."

    assert remark == "Sent to m-1, 2 messages, to the letter:"
    assert seen in sent[1]
    assert "Shorter." in sent[1]
    assert paper(by_a_model, "call", 2, "Prompt")[0].startswith("What was sent cannot be read any more")
    assert paper(by_a_model, "call", 2, "Answer") == ("It was the text of v2:", [came])


@pytest.mark.parametrize(
    ("what", "cause", "given"),
    [
        ("every verb", 0, "the brief"),
        ("every verb", 1, "the brief, v1 and 1 ask for changes"),
        ("resent", 2, "the brief, v1 and 1 ask for changes"),
        ("closed", 2, "the brief, v2 and 2 asks for changes"),
    ],
)
def test_a_writer_that_is_no_model_is_said_to_be_none_and_what_it_was_given(
    records: Records, what: str, cause: int, given: str
) -> None:
    remark, _ = paper(records[what], "call", cause, "Prompt")

    assert remark == f"No model was asked. The built-in writer was given {given}."


def test_the_state_that_was_saved_with_each_moment_is_found(record: Record) -> None:
    states = {
        (m.kind, m.number): json.loads(paper(record, m.kind, m.number, "Saved state")[1][0]) for m in moments(record)
    }
    bare = replace(record, snapshots=None)

    assert states["start", 0]["values"]["counters"]["texts"] == 1
    assert states["decision", 2]["next"] == ["review"]
    assert states["decision", 2]["values"]["decision"]["number"] == 2
    assert states["revision", 3]["values"]["revision"]["text"] == "Ben's words."
    assert states["stop", 4]["stops"][0]["number"] == 4
    assert states["outcome", 4]["values"]["outcome"]["status"] == "Accepted"
    assert paper(bare, "stop", 1, "Saved state")[0] == "The saved states of this review cannot be read."


def test_what_was_sealed_is_shown_so_that_anybody_can_compute_the_seal_anew(record: Record) -> None:
    shown = json.loads(paper(record, "decision", 3, "Seal")[1][0])
    whole = json.dumps(shown["sealed"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert sha256(whole) == shown["seal"] == record.decisions[2]["seal"]


def test_rules_and_counters_are_told_in_words(by_a_model: Record) -> None:
    assert fact(by_a_model, "start", 0, "Rules") == (
        "At most 2 revisions by the writer after its first draft; with the last of them the review closes. "
        "At most 1,000 tokens, and 120 s for a draft. Allowed to write: m-1."
    )
    assert fact(by_a_model, "decision", 2, "Used") == "0 of 2 revisions used, 17 of 1,000 tokens"
    assert fact(by_a_model, "decision", 2, "Led") == "to the writer, for another draft"
    assert fact(by_a_model, "call", 1, "Took") == "0.0 of at most 120 s, 7 tokens"


@pytest.mark.parametrize(
    ("what", "ways"),
    [
        (
            "every verb",
            [
                ("Start", f"→ {WRITER}: 1\n→ {EDITOR}: 0"),
                (WRITER, f"→ {EDITOR}: 2\n→ {KEPT}: 0"),
                (EDITOR, f"→ {WRITER}: 1\n→ {OWN}: 2\n→ {KEPT}: 1"),
                (OWN, f"→ {EDITOR}: 2"),
                (KEPT, "→ End: 1"),
                ("End", HERE),
            ],
        ),
        ("waiting", [("Start", f"→ {WRITER}: 0\n→ {EDITOR}: 1"), (EDITOR, HERE)]),
        ("running", [(WRITER, HERE)]),
        ("by a model", [(WRITER, f"→ {EDITOR}: 3\n→ {KEPT}: 1"), ("End", HERE)]),
    ],
)
def test_each_way_is_counted_as_often_as_it_was_taken(records: Records, what: str, ways: list[tuple[str, str]]) -> None:
    told = dict(path(moments(records[what])))

    assert [name for name, words in ways if not told[name].endswith(words)] == []
    assert sum(HERE in words for words in told.values()) == 1


def test_the_ways_are_those_of_the_graph() -> None:
    names = {"__start__": "start", "__end__": "end"}
    edges = {tuple(names.get(node, node) for node in edge[:2]) for edge in build_graph().get_graph().edges}

    assert edges == {(node, to) for node, ways in WAYS.items() for to in ways}


def places(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - JSON
    """Every value in a structure, by its holder and its key."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


def test_no_damage_of_a_record_keeps_it_from_being_told(record: Record) -> None:
    dice = random.Random(7)  # noqa: S311 - the same damage each time
    junk: tuple[Any, ...] = (None, "", 0, -1, 7, "x", [], {}, [1], {"a": 1}, 1.5, True, b"x", "2026-13-40")
    for _ in range(150):
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
        assert path(told)
        for moment in told:
            assert moment.line
            assert all(words for _, words in facts(moment))
            assert papers(moment)
