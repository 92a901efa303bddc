"""What each node of the loop makes of a state, as plain functions: the graph runs them, the audit computes them anew.

A state is a dict of JSON's types, and so is what is added to it. Nothing here reads, writes or knows the time.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict

from hitl.codec import dump, load
from hitl.domain import Author, Brief, Counters, Decision, Policy, Review, Revision, Status, Verb, sha256
from hitl.policy import Route, after_draft


class State(TypedDict):
    """One review between two steps. Every value is a str, int, float, list, dict or None.

    `start` says who began it, when, and from which revision of another review; `call` is the last draft that was asked
    for, until somebody has decided on what came. `feedback` has the numbers of the decisions whose words are to be
    carried out, oldest first, and `ask` the newest words: all of them in every state would make the states of a review
    grow with the square of its length.
    """

    start: dict[str, Any]
    brief: dict[str, Any]
    policy: dict[str, Any]
    revision: dict[str, Any] | None
    feedback: list[int]
    ask: str
    counters: dict[str, Any]
    decision: dict[str, Any] | None
    call: dict[str, Any] | None
    problem: dict[str, Any] | None
    ending: dict[str, Any] | None
    outcome: dict[str, Any] | None


_ENDS: dict[Verb | None, Status] = {Verb.ACCEPT: Status.ACCEPTED, Verb.ABANDON: Status.ABANDONED}

Update = dict[str, Any]
"""The values that a node changes."""


def opening_state(review: Review) -> State:
    """The state in which a review starts; the editor's own first text is there, if there is one."""
    text, at = review.opening, review.created_at
    first = Revision(number=1, text=text, author=Author.EDITOR, cause=0, at=at) if text is not None else None
    return State(
        start={"owner": review.owner, "at": at, "from": list(review.begun_from) if review.begun_from else None},
        brief=dump(review.brief),
        policy=dump(review.policy),
        revision=dump(first) if first else None,
        feedback=[],
        ask="",
        counters=dump(Counters(texts=1 if first else 0)),
        decision=None,
        call=None,
        problem=None,
        ending=None,
        outcome=None,
    )


def first_node(state: State) -> str:
    """The node that a review starts at."""
    return "review" if state["revision"] else "draft"


def put_up(state: State) -> dict[str, Any]:
    """What the editor is shown where a review waits: a `Stop` without its interrupt."""
    unanswered = bool(state["problem"] and state["revision"] and state["feedback"])
    return {
        "number": state["counters"]["texts"],
        "sha256": text_hash(state),
        "counters": state["counters"],
        "problem": state["problem"],
        "ask": state["ask"] if unanswered else "",
    }


def decided(state: State, decision: Decision) -> tuple[str, Update]:
    """Where a decision leads, as it was recorded, and what it changes. Raises ValueError where it leads nowhere.

    The same words sent again after a failed draft are one feedback.
    """
    if decision.goto not in ("draft", "amend", "finalize"):
        raise ValueError("a decision that leads nowhere")
    resent = state["problem"] is not None and state["ask"] == decision.feedback
    asked: Update = {"feedback": state["feedback"], "ask": state["ask"]}
    if decision.verb is Verb.REVISE and not resent:
        asked = {"feedback": [*state["feedback"], decision.number], "ask": decision.feedback}
    ending = _ending(decision, decision.verb, asked["ask"])
    return decision.goto, {"decision": dump(decision), "call": None, "ending": ending, **asked}


def drafted(state: State, call: dict[str, Any], revision: dict[str, Any] | None) -> tuple[str, Update]:
    """Where a call of a writer leads, and what it changes; `revision` is what came of it, None where it failed."""
    counters = load(Counters, state["counters"])
    spent = replace(counters, tokens_spent=counters.tokens_spent + call["tokens"])
    if revision is None:
        return "review", {"problem": call["problem"], "counters": dump(spent), "call": call}
    used = counters.revisions_used + bool(counters.texts)
    spent = replace(spent, texts=counters.texts + 1, revisions_used=used)
    way = after_draft(spent, load(Policy, state["policy"]))
    update: Update = {"revision": revision, "counters": dump(spent), "call": call, "problem": None}
    return way.goto, update | {"ending": _ending(way)}


def amended(state: State, at: str) -> Update:
    """What the editor's own text changes."""
    decision, counters = state["decision"] or {}, load(Counters, state["counters"])
    counters = replace(counters, texts=counters.texts + 1)
    text, cause = decision["text"], decision["number"]
    revision = Revision(number=counters.texts, text=text, author=Author.EDITOR, cause=cause, at=at)
    return {"revision": dump(revision), "counters": dump(counters), "problem": None}


def ended(state: State, at: str) -> Update:
    """The outcome: the text that stood last is kept, whatever the way out; only an accept makes it an approved one."""
    text = {"number": state["counters"]["texts"], "sha256": text_hash(state)}
    return {"outcome": {**(state["ending"] or {}), **text, "at": at}}


def cause(state: Mapping[str, Any]) -> int:
    """The number of the decision behind a state, 0 for the start."""
    return int(state["decision"]["number"]) if state["decision"] else 0


def title(state: State) -> str:
    """The name of the review in lists."""
    return load(Brief, state["brief"]).title


def text_hash(state: State) -> str:
    """The SHA-256 of the text that stands."""
    return sha256(state["revision"]["text"] if state["revision"] else "")


def _ending(way: Decision | Route, verb: Verb | None = None, ask: str = "") -> dict[str, Any] | None:
    """How the review ends if the way leads out; only what closes it at the cap leaves an `ask` unresolved."""
    if way.goto != "finalize":
        return None
    status = _ENDS.get(verb, Status.CLOSED)
    return {"status": status.value, "reason": way.reason, "unresolved": ask if status is Status.CLOSED else ""}
