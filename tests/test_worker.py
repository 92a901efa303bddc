import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status, Verb
from hitl.drive import Driven, drive
from hitl.errors import DraftFailed
from hitl.graph import build_graph
from hitl.settings import Settings
from hitl.store import Store, open_database
from hitl.writing import Assignment, Call, Writing
from tests.conftest import ROOT, settled, stop_of, wait_for
from tests.fakes import ScriptedWriter

CHILD = """
import signal, sys, time
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.writing import Written
from hitl.graph import build_graph
from hitl.settings import Settings
from hitl.store import Store, open_database

def write(assignment):
    if assignment.draft:
        yield "Half a "
        print("drafting", flush=True)
        time.sleep(60)
    yield "The first draft."
    return Written("The first draft.", "slow", 1)

desk = ReviewDesk(Settings(database=sys.argv[1]), lambda model: write)
review_id = desk.start(Brief("Topic"), "Ann")
while (review := desk.review(review_id)).stop is None:
    time.sleep(0.01)
desk.revise(review_id, review.stop, "Ann", "Shorter.")
print(review_id, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("moment", ["recorded", "drafting"])
def test_a_recorded_click_survives_a_kill_and_is_carried_out_once_by_the_next_start(
    settings: Settings, writer: ScriptedWriter, moment: str
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CHILD), settings.database], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert child.stdout is not None
    said = {child.stdout.readline().strip()}
    if moment == "drafting" or "drafting" in said:
        said.add(child.stdout.readline().strip())
    child.kill()
    child.communicate(timeout=10)
    review_id = (said - {"drafting"}).pop()
    desk = ReviewDesk(settings, writer.for_model)
    wait_for(lambda: desk.review(review_id).counters.texts == 2, "the draft to be taken up")
    decisions, revisions = desk.decisions(review_id), desk.revisions(review_id)
    desk.close()

    assert [(d.verb, d.feedback) for d in decisions] == [(Verb.REVISE, "Shorter.")]
    assert [r.text for r in revisions] == ["The first draft.", "Draft 1 of the text."]
    assert [work.feedback for work in writer.history] == [("Shorter.",)]


def test_a_review_that_another_server_drives_is_left_alone(settings: Settings, writer: ScriptedWriter) -> None:
    held = threading.Event()
    writer.enqueue(held)
    desk = ReviewDesk(settings, writer.for_model)
    review_id = desk.start(Brief("Topic"), "Ann")
    wait_for(lambda: bool(writer.history), "the draft to begin")
    other = Store(open_database(settings.database))
    driven = drive(other, build_graph(), review_id, no_draft)
    held.set()
    review = settled(desk, review_id)
    other.database.close()
    desk.close()

    assert driven is Driven.ELSEWHERE
    assert review.counters.texts == 1
    assert len(writer.history) == 1


def no_draft(_assignment: Assignment) -> Call:
    raise AssertionError("nobody else drafts")


def test_the_draft_can_be_followed_as_it_grows(desk: ReviewDesk, writer: ScriptedWriter) -> None:
    held = threading.Event()
    writer.enqueue(held)
    review_id = desk.start(Brief("Topic"), "Ann")
    wait_for(lambda: bool((live := desk.live(review_id)) and live.text), "the first words")
    live = desk.live(review_id)
    assert live is not None
    early = live.text
    held.set()
    while not live.over:
        live.wait(-1, 1)

    assert early == "The first words "
    assert live.text == "The first words and the rest."


def test_a_draft_that_takes_too_long_fails_in_words(settings: Settings, writer: ScriptedWriter) -> None:
    writer.enqueue(threading.Event())
    desk = ReviewDesk(settings.model_copy(update={"draft_seconds": 0.5}), writer.for_model)
    review_id = desk.start(Brief("Topic"), "Ann")
    stop = stop_of(desk, review_id)
    desk.close()

    assert stop.problem is not None
    assert stop.problem.fault == "deadline"


def test_a_mistake_in_a_writer_is_a_failed_draft(settings: Settings, writer: ScriptedWriter) -> None:
    def broken(_assignment: Assignment) -> Writing:
        raise ZeroDivisionError
        yield ""

    desk = ReviewDesk(settings, lambda _model: broken)
    stop = stop_of(desk, desk.start(Brief("Topic"), "Ann"))
    desk.close()

    assert stop.problem is not None
    assert stop.problem.fault == "broken"


def test_a_review_that_cannot_be_driven_says_so_and_harms_no_other(settings: Settings, writer: ScriptedWriter) -> None:
    desk = ReviewDesk(settings, {"built-in": writer}.__getitem__)
    desk.settings = settings.model_copy(update={"writer": "openai", "model": "unheard of"})
    bad = desk.start(Brief("Topic"), "Ann")
    wait_for(lambda: bool(desk.fault(bad)), "the fault")
    desk.settings = settings
    good = desk.start(Brief("Topic"), "Ann")
    fine = settled(desk, good)
    desk.close()

    assert "made a mistake" in desk.fault(bad)
    assert fine.status is Status.WAITING


@pytest.fixture
def narrow(settings: Settings, writer: ScriptedWriter) -> Iterator[ReviewDesk]:
    """A desk with room for one draft at a time."""
    desk = ReviewDesk(settings.model_copy(update={"workers": 1}), writer.for_model)
    yield desk
    desk.close()


def test_drafts_beyond_the_number_of_workers_wait_for_their_turn(narrow: ReviewDesk, writer: ScriptedWriter) -> None:
    held = threading.Event()
    writer.enqueue(held)
    first = narrow.start(Brief("First"), "Ann")
    wait_for(lambda: len(writer.history) == 1, "the first draft")
    second = narrow.start(Brief("Second"), "Ann")
    wait_for(lambda: bool((live := narrow.live(second)) and live.queued), "the second to queue")
    drafted = len(writer.history)
    held.set()

    assert drafted == 1
    assert settled(narrow, first).status is Status.WAITING
    assert settled(narrow, second).status is Status.WAITING


def test_what_needs_no_model_does_not_wait_for_a_draft(narrow: ReviewDesk, writer: ScriptedWriter) -> None:
    held = threading.Event()
    ready = narrow.start(Brief("First"), "Ann")
    stop = stop_of(narrow, ready)
    writer.enqueue(held)
    narrow.start(Brief("Second"), "Ann")
    wait_for(lambda: len(writer.history) == 2, "the second draft")
    narrow.accept(ready, stop, "Ann")
    status = settled(narrow, ready).status
    held.set()

    assert status is Status.ACCEPTED


def test_a_draft_that_waits_for_its_turn_can_be_stopped(narrow: ReviewDesk, writer: ScriptedWriter) -> None:
    held = threading.Event()
    writer.enqueue(held)
    narrow.start(Brief("First"), "Ann")
    wait_for(lambda: len(writer.history) == 1, "the first draft")
    second = narrow.start(Brief("Second"), "Ann")
    wait_for(lambda: bool((live := narrow.live(second)) and live.queued), "the second to queue")
    narrow.halt(second, 0, "Bob")
    stop = stop_of(narrow, second)
    held.set()

    assert stop.problem is not None
    assert stop.problem.sentence == "Bob stopped this draft."


def test_a_closed_desk_starts_nothing_new_and_the_next_one_takes_it_up(
    settings: Settings, writer: ScriptedWriter
) -> None:
    closed = ReviewDesk(settings, writer.for_model)
    closed.close()
    review_id = closed.start(Brief("Topic"), "Ann")
    asked = len(writer.history)
    desk = ReviewDesk(settings, writer.for_model)
    review = settled(desk, review_id)
    desk.close()
    closed.close()

    assert asked == 0
    assert review.status is Status.WAITING


def test_failed_tries_cost_tokens_but_no_revision(desk: ReviewDesk, review_id: str, writer: ScriptedWriter) -> None:
    writer.enqueue(DraftFailed("length", "Too long.", tokens=7))
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Longer.")
    counters = stop_of(desk, review_id).counters

    assert (counters.revisions_used, counters.tokens_spent) == (0, 17)


def test_drafts_that_wait_for_their_turn_come_in_the_order_in_which_they_were_asked_for(
    narrow: ReviewDesk, writer: ScriptedWriter
) -> None:
    held = threading.Event()
    writer.enqueue(held)
    for n in range(6):
        started = narrow.start(Brief(f"Topic {n}"), "Ann")
        wait_for(lambda: bool(writer.history), "the first draft")
        wait_for(lambda at=started: bool((live := narrow.live(at)) and live.begun), "the draft to queue")  # type: ignore[misc]
    held.set()
    wait_for(lambda: len(writer.history) == 6, "all drafts")

    assert [work.brief.topic for work in writer.history] == [f"Topic {n}" for n in range(6)]
