"""What must hold of every review whatever happened to the processes: each broken promise as a sentence."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from hitl.domain import Decision, Review, Revision, Status, Verb, sha256
from hitl.graph import build_graph, over
from hitl.store import Database, Store, open_database
from tests.torture.clicks import FAULTED, RECORDED, REFUSED, Click
from tests.torture.sound import forks, unsound

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.types import StateSnapshot

LOST, DUPLICATED, FORKED, APART, UNSOUND = "lost", "duplicated", "forked", "apart", "unsound"
PER_REVIEW = (LOST, DUPLICATED, FORKED, APART)
PROMISES = (*PER_REVIEW, UNSOUND)
"""`APART`: the tables say something else than the checkpoint."""

Broken = dict[str, list[str]]
"""A promise -> what was found against it."""

ENDS = {Verb.ACCEPT: Status.ACCEPTED, Verb.ABANDON: Status.ABANDONED}


@dataclass(frozen=True)
class Case:
    """Everything that is stored of one review; `failed` numbers the decisions of which a draft failed."""

    review: Review
    revisions: list[Revision]
    decisions: list[Decision]
    state: "StateSnapshot"
    failed: frozenset[int]

    @property
    def values(self) -> dict[str, Any]:
        """The state that the latest checkpoint holds."""
        return dict(self.state.values)


def verdict(address: str, clicks: Sequence[Click]) -> Broken:
    """Hold a database, on which nobody works any more, against what was acknowledged."""
    broken: Broken = {promise: [] for promise in PROMISES}
    database = open_database(address)
    try:
        broken[FORKED] += forks(database)
        if broken[FORKED]:  # what stands is not to be told then
            return broken
        cases = {case.review.id: case for case in _cases(database)}
        broken[LOST] += _lost(cases, clicks)
        for case in cases.values():
            told = ((LOST, _undone(case)), (DUPLICATED, _twice(case)), (APART, _apart(case)))
            for promise, sentences in told:
                broken[promise] += [f"{case.review.id}: {sentence}" for sentence in sentences]
        broken[UNSOUND] += unsound(database)
    finally:
        database.close()
    return broken


def review_verdict(address: str, review_id: str, clicks: Sequence[Click]) -> Broken:
    """The same for a single review, without a look at the whole of the database."""
    database = open_database(address)
    try:
        case = _case(database, Store(database), build_graph(), review_id)
        mine = [click for click in clicks if click.review_id == review_id]
        return {
            LOST: [*_lost({review_id: case}, mine), *_undone(case)],
            DUPLICATED: list(_twice(case)),
            FORKED: [fork for fork in forks(database) if review_id in fork],
            APART: list(_apart(case)),
        }
    finally:
        database.close()


def _cases(database: Database) -> Iterator[Case]:
    store, graph = Store(database), build_graph()
    with database.engine.connect() as connection:
        found = list(connection.execute(text("SELECT id FROM reviews ORDER BY created_at")).scalars())
    for review_id in found:
        yield _case(database, store, graph, review_id)


def _case(database: Database, store: Store, graph: Any, review_id: str) -> Case:  # noqa: ANN401 - a compiled graph
    config: RunnableConfig = {"configurable": {"thread_id": review_id}}
    with database.reader() as saver:
        history = list(over(graph, saver).get_state_history(config))
        state = over(graph, saver).get_state(config)
    failed = frozenset(_decided(then.values) for then in history if _failed(then))
    review = store.review(review_id)
    return Case(review, store.revisions(review_id), store.decisions(review_id), state, failed)


def _failed(then: "StateSnapshot") -> bool:
    return then.next == ("review",) and bool(then.values.get("problem"))


def _decided(values: Any) -> int:  # noqa: ANN401 - a state of LangGraph
    return int(values["decision"]["number"]) if values.get("decision") else 0


def _lost(cases: dict[str, Case], clicks: Sequence[Click]) -> Iterator[str]:
    """What was acknowledged and does not stand; and what was refused and stands nevertheless."""
    for click in clicks:
        if click.outcome == FAULTED:
            continue
        case = cases.get(click.review_id)
        if case is None:
            yield f"{click.review_id}: there is no review, though it was started"
            continue
        words = [d.feedback if d.text is None else d.text for d in case.decisions if _same(d, click)]
        if click.outcome == RECORDED and words.count(click.words) != 1:
            yield f"{click.review_id}: decision {click.number} does not stand as it was acknowledged"
        if click.outcome == REFUSED and click.words and click.words in words:
            yield f"{click.review_id}: a refused {click.verb} by {click.actor} stands"


def _same(decision: Decision, click: Click) -> bool:
    number = click.number or decision.number
    return (decision.verb, decision.actor, decision.number) == (click.verb, click.actor, number)


def _undone(case: Case) -> Iterator[str]:
    """Every decision that stands was carried out, acknowledged or not."""
    caused = {r.cause: r.number for r in case.revisions}
    if 0 not in case.failed and 0 not in caused:
        yield "it was started and has no first draft"
    for d in case.decisions:
        if d.number in caused and caused[d.number] != d.seen_number + 1:
            yield f"decision {d.number} on revision {d.seen_number} led to revision {caused[d.number]}"
        due = d.goto == "amend" or (d.goto == "draft" and d.number not in case.failed)
        if due and d.number not in caused:
            yield f"decision {d.number}, {d.verb}, has led to no revision"
        if d.verb in ENDS and case.review.status is not ENDS[d.verb]:
            yield f"decision {d.number} is {d.verb}, the review is {case.review.status}"
    asked = [d.number for d in case.decisions if d.verb is Verb.REVISE]
    missing = set(asked) - set(case.values["feedback"])
    yield from (f"the loop does not know the feedback of decision {number}" for number in missing)


def _twice(case: Case) -> Iterator[str]:
    """Nothing was carried out a second time, and nothing is missing in the count."""
    for what, values in (
        ("feedback", case.values["feedback"]),
        ("cause of a revision", [r.cause for r in case.revisions]),
        ("stop of a decision", [d.interrupt_id for d in case.decisions]),
    ):
        yield from (f"{what} twice: {value}" for value, times in Counter(values).items() if times > 1)
    for what, numbers in (
        ("revisions", [r.number for r in case.revisions]),
        ("decisions", [d.number for d in case.decisions]),
    ):
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{what} are numbered {numbers}"
    idle = {d.number for d in case.decisions if d.goto == "finalize" or d.number in case.failed}
    yield from (f"revision {r.number} comes of decision {r.cause}" for r in case.revisions if r.cause in idle)


def _apart(case: Case) -> Iterator[str]:
    """The tables say what the checkpoint says."""
    values, review = case.values, case.review
    outcome, latest = values["outcome"], case.revisions[-1] if case.revisions else None
    waits = [interrupt.id for interrupt in case.state.interrupts]
    said: dict[str, tuple[object, object]] = {
        "text": (latest and latest.text, values["revision"] and values["revision"]["text"]),
        "counters": (vars(review.counters), values["counters"]),
        "texts": (len(case.revisions), values["counters"]["texts"]),
        "decisions": (len(case.decisions), _decided(values)),
        "status": (review.status, outcome["status"] if outcome else Status.WAITING),
        "stop": ([review.stop.interrupt_id] if review.stop else [], waits),
    }
    if outcome and latest:
        said["hash of the outcome"] = (sha256(latest.text), outcome["sha256"])
    if review.damage:
        yield f"it is called damaged: {review.damage}"
    for what, (table, checkpoint) in said.items():
        if table != checkpoint:
            yield f"{what}: the tables say {table}, the checkpoint {checkpoint}"
