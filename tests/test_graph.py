import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.types import Command

from hitl.codec import dump, load
from hitl.domain import Brief, Counters, Decision, Policy, Review, Status, Stop, Verb, now
from hitl.graph import ReviewGraph, Tools, build_graph, over
from hitl.loop import opening_state
from hitl.policy import route
from hitl.writing import Assignment, Call
from tests.fakes import called

CONFIG: RunnableConfig = {"configurable": {"thread_id": "r1"}}
SAID = {number: f"Ask {number}." for number in range(1, 5)}
TOOLS = Tools(lambda work: called(f"Draft after {work.feedback}."), lambda numbers: {n: SAID[n] for n in numbers})


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[ReviewGraph]:
    connection = sqlite3.connect(tmp_path / "checkpoints.sqlite", check_same_thread=False)
    yield over(build_graph(), SqliteSaver(connection))
    connection.close()


def review(policy: Policy, brief: Brief | None = None, text: str | None = None) -> Review:
    brief = brief or Brief("Topic")
    return Review("r1", brief.title, Status.DRAFTING, "Ann", now(), now(), brief, policy, Counters(), text)


def start(graph: ReviewGraph, text: str | None = None) -> None:
    opening = opening_state(review(Policy(max_revisions=2), text=text))
    graph.invoke(opening, CONFIG, context=TOOLS, durability="sync")


def decide(graph: ReviewGraph, verb: Verb, number: int, **said: Any) -> None:  # noqa: ANN401 - fields of a decision
    interrupt = graph.get_state(CONFIG).interrupts[0]
    values = graph.get_state(CONFIG).values
    way = route(verb, load(Counters, values["counters"]), load(Policy, values["policy"]))
    seen = load(Stop, interrupt.value | {"interrupt_id": interrupt.id})
    taken = (interrupt.id, verb, "Ann", seen.number, seen.sha256, now(), way.goto, way.reason, seen.counters)
    decision = Decision(number, *taken, **said)
    graph.invoke(Command(resume={interrupt.id: dump(decision)}), CONFIG, context=TOOLS, durability="sync")


def test_the_loop_stops_after_each_draft_with_what_the_editor_sees(graph: ReviewGraph) -> None:
    start(graph)
    value = graph.get_state(CONFIG).interrupts[0].value

    assert (value["number"], value["problem"], value["ask"]) == (1, None, "")
    assert value["counters"] == {"texts": 1, "revisions_used": 0, "tokens_spent": 5}


def test_feedback_is_state_and_reaches_every_later_draft(graph: ReviewGraph) -> None:
    start(graph)
    decide(graph, Verb.REVISE, 1, feedback=SAID[1])
    decide(graph, Verb.EDIT, 2, text="By hand.")
    decide(graph, Verb.REVISE, 3, feedback=SAID[3])
    values = graph.get_state(CONFIG).values

    assert (values["feedback"], values["ask"]) == ([1, 3], "Ask 3.")
    assert values["revision"]["text"] == "Draft after ('Ask 1.', 'Ask 3.')."
    assert (values["revision"]["number"], values["revision"]["cause"]) == (4, 3)


def test_an_accept_ends_with_an_outcome_that_names_the_text(graph: ReviewGraph) -> None:
    start(graph, "My own.")
    decide(graph, Verb.ACCEPT, 1)
    outcome = graph.get_state(CONFIG).values["outcome"]

    assert (outcome["status"], outcome["number"], outcome["unresolved"]) == ("Accepted", 1, "")
    assert graph.get_state(CONFIG).next == ()


def test_feedback_at_the_cap_is_recorded_as_unresolved(graph: ReviewGraph) -> None:
    start(graph)
    for number in (1, 2, 3):
        decide(graph, Verb.REVISE, number, feedback=f"Ask {number}.")
    outcome = graph.get_state(CONFIG).values["outcome"]

    assert (outcome["status"], outcome["unresolved"], outcome["number"]) == ("Closed at the cap", "Ask 3.", 3)


def test_a_malformed_decision_does_not_get_into_the_state(graph: ReviewGraph) -> None:
    start(graph)
    interrupt = graph.get_state(CONFIG).interrupts[0]
    with pytest.raises((KeyError, ValueError)):
        graph.invoke(Command(resume={interrupt.id: {"verb": "explode"}}), CONFIG, context=TOOLS, durability="sync")

    assert graph.get_state(CONFIG).values["decision"] is None
    assert graph.get_state(CONFIG).interrupts[0].id == interrupt.id


def test_every_snapshot_holds_plain_values_and_one_text_at_most(graph: ReviewGraph) -> None:
    start(graph)
    decide(graph, Verb.REVISE, 1, feedback="Shorter.")
    decide(graph, Verb.ACCEPT, 2)
    snapshots = [snapshot.values for snapshot in graph.get_state_history(CONFIG)]

    assert len(snapshots) > 5
    assert [json.loads(json.dumps(values)) for values in snapshots] == snapshots
    assert all(json.dumps(values).count("Draft after") <= 1 for values in snapshots)


def test_the_loop_has_the_rooms_and_doors_of_the_design(graph: ReviewGraph) -> None:
    doors = {(edge.source, edge.target) for edge in graph.get_graph().edges}

    assert doors == {
        ("__start__", "draft"), ("__start__", "review"), ("draft", "review"), ("draft", "finalize"),
        ("review", "draft"), ("review", "amend"), ("review", "finalize"), ("amend", "review"), ("finalize", "__end__"),
    }  # fmt: skip


def test_the_assignment_carries_the_brief_the_text_and_the_limits(graph: ReviewGraph) -> None:
    given: list[Assignment] = []

    def draft(work: Assignment) -> Call:
        given.append(work)
        return called("Text.")

    policy = Policy(models=("chosen",), draft_seconds=9.0)
    state = opening_state(review(policy, Brief("Topic", must_haves=("a",))))
    graph.invoke(state, CONFIG, context=Tools(draft, lambda _: {}), durability="sync")

    assert given == [Assignment(Brief("Topic", must_haves=("a",)), "", (), "chosen", 9.0)]
