import threading

import pytest
from sqlalchemy import update

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status, Verb, sha256
from hitl.errors import BadInput, Damaged, DraftFailed, NotFound, Stale
from hitl.settings import Settings
from hitl.store.tables import revisions
from tests.conftest import settled, stop_of, wait_for
from tests.fakes import ScriptedWriter


def test_a_brief_becomes_a_first_draft_that_waits_for_the_editor(desk: ReviewDesk, review_id: str) -> None:
    review = desk.review(review_id)

    assert review.status is Status.WAITING
    assert review.stop is not None
    assert (review.stop.number, review.stop.sha256) == (1, sha256("Draft 1 of the text."))
    assert [r.text for r in desk.revisions(review_id)] == ["Draft 1 of the text."]


def test_each_decision_records_who_saw_what_and_why_it_went_where(desk: ReviewDesk, review_id: str) -> None:
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
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
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Friendlier.")
    settled(desk, review_id)

    assert writer.history[-1].draft == "Draft 2 of the text."
    assert writer.history[-1].feedback == ("Shorter.", "Friendlier.")


def test_a_hand_edit_becomes_a_revision_by_the_editor_and_costs_no_model_revision(
    desk: ReviewDesk, review_id: str
) -> None:
    desk.edit(review_id, stop_of(desk, review_id), "Ann", "My own words.")
    review = settled(desk, review_id)
    own = desk.revision(review_id, 2)

    assert (own.text, own.author, own.cause) == ("My own words.", "editor", 1)
    assert (review.counters.revisions_used, review.counters.texts) == (0, 2)


def test_a_restored_text_becomes_a_new_revision_and_nothing_later_is_lost(desk: ReviewDesk, review_id: str) -> None:
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    desk.restore(review_id, stop_of(desk, review_id), "Ann", 1)
    settled(desk, review_id)

    texts = [r.text for r in desk.revisions(review_id)]
    assert texts == ["Draft 1 of the text.", "Draft 2 of the text.", "Draft 1 of the text."]
    assert desk.decisions(review_id)[-1].restored == 1


def test_at_the_cap_a_revise_closes_the_review_as_not_approved(desk: ReviewDesk, review_id: str) -> None:
    for feedback in ("One.", "Two.", "Three."):
        desk.revise(review_id, stop_of(desk, review_id), "Ann", feedback)
    review = settled(desk, review_id)

    assert review.status is Status.CLOSED
    assert review.ending == "cap reached: 2 of 2 revisions used; the feedback is recorded as unresolved"
    assert [r.number for r in desk.revisions(review_id)] == [1, 2, 3]


def test_a_desk_that_finalizes_at_the_cap_closes_without_a_last_look(
    settings: Settings, writer: ScriptedWriter
) -> None:
    desk = ReviewDesk(settings.model_copy(update={"on_cap": "finalize", "max_revisions": 1}), writer.for_model)
    review_id = desk.start(Brief("The new library"), "Ann")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    review, revisions = settled(desk, review_id), desk.revisions(review_id)
    desk.close()

    assert review.status is Status.CLOSED
    assert [r.number for r in revisions] == [1, 2]


def test_a_spent_token_budget_is_a_cap_too(settings: Settings, writer: ScriptedWriter) -> None:
    desk = ReviewDesk(settings.model_copy(update={"token_budget": 15}), writer.for_model)
    review_id = desk.start(Brief("The new library"), "Ann")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter still.")
    review = settled(desk, review_id)
    desk.close()

    assert review.status is Status.CLOSED
    assert "20 of 15 tokens spent" in review.ending


