"""`drive`: move a review as far as it can go. The one way for clicks, retries and recovery.

What to do next is read from the store and the checkpoint each time, so that it does not matter who
drives, or what died before. A run is saved where it comes to a stop or to its end: what dies on the way is run
again from the decision, which was recorded before, and costs at most one call of the model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, Any

from hitl.codec import dump, load
from hitl.domain import Counters, Decision, Outcome, Revision, Stop
from hitl.errors import UNREADABLE, Damaged
from hitl.events import tell
from hitl.loop import opening_state
from hitl.store import Level, Reached, Store, damage_in_words
from hitl.tracing import traced
from hitl.trail import in_short
from hitl.writing import Assignment, Call

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.types import Interrupt

    from hitl.graph import ReviewGraph

Draft = Callable[[Assignment], Call]

WITHOUT_A_MODEL = (("review",), ("amend",), ("finalize",))
"""What may be next in a run that goes on to its next stop with no model; it has just begun at `__start__`."""


class Driven(Enum):
    """How far a review was moved."""

    SETTLED = auto()
    """It waits for somebody, or has ended; the tables say so."""
    ELSEWHERE = auto()
    """Somebody else is driving it just now."""
    AT_A_DRAFT = auto()
    """The model's turn has come, and this drive may not draft."""


def drive(
    store: Store,
    graph: "ReviewGraph",
    review_id: str,
    draft: Draft,
    may_draft: Callable[[], bool] = lambda: True,
    begun: Callable[[], None] = lambda: None,
) -> Driven:
    """Move a review as far as it can go; where the model's turn has come only if it `may_draft`, asked just then.

    `begun` is called before each step: nobody else takes it.
    An interrupt whose decision is recorded is resumed by its id; unfinished work goes on; then the
    tables are brought level with the checkpoint. Raises NotFound, StoreFault, and Damaged where the
    checkpoint cannot be read or leads nowhere.
    """
    from hitl.graph import Tools, over

    config: RunnableConfig = {"configurable": {"thread_id": review_id}}
    with store.database.turn(review_id) as saver:
        if saver is None:
            return Driven.ELSEWHERE
        loop = over(graph, saver)
        with damage_in_words("The saved state"):
            place = _Place.saved(loop, config)
        while True:
            with damage_in_words("The saved state"):
                step = _next_step(store, review_id, place)
            if step is None:
                return Driven.SETTLED
            if step.drafts and not may_draft():
                return Driven.AT_A_DRAFT
            tools = Tools(_own_mistakes(draft if step.drafts else None), partial(store.said, review_id))
            begun()
            named = config | {"run_name": f"hitl: {step.name}", "max_concurrency": 1}  # one thread more, not five
            with traced(), damage_in_words("The saved state"):
                came = loop.invoke(step.input, named, context=tools, durability="exit")
                before, place = place, _Place.reached(came) or _Place.saved(loop, config)
                if place.mark == before.mark:
                    raise ValueError("a step that changes nothing")


@dataclass(frozen=True)
class _Place:
    """Where a run stands: its state, what it waits for, what is next in it; `mark` tells one place from another.

    At a stop that was `just_reached` hardly anybody has decided yet.
    """

    values: dict[str, Any]
    interrupts: tuple["Interrupt", ...]
    next: tuple[str, ...]
    mark: tuple[str, ...]
    just_reached: bool = False

    @classmethod
    def saved(cls, loop: "ReviewGraph", config: "RunnableConfig") -> "_Place":
        """The place that the checkpoints know; where there are none yet it has no values."""
        snapshot = loop.get_state(config)
        checkpoint = str(snapshot.config["configurable"].get("checkpoint_id", ""))
        return cls(
            dict(snapshot.values), snapshot.interrupts, snapshot.next, _mark(snapshot.interrupts) or (checkpoint,)
        )

    @classmethod
    def reached(cls, came: dict[str, Any]) -> "_Place | None":
        """The place that a run says it came to, where that is a stop or the end: the checkpoints need not be asked."""
        interrupts = tuple(came.pop("__interrupt__", ()))
        if not interrupts and not came.get("outcome"):
            return None
        mark = _mark(interrupts) or ("the end",)
        return cls(came, interrupts, ("review",) if interrupts else (), mark, just_reached=True)


def _mark(interrupts: Sequence["Interrupt"]) -> tuple[str, ...]:
    return tuple(interrupt.id for interrupt in interrupts)


class _Step:
    """An input for the graph (None: go on with what is unfinished), its name, and whether the model's turn is in it."""

    def __init__(self, graph_input: Any, name: str, *, drafts: bool) -> None:  # noqa: ANN401 - LangGraph's own type
        self.input = graph_input
        self.name = name
        self.drafts = drafts


