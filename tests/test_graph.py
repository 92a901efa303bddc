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
BRIEF = Brief("Topic", must_haves=("a",))
POLICY = Policy(max_revisions=2, models=("chosen",), draft_seconds=9.0)


@pytest.fixture
def given() -> list[Assignment]:
    """What the writer was given."""
    return []


@pytest.fixture
def tools(given: list[Assignment]) -> Tools:
    def draft(work: Assignment) -> Call:
        given.append(work)
        return called(f"Draft after {work.feedback}.")

    return Tools(draft, lambda numbers: {number: SAID[number] for number in numbers})


@pytest.fixture
def graph(tmp_path: Path, tools: Tools) -> Iterator[ReviewGraph]:
    """A loop that has written a first draft."""
    connection = sqlite3.connect(tmp_path / "checkpoints.sqlite", check_same_thread=False)
    graph = over(build_graph(), SqliteSaver(connection))
    review = Review("r1", "Topic", Status.DRAFTING, "Ann", now(), now(), BRIEF, POLICY, Counters())
    graph.invoke(opening_state(review), CONFIG, context=tools, durability="sync")
    yield graph
    connection.close()


def decide(graph: ReviewGraph, tools: Tools, verb: Verb, number: int, **said: Any) -> dict[str, Any]:  # noqa: ANN401
    """The state after a decision, with what is said in it."""
    interrupt = graph.get_state(CONFIG).interrupts[0]
    seen = load(Stop, {**interrupt.value, "interrupt_id": interrupt.id})
    way = route(verb, seen.counters, POLICY)
    taken = (interrupt.id, verb, "Ann", seen.number, seen.sha256, now(), way.goto, way.reason, seen.counters)
    resume: Command[Any] = Command(resume={interrupt.id: dump(Decision(number, *taken, **said))})
    graph.invoke(resume, CONFIG, context=tools, durability="sync")
    return dict(graph.get_state(CONFIG).values)


def test_the_loop_stops_after_the_draft_of_an_assignment_with_what_the_editor_sees(
    graph: ReviewGraph, given: list[Assignment]
) -> None:
    value = graph.get_state(CONFIG).interrupts[0].value

    assert given == [Assignment(BRIEF, "", (), "chosen", 9.0)]
    assert (value["number"], value["problem"], value["ask"]) == (1, None, "")
    assert value["counters"] == {"texts": 1, "revisions_used": 0, "tokens_spent": 5}


def test_feedback_reaches_every_later_draft_and_what_comes_at_the_cap_is_recorded_as_unresolved(
    graph: ReviewGraph, tools: Tools
) -> None:
    decide(graph, tools, Verb.REVISE, 1, feedback=SAID[1])
    decide(graph, tools, Verb.EDIT, 2, text="By hand.")
    values = decide(graph, tools, Verb.REVISE, 3, feedback=SAID[3])
    outcome = decide(graph, tools, Verb.REVISE, 4, feedback=SAID[4])["outcome"]

    assert (values["feedback"], values["ask"]) == ([1, 3], "Ask 3.")
    assert values["revision"]["text"] == "Draft after ('Ask 1.', 'Ask 3.')."
    assert (values["revision"]["number"], values["revision"]["cause"]) == (4, 3)
    assert (outcome["status"], outcome["unresolved"], outcome["number"]) == ("Closed at the cap", "Ask 4.", 4)
    assert graph.get_state(CONFIG).next == ()


def test_every_snapshot_holds_plain_values_and_one_text_at_most(graph: ReviewGraph, tools: Tools) -> None:
    decide(graph, tools, Verb.REVISE, 1, feedback="Shorter.")
    outcome = decide(graph, tools, Verb.ACCEPT, 2)["outcome"]
    snapshots = [snapshot.values for snapshot in graph.get_state_history(CONFIG)]

    assert (outcome["status"], outcome["number"], outcome["unresolved"]) == ("Accepted", 2, "")
    assert len(snapshots) > 5
    assert [json.loads(json.dumps(values)) for values in snapshots] == snapshots
    assert all(json.dumps(values).count("Draft after") <= 1 for values in snapshots)


def test_a_malformed_decision_does_not_get_into_the_state(graph: ReviewGraph, tools: Tools) -> None:
    interrupt = graph.get_state(CONFIG).interrupts[0]
    with pytest.raises((KeyError, ValueError)):
        graph.invoke(Command(resume={interrupt.id: {"verb": "explode"}}), CONFIG, context=tools, durability="sync")

    assert graph.get_state(CONFIG).values["decision"] is None
    assert graph.get_state(CONFIG).interrupts[0].id == interrupt.id


def test_the_loop_has_the_rooms_and_doors_of_the_design() -> None:
    doors = {(edge.source, edge.target) for edge in build_graph().get_graph().edges}

    assert doors == {
        ("__start__", "draft"), ("__start__", "review"), ("draft", "review"), ("draft", "finalize"),
        ("review", "draft"), ("review", "amend"), ("review", "finalize"), ("amend", "review"), ("finalize", "__end__"),
    }  # fmt: skip
