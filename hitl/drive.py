"""`drive`: move a review as far as it can go. The one way for clicks, retries and recovery.

What to do next is read from the store and the checkpoint each time, so that it does not matter who
drives, or what died before. A run is saved where it comes to a stop or to its end: what dies on the way is run
again from the decision, which was recorded before, and costs at most one call of the model.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from hitl.codec import dump, load
from hitl.domain import Counters, Decision, Outcome, Revision, Stop
from hitl.errors import UNREADABLE, Damaged
from hitl.events import tell
from hitl.loop import cause, opening_state
from hitl.store import Level, Reached, Store, damage_in_words
from hitl.tracing import traced
from hitl.wording import in_short
from hitl.writing import Assignment, Call

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.types import Interrupt

    from hitl.graph import ReviewGraph

Draft = Callable[[Assignment], Call]


Driven = Literal["settled", "elsewhere", "at a draft"]
"""How far a review was moved: it waits for somebody or has ended, and the tables say so; somebody else is driving it
just now; the model's turn has come, and this drive may not draft."""


def drive(
    store: Store,
    graph: "ReviewGraph",
    review_id: str,
    draft: Draft,
    may_draft: Callable[[], bool] = lambda: True,
    *,
    left: bool = False,
) -> Driven:
    """Move a review as far as it can go; where the model's turn has come only if it `may_draft`, asked just then.

    An interrupt whose decision is recorded is resumed by its id; unfinished work goes on, and is told of as taken up
    where somebody had `left` it; then the tables are brought level with the checkpoint. Raises NotFound, StoreFault,
    and Damaged where the checkpoint cannot be read or leads nowhere.
    """
    from hitl.graph import Tools, over

    config: RunnableConfig = {"configurable": {"thread_id": review_id}}
    with store.database.turn(review_id) as saver, damage_in_words("The saved state"):
        if saver is None:
            return "elsewhere"
        loop, tools = over(graph, saver), Tools(_own_mistakes(draft), partial(store.said, review_id))
        place = _Place.saved(loop, config)
        while step := _next_step(store, review_id, place):
            if step.drafts and not may_draft():
                return "at a draft"
            if left:  # only now does nobody else take it
                tell("taken_up", review_id)
                left = False
            named = config | {"run_name": f"hitl: {step.name}", "max_concurrency": 1}  # one thread more, not five
            with traced():
                came = _Place.reached(loop.invoke(step.input, named, context=tools, durability="exit"))
            if came.stops and came.stops == place.stops:
                raise ValueError("a step that changes nothing")
            place = came
        return "settled"


class _Place(NamedTuple):
    """Where a run stands: its state, None where nothing is saved yet, and what it waits for.

    At a stop that was `just_reached` hardly anybody has decided yet.
    """

    values: dict[str, Any] | None
    interrupts: tuple["Interrupt", ...]
    just_reached: bool = False

    @classmethod
    def saved(cls, loop: "ReviewGraph", config: "RunnableConfig") -> "_Place":
        """The place that the checkpoints know."""
        snapshot = loop.get_state(config)
        begun = snapshot.config["configurable"].get("checkpoint_id")
        return cls(dict(snapshot.values) if begun else None, snapshot.interrupts)

    @classmethod
    def reached(cls, came: dict[str, Any]) -> "_Place":
        """The place that a run says it came to: a stop or the end, so that the checkpoints need not be asked."""
        interrupts = tuple(came.pop("__interrupt__", ()))
        if not interrupts and not came["outcome"]:
            raise ValueError("a run that came to no stop")
        return cls(came, interrupts, just_reached=True)

    @property
    def stops(self) -> list[str]:
        """The names of what it waits for."""
        return [interrupt.id for interrupt in self.interrupts]


class _Step(NamedTuple):
    """An input for the graph (None: go on with what is unfinished), its name, and whether the model's turn is in it."""

    input: Any
    name: str
    drafts: bool = True


