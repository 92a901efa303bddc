"""A desk from before records were sealed: its file was written by the hitl of then, at migration 0003, and is kept.

Fourteen reviews, each left at another place. Number 5 was killed while the model wrote, 6 and 14 between the writes of
a step and its checkpoint, 7 and 12 between the checkpoint and the tables.
"""

import gzip
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from hitl.audit import Finding, verify
from hitl.domain import Decision, Status, Verb, now
from hitl.drive import drive
from hitl.errors import NotReplayable
from hitl.graph import ReviewGraph, build_graph
from hitl.policy import route
from hitl.replay import replay
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from hitl.story import checked
from hitl.upkeep import rebuild
from hitl.writing import Assignment, Call, Written

IDS = tuple(f"{n:032x}" for n in range(1, 15))
WAITING, FAILED, BEGUN, CLICKED, WRITING, SAVING, SAVED, ACCEPTED, CLOSED, ABANDONED, OWN, ENDED, RESENT, ENDING = IDS

FINISHED = {
    ACCEPTED: Status.ACCEPTED,
    CLOSED: Status.CLOSED,
    ABANDONED: Status.ABANDONED,
    ENDED: Status.ACCEPTED,
    ENDING: Status.ACCEPTED,
}
ASKED_NOW = {BEGUN, CLICKED, WRITING}
"""Those whose text nobody had written, or whose model died with its process."""


def kept() -> bytes:
    """The file of that desk."""
    return gzip.decompress(Path(__file__).with_name("before_seals.sqlite.gz").read_bytes())


class Model:
    """Notes what it is asked, and answers."""

    def __init__(self) -> None:
        self.asked: list[Assignment] = []

    def __call__(self, work: Assignment) -> Call:
        self.asked.append(work)
        return Call(now(), work.seconds, 1.5, 7, written=Written("A new text.", "gpt-5", 7))


@pytest.fixture(scope="module")
def graph() -> ReviewGraph:
    return build_graph()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "reviews.sqlite"
    path.write_bytes(kept())
    with closing(open_database(str(path))) as opened:
        yield Store(opened)


def decide(store: Store, review_id: str, verb: Verb, feedback: str = "") -> None:
    """Record a decision on what waits."""
    review = store.review(review_id)
    stop = review.stop
    assert stop is not None
    way = route(verb, stop.counters, review.policy)
    seen = (stop.interrupt_id, verb, "Cleo", stop.number, stop.sha256, now())
    store.record(review_id, Decision(0, *seen, way.goto, way.reason, stop.counters, feedback))


def findings(store: Store, graph: ReviewGraph) -> list[Finding]:
    return [found for each in IDS for found in verify(record_of(store, graph, each))]


def test_reviews_that_an_older_hitl_left_anywhere_go_on_where_they_stood(store: Store, graph: ReviewGraph) -> None:
    before = {each: (store.decisions(each), store.revisions(each), store.review(each).stop) for each in IDS}
    asked = set()
    for each in IDS:
        model = Model()
        drive(store, graph, each, model)
        if model.asked:
            asked.add(each)
        decisions, revisions, stop = before[each]
        now_there = store.revisions(each)

        assert store.review(each).status == FINISHED.get(each, Status.WAITING)
        assert store.decisions(each) == decisions
        assert now_there[: len(revisions)] == revisions
        assert stop in (None, store.review(each).stop)
    assert asked == ASKED_NOW
    assert [store.revisions(each)[-1].text for each in (SAVING, SAVED)] != ["A new text."] * 2
    assert [store.review(each).counters.texts for each in (SAVING, SAVED)] == [2, 2]


def test_reviews_from_before_there_were_seals_are_looked_at_and_nothing_is_found(
    store: Store, graph: ReviewGraph
) -> None:
    found = findings(store, graph)
    for each in IDS:
        drive(store, graph, each, Model())
    settled = findings(store, graph)
    for each in set(IDS) - set(FINISHED):
        decide(store, each, Verb.REVISE, "Warmer.")
        drive(store, graph, each, Model())
    record = record_of(store, graph, WAITING)

    assert found == settled == findings(store, graph) == []
    assert checked(record, []).well is None
    assert [(row["cause"], row["seal"]) for row in record.calls] == [(1, None)]
    with pytest.raises(NotReplayable, match="before calls"):
        replay(graph, record)


def test_what_an_older_hitl_was_asked_goes_to_the_model_with_what_is_asked_now(
    store: Store, graph: ReviewGraph
) -> None:
    model = Model()
    decide(store, RESENT, Verb.REVISE, "Shorter.")
    drive(store, graph, RESENT, model)
    decide(store, RESENT, Verb.REVISE, "Warmer.")
    drive(store, graph, RESENT, model)

    assert [work.feedback for work in model.asked] == [("Shorter.",), ("Shorter.", "Warmer.")]


def test_feedback_that_an_older_hitl_could_not_have_carried_out_is_kept_as_unresolved(
    store: Store, graph: ReviewGraph
) -> None:
    stop = store.review(FAILED).stop
    decide(store, FAILED, Verb.RETRY)
    drive(store, graph, FAILED, Model())
    outcome = store.raw_rows(FAILED)["review"]["outcome"]

    assert stop is not None
    assert stop.ask == "Shorter."
    assert (outcome["status"], outcome["unresolved"]) == (Status.CLOSED, "Shorter.")


def test_a_text_that_was_changed_in_an_older_review_is_found(store: Store, graph: ReviewGraph) -> None:
    rows = store.raw_rows(ACCEPTED)
    rows["revisions"][0]["text"] += "!"
    store.remake(ACCEPTED, lambda _: rows)
    ended = replace(record_of(store, graph, CLOSED))
    ended.review["ending"] = "because"
    found = verify(record_of(store, graph, ACCEPTED))

    assert found[0].told == "Revision 1 has another text than the one that was recorded."
    assert [found.kind for found in verify(ended)] == ["line"]


def test_the_tables_of_older_reviews_are_made_anew_once(store: Store, graph: ReviewGraph) -> None:
    for each in IDS:
        drive(store, graph, each, Model())
    before = {each: (store.review(each), store.decisions(each), store.revisions(each)) for each in IDS}
    first = {each: rebuild(store, graph, each) for each in IDS}
    after = {each: (store.review(each), store.decisions(each), store.revisions(each)) for each in IDS}

    assert [each for each, changed in first.items() if changed] == [ACCEPTED, CLOSED, ABANDONED]  # how they ended
    assert not any(rebuild(store, graph, each) for each in IDS)
    assert findings(store, graph) == []
    for each in IDS:
        review, *rest = before[each]
        assert after[each] == (replace(review, updated_at=after[each][0].updated_at), *rest)
