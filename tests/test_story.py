"""The record of a review in plain words: the answer, the moments, what can be read to the letter."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hitl.audit import Record
from hitl.desk import ReviewDesk
from hitl.domain import Brief, sha256
from hitl.errors import DraftFailed
from hitl.settings import Settings
from hitl.story import Moment, answer, facts, moments, papers
from tests.conftest import settled, stop_of
from tests.fakes import ScriptedWriter


@pytest.fixture
def model_desk(settings: Settings, writer: ScriptedWriter) -> Iterator[ReviewDesk]:
    """A desk whose drafts are asked of a model by its name."""
    asked = {"openai_base_url": "http://127.0.0.1:9/v1", "model": "m-1", "token_budget": 1_000}
    desk = ReviewDesk(settings.model_copy(update=asked), writer.for_model)
    yield desk
    desk.close()


def every_verb(desk: ReviewDesk) -> Record:
    """A review in which each verb but abandon was used, accepted in the end."""
    review_id = desk.start(Brief("The new library", must_haves=("Sundays",)), "Ann")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    desk.edit(review_id, stop_of(desk, review_id), "Ben", "Ben's words.")
    desk.restore(review_id, stop_of(desk, review_id), "Ben", 2)
    desk.accept(review_id, stop_of(desk, review_id), "Ann", "Well done.", displayed=4)
    settled(desk, review_id)
    return desk.archive.record(review_id)


def failed_once(desk: ReviewDesk, writer: ScriptedWriter) -> Record:
    """A review whose second draft failed, and was asked for once more."""
    review_id = desk.start(Brief("The new library"), "Ann")
    stop = stop_of(desk, review_id)
    writer.enqueue(DraftFailed("cut", "The connection broke.", tokens=7))
    desk.revise(review_id, stop, "Ann", "Shorter.")
    desk.retry(review_id, stop_of(desk, review_id), "Ben")
    settled(desk, review_id)
    return desk.archive.record(review_id)


def moment_of(record: Record, kind: str, number: int) -> Moment:
    return next(moment for moment in moments(record) if (moment.kind, moment.number) == (kind, number))


def paper(record: Record, kind: str, number: int, name: str) -> tuple[str, list[str]]:
    """The remark and the texts of a paper."""
    found = next(paper for paper in papers(record, moment_of(record, kind, number)) if paper.name == name)
    return found.remark, [text for _, text in found.parts]


def fact(record: Record, kind: str, number: int, name: str) -> str:
    return dict(facts(record, moment_of(record, kind, number)))[name]


def test_an_accepted_review_answers_who_which_text_when_and_whether_it_is_the_one_that_was_seen(
    desk: ReviewDesk,
) -> None:
    told = answer(every_verb(desk))

    assert told.startswith("Ann accepted v4 on ")
    assert " UTC. It was the fourth text of this review, and exactly these words were on the screen (SHA-256 " in told


def test_what_is_said_of_the_screen_is_what_is_known_of_it(desk: ReviewDesk) -> None:
    record = every_verb(desk)
    told = {}
    for displayed in (4, 2, 0, None):
        record.decisions[3]["displayed"] = displayed
        told[displayed] = answer(record), fact(record, "decision", 4, "Screen"), moment_of(record, "decision", 4).line

    assert "and exactly these words were on the screen (SHA-256 " in told[4][0]
    assert told[4][1:] == ("v4 was on the screen", "Ann accepted v4: “Well done.”")
    assert "text of this review, and v2 was on the screen, not v4 (SHA-256 " in told[2][0]
    assert told[2][1:] == ("v2 was on the screen, not v4", "Ann accepted v4, with v2 on the screen: “Well done.”")
    assert "and no text was on the screen, not v4 (SHA-256 " in told[0][0]
    assert "and it is not known whether v4 was on the screen (SHA-256 " in told[None][0]
    assert told[None][1:] == ("it is not known whether v4 was on the screen", "Ann accepted v4: “Well done.”")
    assert [told[each][0].count("exactly these words") for each in told] == [1, 0, 0, 0]


def test_a_text_that_was_changed_after_it_was_accepted_is_not_said_to_be_the_one_that_was_seen(
    desk: ReviewDesk,
) -> None:
    record = every_verb(desk)
    record.revisions[3]["text"] = "Other words."

    assert "The text that is stored as v4 now is not the one that was accepted then" in answer(record)
    assert "It is not the text of then" in paper(record, "decision", 4, "Text decided on")[0]
    assert fact(record, "decision", 4, "Decided on").endswith(
        "The text that is stored under this number is another one."
    )


def test_a_review_that_closed_at_its_cap_says_that_nobody_approved_and_what_was_left(desk: ReviewDesk) -> None:
    review_id = desk.start(Brief("The new library"), "Ann")
    for actor, feedback in (("Ann", "Shorter."), ("Ann", "Longer."), ("Ben", "The tone is wrong.")):
        desk.revise(review_id, stop_of(desk, review_id), actor, feedback)
    settled(desk, review_id)
    told = answer(desk.archive.record(review_id))

    assert told.startswith("Nobody approved a text. The review closed by its rules on ")
    assert "cap reached: 2 of 2 revisions used" in told
    assert told.endswith("v3 is kept as it stood. What Ben asked for last was not carried out: “The tone is wrong.”")


def test_an_abandoned_review_gives_the_reason(desk: ReviewDesk) -> None:
    review_id = desk.start(Brief("The new library"), "Ann", text="My own words.")
    desk.abandon(review_id, stop_of(desk, review_id), "Ben", "Called off.", displayed=1)
    settled(desk, review_id)
    told = answer(desk.archive.record(review_id))

    assert told.startswith("Ben abandoned the review on ")
    assert told.endswith(
        ", when v1 waited for a decision; v1 was on the screen. Nothing was approved. The reason: “Called off.”"
    )


def test_a_review_that_began_with_a_text_of_another_one_names_both(desk: ReviewDesk, review_id: str) -> None:
    again = desk.start_again(review_id, 1, "Ben")
    settled(desk, again)
    record = desk.archive.record(again)

    assert moment_of(record, "start", 0).line == "Ben began the review with v1 of an earlier one"
    assert fact(record, "start", 0, "Begun from") == f"v1 of the review {review_id}"


def test_a_review_that_waits_says_since_when(desk: ReviewDesk, review_id: str) -> None:
    told = answer(desk.archive.record(review_id))

    assert told.startswith("Nothing is approved yet. v1 waits for a decision, since ")


def test_a_review_that_is_running_is_told_as_far_as_it_came(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    go_on = threading.Event()
    writer.enqueue(go_on)
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    record = desk.archive.record(review_id)
    go_on.set()
    settled(desk, review_id)

    assert "A text is being made since Ann decided on v1" in answer(record)
    assert [moment.kind for moment in moments(record)] == ["start", "call", "revision", "stop", "decision"]


def test_what_the_list_says_and_the_record_does_not_is_not_repeated_as_an_answer(desk: ReviewDesk) -> None:
    record = every_verb(desk)
    cut = replace(record, decisions=record.decisions[:-1])

    assert "holds no decision at its end that accepts one" in answer(cut)
    assert "cannot be read" in answer(replace(record, review=record.review | {"status": "Excellent"}))
    assert [m.line for m in moments(cut) if "missing" in m.line] == ["Decision 4 is missing"]


def test_each_moment_is_told_in_its_order_with_the_stops_between(desk: ReviewDesk) -> None:
    record = every_verb(desk)

    assert [moment.line for moment in moments(record)] == [
        "Ann began the review",
        "The built-in writer was asked for the first draft, which came after 0.0 s",
        "v1 came: a draft by the built-in writer, 5 words",
        "v1 was put up for decision",
        "Ann asked for changes to v1: “Shorter.”",
        "The built-in writer was asked for a draft, which came after 0.0 s",
        "v2 came: a draft by the built-in writer, 5 words",
        "v2 was put up for decision",
        "Ben edited v2 by hand",
        "v3 came: written by hand by Ben, 2 words",
        "v3 was put up for decision",
        "Ben brought v2 back",
        "v4 came: the text of v2 again, 5 words",
        "v4 was put up for decision",
        "Ann accepted v4: “Well done.”",
        "The review ended: v4 is approved",
    ]


def test_each_sealed_moment_has_its_seal_and_the_one_before(desk: ReviewDesk) -> None:
    record = every_verb(desk)
    sealed = [moment for moment in moments(record) if moment.kind != "stop"]

    assert [moment.before for moment in sealed] == ["", *(moment.seal for moment in sealed[:-1])]
    assert sealed[-1].seal == record.review["head"]
    assert all(len(moment.seal) == 64 for moment in sealed)


def test_a_draft_that_failed_is_told_with_its_sentence_and_what_had_come(
    model_desk: ReviewDesk, writer: ScriptedWriter
) -> None:
    record = failed_once(model_desk, writer)
    record.calls[1]["answer"] = "The first wor"
    lines = [moment.line for moment in moments(record)]

    assert "m-1 was asked for a draft, and none came: The connection broke." in lines
    assert "v1 was put up for decision again: The connection broke." in lines
    assert "Ben asked once more for the draft that had not come" in lines
    assert fact(record, "stop", 2, "In the box") == "Shorter."
    assert paper(record, "call", 1, "Answer") == ("No draft came. Up to then there was:", ["The first wor"])


def test_what_a_model_was_sent_can_be_read_to_the_letter(model_desk: ReviewDesk, writer: ScriptedWriter) -> None:
    record = failed_once(model_desk, writer)
    remark, sent = paper(record, "call", 2, "Prompt")
    record.revisions[0]["text"] = "Other words."

    assert remark == "Sent to m-1, 2 messages, to the letter:"
    assert "Draft 1 of the text." in sent[1]
    assert "Shorter." in sent[1]
    assert paper(record, "call", 2, "Prompt")[0].startswith("What was sent cannot be read any more")
    assert paper(record, "call", 2, "Answer") == ("It was the text of v2:", ["Draft 3 of the text."])


def test_a_writer_that_is_no_model_is_said_to_be_none_and_what_it_was_given(desk: ReviewDesk) -> None:
    record = every_verb(desk)

    assert paper(record, "call", 0, "Prompt")[0] == "No model was asked. The built-in writer was given the brief."
    assert paper(record, "call", 1, "Prompt")[0].endswith("was given the brief, v1 and 1 ask for changes.")


def test_the_same_words_sent_again_after_a_failed_draft_are_one_ask(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    writer.enqueue(DraftFailed("cut", "The connection broke."))
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    settled(desk, review_id)

    assert "v1 and 1 ask for changes" in paper(desk.archive.record(review_id), "call", 2, "Prompt")[0]


def test_the_state_that_was_saved_with_each_moment_is_found(desk: ReviewDesk) -> None:
    record = every_verb(desk)
    states = {
        (m.kind, m.number): json.loads(paper(record, m.kind, m.number, "Saved state")[1][0]) for m in moments(record)
    }

    assert states["start", 0]["values"]["counters"]["texts"] == 1
    assert states["decision", 2]["next"] == ["review"]
    assert states["decision", 2]["values"]["decision"]["number"] == 2
    assert states["revision", 3]["values"]["revision"]["text"] == "Ben's words."
    assert states["stop", 4]["stops"][0]["number"] == 4
    assert states["outcome", 4]["values"]["outcome"]["status"] == "Accepted"


def test_what_was_sealed_is_shown_so_that_anybody_can_compute_the_seal_anew(desk: ReviewDesk) -> None:
    record = every_verb(desk)
    shown = json.loads(paper(record, "decision", 3, "Seal")[1][0])
    whole = json.dumps(shown["sealed"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert sha256(whole) == shown["seal"] == record.decisions[2]["seal"]


def test_rules_and_counters_are_told_in_words(model_desk: ReviewDesk, writer: ScriptedWriter) -> None:
    record = failed_once(model_desk, writer)

    assert fact(record, "start", 0, "Rules") == (
        "At most 2 revisions by the writer after its first draft; then the editor decides at a last look. "
        "At most 1,000 tokens, and 120 s for a draft. Allowed to write: m-1."
    )
    assert fact(record, "decision", 2, "Used") == "0 of 2 revisions used, 17 of 1,000 tokens"
    assert fact(record, "decision", 2, "Led") == "to the writer, for another draft"
    assert fact(record, "call", 1, "Took") == "0.0 of at most 120 s, 7 tokens"


def test_a_review_whose_saved_states_are_gone_is_told_from_its_rows(desk: ReviewDesk) -> None:
    record = every_verb(desk)
    told = [(moment.kind, moment.number, moment.line) for moment in moments(record)]
    bare = replace(record, snapshots=None)

    assert [(moment.kind, moment.number, moment.line) for moment in moments(bare)] == told
    assert paper(bare, "stop", 1, "Saved state")[0] == "The saved states of this review cannot be read."