def _next_step(store: Store, review_id: str, place: _Place) -> _Step | None:
    """What to run next; None, with the tables level, where the review waits or has ended."""
    from langgraph.types import Command

    from hitl.graph import check_state

    if place.values is None:
        review = store.review(review_id)
        if review.counters.texts or review.stop:
            raise ValueError("the checkpoints of a review that has begun are gone")
        return _Step(opening_state(review), "start", drafts=review.opening is None)
    if place.values:  # else there is only the input yet
        check_state(place.values)
    if place.values.get("outcome"):
        _end(store, review_id, place.values)
        return None
    if not place.interrupts:  # what is next may stand in the pending writes alone
        return _Step(None, "go on")
    interrupt = place.interrupts[0]
    decision = None if place.just_reached else store.decision_at(review_id, interrupt.id)
    decision = decision or _put_up(store, review_id, place.values, interrupt)
    if decision is None:
        return None
    resume: Command[Any] = Command(resume={interrupt.id: dump(decision)})
    return _Step(resume, decision.verb.value, drafts=decision.goto == "draft")


def _put_up(store: Store, review_id: str, values: dict[str, Any], interrupt: "Interrupt") -> Decision | None:
    """Bring the tables level with a stop; the decision that was recorded there meanwhile, if one was."""
    stop = load(Stop, {**interrupt.value, "interrupt_id": interrupt.id})
    match store.level(review_id, _reached(values), stop):
        case Level.LATE:
            decision = store.decision_at(review_id, interrupt.id)
            if decision is None:
                raise _at_stake(store, review_id, values)
            return decision
        case Level.NEW:
            _tell_draft(review_id, values)
            tell("waiting", review_id, revision=stop.number)
    return None


def _end(store: Store, review_id: str, values: dict[str, Any]) -> None:
    outcome = load(Outcome, values["outcome"])
    match store.end(review_id, _reached(values), outcome):
        case Level.LATE:
            raise _at_stake(store, review_id, values)
        case Level.NEW:
            _tell_draft(review_id, values)
            status = outcome.status.name.lower()
            tell("finished", review_id, status=status, revision=outcome.number, why=outcome.reason)
    store.database.forget(review_id)


def _at_stake(store: Store, review_id: str, values: dict[str, Any]) -> Damaged:
    """What to say where records and the saved state know other decisions: which, and that nothing was changed."""
    recorded = store.decisions(review_id)[cause(values) :]
    which = ", ".join(f"{decision.number} ({decision.actor} {in_short(decision)})" for decision in recorded)
    what = f"does not know what was decided since: {which}" if which else "knows decisions that are not recorded"
    return Damaged(
        f"The saved state of this review {what}. Nothing was changed. `python -m hitl verify` says more, and "
        "`python -m hitl rebuild` puts it in order without losing a decision."
    )


def _tell_draft(review_id: str, values: dict[str, Any]) -> None:
    """Tell what became of the draft that the last decision asked for, if it asked for one."""
    call, revision = values.get("call"), values.get("revision") or {}
    if call is None:
        return
    facts = {name: call.get(name) for name in ("server", "seconds", "tokens")}
    problem = call.get("problem")
    if problem is None:
        facts |= {"model": revision.get("model"), "revision": revision.get("number")}
        tell("drafted", review_id, words={"text": revision.get("text")}, **facts)
        return
    event = "stopped" if problem.get("fault") == "stopped" else "failed"
    facts |= {"model": call.get("model"), "fault": problem.get("fault")}
    tell(event, review_id, words={"text": call.get("answer")}, **facts)


def _reached(values: dict[str, Any]) -> Reached:
    """What a checkpoint has that the tables may lack."""
    revision = load(Revision, values["revision"]) if values.get("revision") else None
    return Reached(cause(values), load(Counters, values["counters"]), revision, values.get("call"))


def _own_mistakes(draft: Draft) -> Draft:
    """A draft whose mistakes are not taken for damage of what is stored."""

    def drafted(assignment: Assignment) -> Call:
        try:
            return draft(assignment)
        except UNREADABLE as mistake:
            raise RuntimeError("a writer made a mistake") from mistake

    return drafted
