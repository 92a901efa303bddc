import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Counters, Policy, Review, Status, now
from hitl.drive import drive
from hitl.graph import build_graph, over
from hitl.loop import opening_state
from hitl.settings import Settings
from hitl.store import Store, open_database
from hitl.writing import Assignment, Call, Writer, Writing
from tests.conftest import first_words, settled, stop_of, wait_for
from tests.fakes import ScriptedWriter, called


def draft(_assignment: Assignment) -> Call:
    return called("The first draft.")


def test_a_review_that_another_server_drives_is_left_alone(
    desk: ReviewDesk, database: str, writer: ScriptedWriter
) -> None:
    held = threading.Event()
    writer.enqueue(held)
    review_id = desk.start(Brief("Topic"), "Ann")
    first_words(desk, review_id)
    with closing(open_database(database)) as other:
        driven = drive(Store(other), build_graph(), review_id, draft)
    held.set()

    assert driven == "elsewhere"
    assert settled(desk, review_id).counters.texts == 1
    assert len(writer.history) == 1


def test_a_review_whose_server_died_before_the_first_draft_waits_for_a_model_like_any_other(database: str) -> None:
    with closing(open_database(database)) as opened:
        store, graph = Store(opened), build_graph()
        store.add(Review("r1", "T", Status.DRAFTING, "Ann", now(), now(), Brief("T"), Policy(), Counters()))
        with opened.turn("r1") as saver:
            assert saver is not None
            opening = opening_state(store.review("r1"))
            over(graph, saver).update_state({"configurable": {"thread_id": "r1"}}, opening, as_node="__input__")
        early = drive(store, graph, "r1", draft, lambda: False)
        later = drive(store, graph, "r1", draft)

        assert (early, later) == ("at a draft", "settled")
        assert [r.text for r in store.revisions("r1")] == ["The first draft."]


def test_the_draft_can_be_followed_as_it_grows(desk: ReviewDesk, writer: ScriptedWriter) -> None:
    held = threading.Event()
    writer.enqueue(held)
    review_id = desk.start(Brief("Topic"), "Ann")
    first_words(desk, review_id)
    live = desk.live(review_id)
    assert live is not None
    early = live.text
    held.set()
    while not live.over:
        live.wait(-1, 1)

    assert early == "The first words "
    assert live.text == "The first words and the rest."


def too_long(_assignment: Assignment) -> Writing:
    while True:
        threading.Event().wait(0.02)
        yield "more "


def broken(_assignment: Assignment) -> Writing:
    raise ZeroDivisionError
    yield ""


@pytest.mark.parametrize(("writer", "fault"), [(too_long, "deadline"), (broken, "broken")])
def test_a_draft_that_takes_too_long_or_is_a_mistake_fails_in_words(
    settings: Settings, writer: Writer, fault: str
) -> None:
    with closing(ReviewDesk(settings.model_copy(update={"draft_seconds": 0.5}), lambda _model: writer)) as desk:
        stop = stop_of(desk, desk.start(Brief("Topic"), "Ann"))

    assert stop.problem is not None
    assert stop.problem.fault == fault


def test_a_review_that_cannot_be_driven_says_so_and_harms_no_other(settings: Settings, writer: ScriptedWriter) -> None:
    with closing(ReviewDesk(settings, {"built-in": writer}.__getitem__)) as desk:
        desk.settings = settings.model_copy(update={"writer": "openai", "model": "unheard of"})
        bad = desk.start(Brief("Topic"), "Ann")
        wait_for(lambda: bool(desk.fault(bad)), "the fault")
        desk.settings = settings
        good = desk.start(Brief("Topic"), "Ann")

        assert "made a mistake" in desk.fault(bad)
        assert settled(desk, good).status is Status.WAITING


@pytest.fixture
def narrow(settings: Settings, writer: ScriptedWriter) -> Iterator[ReviewDesk]:
    """A desk with room for one draft at a time."""
    with closing(ReviewDesk(settings.model_copy(update={"workers": 1}), writer.for_model)) as desk:
        yield desk


def queued(desk: ReviewDesk, topic: str) -> str:
    """A review whose draft waits for its turn."""
    review_id = desk.start(Brief(topic), "Ann")
    wait_for(lambda: bool((live := desk.live(review_id)) and live.queued), "the draft to queue")
    return review_id


def test_drafts_beyond_the_number_of_workers_come_in_their_turn_or_are_stopped(
    narrow: ReviewDesk, writer: ScriptedWriter
) -> None:
    held = threading.Event()
    writer.enqueue(held)
    first_words(narrow, narrow.start(Brief("Topic 0"), "Ann"))
    others = [queued(narrow, f"Topic {n}") for n in range(1, 5)]
    narrow.halt(others[1], 0, "Bob")
    stopped = stop_of(narrow, others[1])
    drafted = len(writer.history)
    held.set()
    wait_for(lambda: len(writer.history) == 4, "all drafts")

    assert drafted == 1
    assert stopped.problem is not None
    assert stopped.problem.sentence == "Bob stopped this draft."
    assert [work.brief.topic for work in writer.history] == ["Topic 0", "Topic 1", "Topic 3", "Topic 4"]
    assert [settled(narrow, review_id).counters.texts for review_id in others] == [1, 0, 1, 1]


def test_what_needs_no_model_does_not_wait_for_a_draft(narrow: ReviewDesk, writer: ScriptedWriter) -> None:
    held = threading.Event()
    ready = narrow.start(Brief("First"), "Ann")
    stop = stop_of(narrow, ready)
    writer.enqueue(held)
    first_words(narrow, narrow.start(Brief("Second"), "Ann"))
    narrow.accept(ready, stop, "Ann")
    status = settled(narrow, ready).status
    held.set()

    assert status is Status.ACCEPTED
