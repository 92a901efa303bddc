import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status, Verb, Writing
from hitl.errors import DraftFailed
from hitl.settings import Settings
from tests.conftest import settled, stop_of, wait_for
from tests.fakes import ScriptedWriter

ROOT = Path(__file__).parent.parent

CHILD = """
import signal, sys, time
from hitl.desk import ReviewDesk
from hitl.domain import Brief, Written
from hitl.settings import Settings

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


def test_two_desks_on_one_database_draft_a_review_once(settings: Settings, writer: ScriptedWriter) -> None:
    held = threading.Event()
    writer.enqueue(held)
    first, second = ReviewDesk(settings, writer.for_model), ReviewDesk(settings, writer.for_model)
    review_id = first.start(Brief("Topic"), "Ann")
    wait_for(lambda: bool(writer.history), "the draft to begin")
    second._worker.submit(review_id)
    wait_for(lambda: second.live(review_id) is None, "the second desk to find it taken")
    held.set()
    review = settled(second, review_id)
    first.close()
    second.close()

    assert review.counters.texts == 1
    assert len(writer.history) == 1


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


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_mistake_in_a_writer_harms_no_other_review_and_is_said(
    settings: Settings, writer: ScriptedWriter, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_assignment: object) -> Writing:
        raise ZeroDivisionError
        yield ""

    writers: Callable[[str], object] = lambda model: broken if model == "broken" else writer  # noqa: E731
    desk = ReviewDesk(settings.model_copy(update={"writer": "openai", "model": "broken"}), writers)  # type: ignore[arg-type]
    bad = desk.start(Brief("Topic"), "Ann")
    wait_for(lambda: bool(desk.fault(bad)), "the fault")
    desk.settings = settings
    good = desk.start(Brief("Topic"), "Ann")
    fine = settled(desk, good)
    desk.close()

    assert "made a mistake" in desk.fault(bad)
    assert fine.status is Status.WAITING


def test_drafts_run_side_by_side_up_to_the_number_of_workers(settings: Settings, writer: ScriptedWriter) -> None:
    held = threading.Event()
    writer.enqueue(held, held, held)
    desk = ReviewDesk(settings.model_copy(update={"workers": 2}), writer.for_model)
    ids = [desk.start(Brief(f"Topic {n}"), "Ann") for n in range(3)]
    wait_for(lambda: len(writer.history) == 2, "two drafts")
    running = [desk.live(review_id) is not None for review_id in ids]
    held.set()
    ends = [settled(desk, review_id).status for review_id in ids]
    desk.close()

    assert sorted(running) == [False, True, True]
    assert ends == [Status.WAITING] * 3


def test_failed_tries_cost_tokens_but_no_revision(desk: ReviewDesk, review_id: str, writer: ScriptedWriter) -> None:
    writer.enqueue(DraftFailed("length", "Too long.", tokens=7))
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Longer.")
    counters = stop_of(desk, review_id).counters

    assert (counters.revisions_used, counters.tokens_spent) == (0, 17)