def test_a_failed_draft_counts_nothing_and_gives_the_feedback_back(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    writer.enqueue(DraftFailed("network", "No network."))
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    stop = stop_of(desk, review_id)

    assert stop.problem is not None
    assert (stop.problem.sentence, stop.ask, stop.number) == ("No network.", "Shorter.", 1)
    assert stop.counters.revisions_used == 0


def test_try_again_asks_for_the_same_draft_without_repeating_the_feedback(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    writer.enqueue(DraftFailed("network", "No network."), DraftFailed("network", "No network."))
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    desk.retry(review_id, stop_of(desk, review_id), "Ann")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    review = settled(desk, review_id)

    assert review.counters.revisions_used == 1
    assert [work.feedback for work in writer.history[1:]] == [("Shorter.",)] * 3


def test_a_draft_that_would_fail_again_is_not_tried_again(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    writer.enqueue(DraftFailed("nothing_done", "Nothing was changed."))
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Make it pop.")
    stop = stop_of(desk, review_id)

    with pytest.raises(BadInput, match="would fail again"):
        desk.retry(review_id, stop, "Ann")
    assert [d.verb for d in desk.decisions(review_id)] == [Verb.REVISE]
    assert stop_of(desk, review_id) == stop


def test_a_first_draft_that_failed_can_be_tried_again_or_abandoned_but_not_accepted(
    desk: ReviewDesk, writer: ScriptedWriter
) -> None:
    writer.enqueue(DraftFailed("network", "No network."))
    review_id = desk.start(Brief("The new library"), "Ann")
    stop = stop_of(desk, review_id)
    with pytest.raises(BadInput, match="no draft to accept"):
        desk.accept(review_id, stop, "Ann")
    desk.retry(review_id, stop, "Ann")

    assert settled(desk, review_id).counters.texts == 1
    assert settled(desk, review_id).counters.revisions_used == 0


def test_the_editors_own_first_text_goes_straight_to_review(desk: ReviewDesk, writer: ScriptedWriter) -> None:
    review_id = desk.start(Brief("The new library"), "Ann", text="What I have.")
    first = desk.revision(review_id, stop_of(desk, review_id).number)

    assert (first.number, first.text, first.author) == (1, "What I have.", "editor")
    assert writer.history == []


def test_a_running_draft_stops_on_request_and_names_who_asked(desk: ReviewDesk, writer: ScriptedWriter) -> None:
    writer.enqueue(threading.Event())
    review_id = desk.start(Brief("The new library"), "Ann")
    wait_for(lambda: bool((live := desk.live(review_id)) and live.text), "the first words")
    desk.halt(review_id, 0, "Bob")
    stop = stop_of(desk, review_id)

    assert stop.problem is not None
    assert (stop.problem.fault, stop.problem.sentence) == ("stopped", "Bob stopped this draft.")


def test_the_same_click_twice_is_one_decision(desk: ReviewDesk, review_id: str) -> None:
    stop = stop_of(desk, review_id)
    first = desk.revise(review_id, stop, "Ann", "Shorter.")
    again = desk.revise(review_id, stop, "Ann", "Shorter.")
    settled(desk, review_id)

    assert first == again
    assert len(desk.decisions(review_id)) == 1
    assert len(desk.revisions(review_id)) == 2


def test_a_click_on_a_stop_that_somebody_else_decided_is_refused_with_the_winner(
    desk: ReviewDesk, review_id: str
) -> None:
    stop = stop_of(desk, review_id)
    desk.revise(review_id, stop, "Ann", "Shorter.")
    settled(desk, review_id)
    with pytest.raises(
        Stale, match=r"Ann already decided on revision 1 before you, .* UTC \(asked: “Shorter\.”\)"
    ) as refusal:
        desk.accept(review_id, stop, "Bob")

    assert refusal.value.winner == desk.decisions(review_id)[0]
    assert desk.review(review_id).status is Status.WAITING


@pytest.mark.parametrize("feedback", ["", "  \n\t "])
def test_a_revise_without_words_is_refused(desk: ReviewDesk, review_id: str, feedback: str) -> None:
    with pytest.raises(BadInput, match="Feedback is empty"):
        desk.revise(review_id, stop_of(desk, review_id), "Ann", feedback)

    assert desk.decisions(review_id) == []


@pytest.mark.parametrize("address", ["", "nonsense", "../../etc/passwd", "0" * 32, "x" * 100_000])
def test_an_address_that_is_no_review_is_not_found(desk: ReviewDesk, address: str) -> None:
    with pytest.raises(NotFound):
        desk.review(address)


def test_the_list_puts_what_waits_first_and_finds_words_of_the_current_text(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    writer.enqueue("A zebra crossed 100% of the road.")
    zebra = desk.start(Brief("Animals"), "Ann")
    desk.accept(zebra, stop_of(desk, zebra), "Ann")
    settled(desk, zebra)

    assert [line.id for line in desk.lines()[0]] == [review_id, zebra]
    assert [line.id for line in desk.lines(search="ZEBRA")[0]] == [zebra]
    assert [line.id for line in desk.lines(search="100% of")[0]] == [zebra]
    assert desk.lines(search="%%")[1] == 0
    assert [line.id for line in desk.lines([Status.ACCEPTED])[0]] == [zebra]


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
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    desk.accept(review_id, stop_of(desk, review_id), "Ann")
    before = settled(desk, review_id), desk.revisions(review_id), desk.decisions(review_id)
    again = desk.start_again(review_id, 1, "Bob")
    stop_of(desk, again)

    assert desk.revision(again, 1).text == "Draft 1 of the text."
    assert desk.review(again).begun_from == (review_id, 1)
    assert (desk.review(again).owner, desk.review(again).title) == ("Bob", "The new library")
    assert (desk.review(review_id), desk.revisions(review_id), desk.decisions(review_id)) == before


def test_a_stop_of_a_draft_that_has_ended_is_refused_and_does_not_reach_the_next_one(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    with pytest.raises(Stale, match="nothing to stop any more"):
        desk.halt(review_id, 0, "Bob")
    held = threading.Event()
    writer.enqueue(DraftFailed("network", "No network."), held)
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    desk.retry(review_id, stop_of(desk, review_id), "Ann")
    wait_for(lambda: bool((live := desk.live(review_id)) and live.text), "the first words")
    with pytest.raises(Stale):
        desk.halt(review_id, 1, "Bob")
    held.set()

    assert stop_of(desk, review_id).number == 2


def test_the_same_click_starts_one_review_even_if_its_answer_was_lost(desk: ReviewDesk) -> None:
    first = desk.start(Brief("Topic"), "Ann", click="c1")
    again = desk.start(Brief("Topic"), "Ann", click="c1")
    other = desk.start(Brief("Another topic"), "Ann", click="c1")
    settled(desk, first)
    settled(desk, other)

    assert first == again != other
    assert desk.lines()[1] == 2
