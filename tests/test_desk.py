import threading
from dataclasses import replace

import pytest
from sqlalchemy import update

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status, Verb, sha256
from hitl.errors import BadInput, Damaged, DraftFailed, NotFound, Stale
from hitl.settings import Settings
from hitl.store.tables import revisions
from tests.conftest import first_words, revised, settled, stop_of
from tests.fakes import ScriptedWriter

NO_NETWORK = DraftFailed("network", "No network.")


def test_a_brief_becomes_a_first_draft_that_waits_for_the_editor(desk: ReviewDesk, review_id: str) -> None:
    stop = stop_of(desk, review_id)

    assert desk.review(review_id).status is Status.WAITING
    assert (stop.number, stop.sha256) == (1, sha256("Draft 1 of the text."))
    assert [r.text for r in desk.revisions(review_id)] == ["Draft 1 of the text."]


def test_each_decision_records_who_saw_what_and_why_it_went_where(desk: ReviewDesk, review_id: str) -> None:
    revised(desk, review_id, "Shorter.")
    desk.accept(review_id, stop_of(desk, review_id), "Bob", "Fine now")
    first, second = desk.decisions(review_id)

    assert (first.verb, first.actor, first.seen_number, first.feedback) == (Verb.REVISE, "Ann", 1, "Shorter.")
    assert (first.goto, first.reason) == ("draft", "revision 1 of 2 used")
    assert (second.verb, second.actor, second.seen_number, second.feedback) == (Verb.ACCEPT, "Bob", 2, "Fine now")
    assert second.seen_sha256 == desk.revision(review_id, 2).sha256
    assert settled(desk, review_id).status is Status.ACCEPTED


