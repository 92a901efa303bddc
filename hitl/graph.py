"""The loop as a LangGraph graph: draft, review, amend, finalize.

State holds plain values and only the current text. The `review` node interrupts with a `Stop` and is resumed with a
`Decision`, which says where it leads. What each node makes of a state stands in `hitl.loop`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command, interrupt

from hitl import loop
from hitl.codec import dump, load
from hitl.domain import Author, Brief, Counters, Decision, Policy, Revision, now
from hitl.loop import State
from hitl.writing import Assignment, Call


@dataclass(frozen=True)
class Tools:
    """What a run may use.

    `draft` has an assignment carried out, `said` gives the feedback of decisions by number, `now` tells the time.
    """

    draft: Callable[[Assignment], Call]
    said: Callable[[list[int]], dict[int, str]]
    now: Callable[[], str] = now


ReviewGraph = CompiledStateGraph[State, Tools, State, State]


def check_state(state: dict[str, Any]) -> None:
    """See that a state read from a checkpoint can be gone on with. Raises ValueError, TypeError, LookupError, ..."""
    load(Brief, state["brief"])
    load(Policy, state["policy"])
    counters = load(Counters, state["counters"])
    texts = 0
    if state["revision"] is not None:
        texts = load(Revision, state["revision"]).number
    if texts != counters.texts:
        raise ValueError("the text is not the one that is counted")
    if not all(isinstance(number, int) for number in state["feedback"]) or not isinstance(state["ask"], str):
        raise TypeError("what is to be carried out is of another type")
    if not all(isinstance(state.get(name), dict | None) for name in ("decision", "call", "problem", "outcome")):
        raise TypeError("a value is of another type")


@cache
def build_graph() -> ReviewGraph:
    """The loop, compiled once a process. Run it `over` a saver, with `context=Tools(...)`, as `hitl.drive` does."""
    graph: StateGraph[State, Tools, State, State] = StateGraph(State, context_schema=Tools)
    graph.add_node("draft", _draft, destinations=("review", "finalize"))
    graph.add_node("review", _review, destinations=("draft", "amend", "finalize"))
    graph.add_node("amend", _amend)
    graph.add_node("finalize", _finalize)
    graph.set_conditional_entry_point(loop.first_node, ["review", "draft"])
    graph.add_edge("amend", "review")
    graph.add_edge("finalize", END)
    return graph.compile()


def over(graph: ReviewGraph, saver: "BaseCheckpointSaver[Any]") -> ReviewGraph:
    """The same loop over a saver; compiling takes a hundred times as long."""
    return graph.copy({"checkpointer": saver})


def _draft(state: State, runtime: Runtime[Tools]) -> Command[str]:
    work = _assignment(state, runtime.context)
    call = runtime.context.draft(work)
    revision = None
    if call.written is not None:
        revision = Revision(
            number=state["counters"]["texts"] + 1,
            text=call.written.text,
            author=Author.MODEL,
            cause=loop.cause(state),
            at=runtime.context.now(),
            model=call.written.model,
            tokens=call.written.tokens,
            seconds=call.seconds,
            notes=call.written.notes,
        )
    goto, update = loop.drafted(state, call.kept(loop.cause(state), work), dump(revision) if revision else None)
    return Command(goto=goto, update=update)


def _review(state: State) -> Command[str]:
    shown = loop.put_up(state)
    decision = load(Decision, interrupt(shown))
    if (decision.seen_number, decision.seen_sha256, dump(decision.counters)) != (
        shown["number"],
        shown["sha256"],
        shown["counters"],
    ):
        raise ValueError("a decision on something else than was put up")  # however it came to be recorded
    goto, update = loop.decided(state, decision)
    return Command(goto=goto, update=update)


def _amend(state: State, runtime: Runtime[Tools]) -> dict[str, Any]:
    return loop.amended(state, runtime.context.now())


def _finalize(state: State, runtime: Runtime[Tools]) -> dict[str, Any]:
    return loop.ended(state, runtime.context.now())


def _assignment(state: State, tools: Tools) -> Assignment:
    policy, feedback = load(Policy, state["policy"]), state["feedback"]
    said = tools.said(feedback)
    return Assignment(
        brief=load(Brief, state["brief"]),
        draft=state["revision"]["text"] if state["revision"] else "",
        feedback=tuple(said[number] for number in feedback),
        model=policy.models[0],
        seconds=policy.draft_seconds,
    )
