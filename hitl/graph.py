"""The loop as a LangGraph graph: draft, review, amend, finalize.

State holds plain values and only the current text. The `review` node interrupts with a `Stop` and
is resumed with a `Decision`; `hitl.policy` decides where that leads.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypedDict

from hitl.domain import Author, Brief, Counters, Decision, Policy, Review, Revision, Status, Verb, now, plain, sha256
from hitl.policy import after_draft, route
from hitl.shape import of_its_types
from hitl.writing import Assignment, Call

os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"  # read when langgraph is imported: no code runs out of a checkpoint

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command, interrupt


@dataclass(frozen=True)
class Tools:
    """What a run may use.

    `draft` has an assignment carried out, `said` gives the feedback of decisions by number, `now` tells the time.
    """

    draft: Callable[[Assignment], Call]
    said: Callable[[list[int]], dict[int, str]]
    now: Callable[[], str] = now


class State(TypedDict):
    """One review between two steps. Every value is a str, int, float, list, dict or None.

    `start` says who began it, when, and from which revision of another review (in old reviews nothing); `call` is
    the last draft that was asked for, until somebody has decided on what came. `feedback` has the numbers of the
    decisions whose words are to be carried out, oldest first (in old reviews the words themselves), and `ask` the
    newest words: all of them in every state would make the states of a review grow with the square of its length.
    """

    start: dict[str, Any]
    brief: dict[str, Any]
    policy: dict[str, Any]
    revision: dict[str, Any] | None
    feedback: list[int | str]
    ask: str
    counters: dict[str, Any]
    decision: dict[str, Any] | None
    call: dict[str, Any] | None
    problem: dict[str, Any] | None
    ending: dict[str, Any] | None
    outcome: dict[str, Any] | None


ReviewGraph = CompiledStateGraph[State, Tools, State, State]


def opening_state(review: Review) -> State:
    """The state in which a review starts; the editor's own first text is there, if there is one."""
    text, at = review.opening, review.created_at
    start = {"owner": review.owner, "at": at, "from": list(review.begun_from) if review.begun_from else None}
    first = Revision(number=1, text=text, author=Author.EDITOR, cause=0, at=at) if text is not None else None
    return State(
        start=start if review.sealed else {},
        brief=plain(review.brief),
        policy=plain(review.policy),
        revision=plain(first) if first else None,
        feedback=[],
        ask="",
        counters=plain(Counters(texts=1 if first else 0)),
        decision=None,
        call=None,
        problem=None,
        ending=None,
        outcome=None,
    )


def check_state(state: dict[str, Any]) -> None:
    """See that a state read from a checkpoint can be gone on with. Raises ValueError, TypeError, LookupError, ..."""
    of_its_types(Brief.from_plain(state["brief"]))
    of_its_types(Policy.from_plain(state["policy"]))
    counters = of_its_types(Counters(**state["counters"]))
    texts = 0
    if state["revision"] is not None:
        texts = of_its_types(Revision.from_plain(state["revision"])).number
    if texts != counters.texts:
        raise ValueError("the text is not the one that is counted")
    if not all(isinstance(ask, int | str) for ask in state["feedback"]):
        raise TypeError("feedback is neither a text nor the number of a decision")
    if not all(isinstance(state.get(name), dict | None) for name in ("decision", "call", "problem", "outcome")):
        raise TypeError("a value is of another type")


def build_graph() -> ReviewGraph:
    """Compile the loop. Run it `over` a saver, with `context=Tools(...)`, as `hitl.drive` does."""
    graph: StateGraph[State, Tools, State, State] = StateGraph(State, context_schema=Tools)
    graph.add_node("draft", _draft, destinations=("review", "finalize"))
    graph.add_node("review", _review, destinations=("draft", "amend", "finalize"))
    graph.add_node("amend", _amend)
    graph.add_node("finalize", _finalize)
    graph.set_conditional_entry_point(lambda state: "review" if state["revision"] else "draft", ["review", "draft"])
    graph.add_edge("amend", "review")
    graph.add_edge("finalize", END)
    return graph.compile()


def over(graph: ReviewGraph, saver: "BaseCheckpointSaver[Any]") -> ReviewGraph:
    """The same loop over a saver; compiling takes a hundred times as long."""
    return graph.copy({"checkpointer": saver})