def test_the_writer_gets_the_current_text_and_all_feedback_oldest_first(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    revised(desk, review_id, "Shorter.", "Friendlier.")

    assert writer.history[-1].draft == "Draft 2 of the text."
    assert writer.history[-1].feedback == ("Shorter.", "Friendlier.")


def test_the_editors_own_text_is_a_revision_that_costs_none_of_the_models_and_nothing_later_is_lost(
    desk: ReviewDesk, review_id: str
) -> None:
    desk.edit(review_id, stop_of(desk, review_id), "Ann", "My own words.")
    desk.restore(review_id, stop_of(desk, review_id), "Ann", 1)
    review, own = settled(desk, review_id), desk.revision(review_id, 2)

    assert (own.text, own.author, own.cause) == ("My own words.", "editor", 1)
    assert [r.text for r in desk.revisions(review_id)] == [first := "Draft 1 of the text.", "My own words.", first]
    assert desk.decisions(review_id)[-1].restored == 1
    assert (review.counters.revisions_used, review.counters.texts) == (0, 3)


@pytest.mark.parametrize(
    ("policy", "asks", "ending"),
    [
        ({}, 3, "cap reached: 2 of 2 revisions used; the feedback is recorded as unresolved"),
        ({"on_cap": "finalize"}, 2, "cap reached: 2 of 2 revisions used; this desk closes without a last look"),
        ({"token_budget": 25}, 3, "cap reached: 30 of 25 tokens spent; the feedback is recorded as unresolved"),
    ],
)
def test_at_a_cap_the_review_closes_as_not_approved_with_its_last_text(
    desk: ReviewDesk, settings: Settings, policy: dict[str, object], asks: int, ending: str
) -> None:
    desk.settings = settings.model_copy(update=policy)
    review = revised(desk, desk.start(Brief("The new library"), "Ann"), *(f"Ask {n}." for n in range(asks)))

    assert (review.status, review.ending) == (Status.CLOSED, ending)
    assert [r.number for r in desk.revisions(review.id)] == [1, 2, 3]


def test_a_failed_draft_costs_tokens_only_and_gives_the_feedback_back(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    writer.enqueue(DraftFailed("network", "No network.", tokens=7))
    revised(desk, review_id, "Shorter.")
    stop = stop_of(desk, review_id)

    assert stop.problem is not None
    assert (stop.problem.sentence, stop.ask, stop.number) == ("No network.", "Shorter.", 1)
    assert (stop.counters.revisions_used, stop.counters.tokens_spent) == (0, 17)


def test_try_again_asks_for_the_same_draft_without_repeating_the_feedback(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    writer.enqueue(NO_NETWORK, NO_NETWORK)
    revised(desk, review_id, "Shorter.")
    desk.retry(review_id, stop_of(desk, review_id), "Ann")
    review = revised(desk, review_id, "Shorter.")

    assert review.counters.revisions_used == 1
    assert [work.feedback for work in writer.history[1:]] == [("Shorter.",)] * 3


def test_a_draft_that_would_fail_again_is_not_tried_again(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    writer.enqueue(DraftFailed("nothing_done", "Nothing was changed."))
    revised(desk, review_id, "Make it pop.")
    stop = stop_of(desk, review_id)

    with pytest.raises(BadInput, match="would fail again"):
        desk.retry(review_id, stop, "Ann")
    assert [d.verb for d in desk.decisions(review_id)] == [Verb.REVISE]
    assert stop_of(desk, review_id) == stop


def test_a_first_draft_that_failed_can_be_tried_again_but_not_accepted(
    desk: ReviewDesk, writer: ScriptedWriter
) -> None:
    writer.enqueue(NO_NETWORK)
    review_id = desk.start(Brief("The new library"), "Ann")
    stop = stop_of(desk, review_id)
    with pytest.raises(BadInput, match="no draft to accept"):
        desk.accept(review_id, stop, "Ann")
    desk.retry(review_id, stop, "Ann")
    counters = settled(desk, review_id).counters

    assert (counters.texts, counters.revisions_used) == (1, 0)


def test_the_editors_own_first_text_goes_straight_to_review(desk: ReviewDesk, writer: ScriptedWriter) -> None:
    review_id = desk.start(Brief("The new library"), "Ann", text="What I have.")
    first = desk.revision(review_id, stop_of(desk, review_id).number)

    assert (first.number, first.text, first.author) == (1, "What I have.", "editor")
    assert writer.history == []


def test_a_running_draft_stops_on_request_and_names_who_asked_and_no_other_draft_does(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    with pytest.raises(Stale, match="nothing to stop any more"):
        desk.halt(review_id, 0, "Bob")
    writer.enqueue(NO_NETWORK, threading.Event())
    revised(desk, review_id, "Shorter.")
    desk.retry(review_id, stop_of(desk, review_id), "Ann")
    first_words(desk, review_id)
    with pytest.raises(Stale):
        desk.halt(review_id, 1, "Bob")
    desk.halt(review_id, 2, "Bob")
    stop = stop_of(desk, review_id)

    assert stop.problem is not None
    assert (stop.problem.fault, stop.problem.sentence) == ("stopped", "Bob stopped this draft.")


def test_the_same_click_twice_is_one_decision_and_another_one_is_refused_with_the_winner(
    desk: ReviewDesk, review_id: str
) -> None:
    stop = stop_of(desk, review_id)
    first = desk.revise(review_id, stop, "Ann", "Shorter.")
    again = desk.revise(review_id, stop, "Ann", "Shorter.")
    settled(desk, review_id)
    told = r"Ann already decided on revision 1 before you, .* UTC \(asked: “Shorter\.”\)"
    with pytest.raises(Stale, match=told) as refusal:
        desk.accept(review_id, stop, "Bob")

    assert desk.decisions(review_id) == [first] == [again] == [refusal.value.winner]
    assert len(desk.revisions(review_id)) == 2


def test_a_click_on_something_else_than_what_waits_is_refused(desk: ReviewDesk, review_id: str) -> None:
    stop = stop_of(desk, review_id)
    with pytest.raises(Stale, match="The page showed something else"):
        desk.revise(review_id, replace(stop, ask="Longer."), "Ann", "Shorter.")

    assert desk.decisions(review_id) == []


@pytest.mark.parametrize("feedback", ["", "  \n\t "])
def test_a_revise_without_words_is_refused(desk: ReviewDesk, review_id: str, feedback: str) -> None:
    with pytest.raises(BadInput, match="Feedback is empty"):
        desk.revise(review_id, stop_of(desk, review_id), "Ann", feedback)

    assert desk.decisions(review_id) == []


def test_an_address_that_is_no_review_is_not_found(desk: ReviewDesk) -> None:
    for address in ("", "nonsense", "../../etc/passwd", "0" * 32, "x" * 100_000):
        with pytest.raises(NotFound):
            desk.review(address)


@pytest.mark.tampers
def test_a_text_that_is_not_the_one_that_waits_cannot_be_accepted(desk: ReviewDesk, review_id: str) -> None:
    stop = stop_of(desk, review_id)
    with desk._store.database.engine.begin() as tx:
        tx.execute(update(revisions).values(text="Slipped in."))
    with pytest.raises(Damaged, match="not the one that waits here"):
        desk.accept(review_id, stop, "Ann")

    assert desk.decisions(review_id) == []


def test_any_revision_can_be_the_first_text_of_a_new_review_that_names_its_origin(
    desk: ReviewDesk, review_id: str
) -> None:
    revised(desk, review_id, "Shorter.")
    desk.accept(review_id, stop_of(desk, review_id), "Ann")
    before = settled(desk, review_id), desk.revisions(review_id), desk.decisions(review_id)
    again = settled(desk, desk.start_again(review_id, 1, "Bob"))

    assert desk.revision(again.id, 1).text == "Draft 1 of the text."
    assert (again.begun_from, again.owner, again.title) == ((review_id, 1), "Bob", "The new library")
    assert (desk.review(review_id), desk.revisions(review_id), desk.decisions(review_id)) == before


def test_the_same_click_starts_one_review_even_if_its_answer_was_lost(desk: ReviewDesk) -> None:
    first = desk.start(Brief("Topic"), "Ann", click="c1")
    again = desk.start(Brief("Topic"), "Ann", click="c1")
    other = desk.start(Brief("Another topic"), "Ann", click="c1")
    settled(desk, first)
    settled(desk, other)

    assert first == again != other
    assert desk.lines()[1] == 2