def _next_step(store: Store, review_id: str, place: _Place) -> _Step | None:
    """What to run next; None, with the tables level, where the review waits or has ended."""
    from langgraph.types import Command

    from hitl.graph import check_state

    if not place.mark[0]:
        review = store.review(review_id)
        if review.counters.texts or review.stop:
            raise ValueError("the checkpoints of a review that has begun are gone")
        return _Step(opening_state(review), "start", drafts=review.opening is None)
    if place.next != ("__start__",):  # there is only the input yet
        check_state(place.values)
    if place.values.get("outcome"):
        _end(store, review_id, place.values)
        return None
    if not place.interrupts:  # what is next may stand in the pending writes alone
        return _Step(None, "go on", drafts=place.next not in WITHOUT_A_MODEL)
    interrupt = place.interrupts[0]
    decision = _decision(store, review_id, place, interrupt)
    if decision is None:
        return None
    resume: Command[Any] = Command(resume={interrupt.id: dump(decision)})
    return _Step(resume, decision.verb.value, drafts=decision.goto == "draft")


def _decision(store: Store, review_id: str, place: _Place, interrupt: "Interrupt") -> Decision | None:
    """The decision that was recorded at a stop; None, with the stop put up, where none was."""
    if not place.just_reached and (decision := store.decision_at(review_id, interrupt.id)):
        return decision
    stop = load(Stop, interrupt.value | {"interrupt_id": interrupt.id})
    match store.level(review_id, _reached(place.values), stop):
        case Level.LATE:
            decision = store.decision_at(review_id, interrupt.id)
            if decision is None:
                raise _at_stake(store, review_id, _decided(place.values))
            return decision
        case Level.NEW:
            _tell_draft(review_id, place.values)
            tell("waiting", review_id, revision=stop.number)
    return None


def _at_stake(store: Store, review_id: str, saved: int) -> Damaged:
    """What to say where records and the saved state know other decisions: which, and that nothing was changed."""
    recorded = store.decisions(review_id)
    which = ", ".join(f"{decision.number} ({decision.actor} {in_short(decision)})" for decision in recorded[saved:])
    what = f"does not know what was decided since: {which}" if which else "knows decisions that are not recorded"
    return Damaged(
        f"The saved state of this review {what}. Nothing was changed. `python -m hitl verify` says more, and "
        "`python -m hitl rebuild` puts it in order without losing a decision."
    )


def _end(store: Store, review_id: str, values: dict[str, Any]) -> None:
    outcome = load(Outcome, values["outcome"])
    level = store.end(review_id, _reached(values), outcome)
    if level is Level.LATE:
        raise _at_stake(store, review_id, _decided(values))
    if level is Level.NEW:
        _tell_draft(review_id, values)
        status = outcome.status.name.lower()
        tell("finished", review_id, status=status, revision=outcome.number, why=outcome.reason)
    store.database.forget(review_id)


def _tell_draft(review_id: str, values: dict[str, Any]) -> None:
    """Tell what became of the draft that the last decision asked for, if it asked for one."""
    call, revision = values.get("call"), values.get("revision") or {}
    if call is None:
        return
    facts = {name: call.get(name) for name in ("server", "seconds", "tokens")}
    problem = call.get("problem")
    if problem is None:
        told = facts | {"model": revision.get("model"), "revision": revision.get("number")}
        tell("drafted", review_id, words={"text": revision.get("text")}, **told)
        return
    event = "stopped" if problem.get("fault") == "stopped" else "failed"
    told = facts | {"model": call.get("model"), "fault": problem.get("fault")}
    tell(event, review_id, words={"text": call.get("answer")}, **told)


def _reached(values: dict[str, Any]) -> Reached:
    """What a checkpoint has that the tables may lack."""
    revision = load(Revision, values["revision"]) if values.get("revision") else None
    return Reached(_decided(values), load(Counters, values["counters"]), revision, values.get("call"))


def _decided(values: dict[str, Any]) -> int:
    """How many decisions the state has taken in."""
    return int(values["decision"]["number"]) if values.get("decision") else 0


def _own_mistakes(draft: Draft | None) -> Draft:
    """A draft whose mistakes are not taken for damage of what is stored."""

    def drafted(assignment: Assignment) -> Call:
        if draft is None:
            raise Damaged("The saved state of this review does not lead where its decisions say: it is damaged.")
        try:
            return draft(assignment)
        except UNREADABLE as mistake:
            raise RuntimeError("a writer made a mistake") from mistake

    return drafted