def _draft(state: State, runtime: Runtime[Tools]) -> Command[str]:
    counters, work = Counters(**state["counters"]), _assignment(state, runtime.context)
    call = runtime.context.draft(work)
    spent = replace(counters, tokens_spent=counters.tokens_spent + call.tokens)
    kept = call.kept(_cause(state), work)
    written = call.written
    if written is None:
        update = {"problem": kept["problem"], "counters": plain(spent), "call": kept}
        return Command(goto="review", update=update)
    revision = Revision(
        number=counters.texts + 1,
        text=written.text,
        author=Author.MODEL,
        cause=_cause(state),
        at=runtime.context.now(),
        model=written.model,
        tokens=written.tokens,
        seconds=call.seconds,
        notes=written.notes,
    )
    used = counters.revisions_used + bool(counters.texts)
    spent = replace(spent, texts=revision.number, revisions_used=used)
    way = after_draft(spent, Policy.from_plain(state["policy"]))
    update = {"revision": plain(revision), "counters": plain(spent), "call": kept, "problem": None}
    return Command(goto=way.goto, update={**update, "ending": _ending(way.status, way.reason, "")})


def _review(state: State) -> Command[str]:
    decision = of_its_types(Decision.from_plain(interrupt(_stop(state))))
    way = route(decision.verb, Counters(**state["counters"]), Policy.from_plain(state["policy"]))
    asked = _asked(decision, state)
    unresolved = asked["ask"] if way.status is Status.CLOSED else ""
    ending = _ending(way.status, way.reason, unresolved)
    return Command(goto=way.goto, update={"decision": plain(decision), "call": None, "ending": ending, **asked})


def _amend(state: State, runtime: Runtime[Tools]) -> dict[str, Any]:
    decision = state["decision"] or {}
    counters = Counters(**state["counters"])
    counters = replace(counters, texts=counters.texts + 1)
    text, cause, at = decision["text"], decision["number"], runtime.context.now()
    revision = Revision(number=counters.texts, text=text, author=Author.EDITOR, cause=cause, at=at)
    return {"revision": plain(revision), "counters": plain(counters), "problem": None}


def _finalize(state: State, runtime: Runtime[Tools]) -> dict[str, Any]:
    """Keep the text that stood last, whatever the way out; only an accept makes it an approved one."""
    text = {"number": state["counters"]["texts"], "sha256": _text_hash(state)}
    return {"outcome": {**(state["ending"] or {}), **text, "at": runtime.context.now()}}


def _assignment(state: State, tools: Tools) -> Assignment:
    policy, feedback = Policy.from_plain(state["policy"]), state["feedback"]
    said = tools.said([each for each in feedback if isinstance(each, int)])
    return Assignment(
        brief=Brief.from_plain(state["brief"]),
        draft=state["revision"]["text"] if state["revision"] else "",
        feedback=tuple(said[each] if isinstance(each, int) else each for each in feedback),
        model=policy.models[0],
        seconds=policy.draft_seconds,
    )


def _stop(state: State) -> dict[str, Any]:
    unanswered = bool(state["problem"] and state["revision"] and state["feedback"])
    return {
        "number": state["counters"]["texts"],
        "sha256": _text_hash(state),
        "counters": state["counters"],
        "problem": state["problem"],
        "ask": _ask(state) if unanswered else "",
    }


def _asked(decision: Decision, state: State) -> dict[str, Any]:
    """What is to be carried out from now on. The same words sent again after a failed draft are one feedback."""
    feedback, ask = state["feedback"], _ask(state)
    resent = state["problem"] is not None and ask == decision.feedback
    if decision.verb is not Verb.REVISE or resent:
        return {"feedback": feedback, "ask": ask}
    return {"feedback": [*feedback, decision.number], "ask": decision.feedback}


def _ask(state: State) -> str:
    """The newest words that are to be carried out; in old reviews they are the last of the feedback."""
    last = state["feedback"][-1] if state["feedback"] else ""
    return last if isinstance(last, str) else state["ask"]


def _ending(status: Status | None, reason: str, unresolved: str) -> dict[str, Any] | None:
    return {"status": status.value, "reason": reason, "unresolved": unresolved} if status else None


def _cause(state: State) -> int:
    return state["decision"]["number"] if state["decision"] else 0


def _text_hash(state: State) -> str:
    return sha256(state["revision"]["text"] if state["revision"] else "")
