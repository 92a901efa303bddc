from hitl.domain import Brief, Counters, Policy, Review, Status, now
from hitl.drive import Driven, drive
from hitl.graph import build_graph, over
from hitl.loop import opening_state
from hitl.store import Store
from hitl.writing import Assignment, Call
from tests.fakes import called

BRIEF = Brief("Topic")


def draft(_assignment: Assignment) -> Call:
    return called("The first draft.")


def test_a_review_whose_server_died_before_the_first_draft_waits_for_a_model_like_any_other(store: Store) -> None:
    store.add(Review("r1", "Topic", Status.DRAFTING, "Ann", now(), now(), BRIEF, Policy(), Counters()))
    graph = build_graph()
    with store.database.turn("r1") as saver:
        assert saver is not None
        opening = opening_state(store.review("r1"))
        over(graph, saver).update_state({"configurable": {"thread_id": "r1"}}, opening, as_node="__input__")
    early = drive(store, graph, "r1", draft, lambda: False)
    later = drive(store, graph, "r1", draft)

    assert (early, later) == (Driven.AT_A_DRAFT, Driven.SETTLED)
    assert [r.text for r in store.revisions("r1")] == ["The first draft."]
