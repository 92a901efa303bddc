"""The audit page as a script: the answer, the moments, what Verify and Replay say, damaged reviews."""

import json

import pytest
from sqlalchemy import Update, literal_column, update
from streamlit.testing.v1 import AppTest

from hitl.domain import Brief
from hitl.store.tables import decisions, reviews, revisions
from hitl.ui.paging import ON_A_PAGE
from hitl.ui.process import process
from tests import test_pages as pages
from tests.conftest import settled, stop_of

desk, app = pages.desk, pages.app
"""The same fresh desk behind the pages, and the app opened by Ann."""


def accepted(app: AppTest) -> str:
    """A review with a revision by hand, accepted by Ann; its id."""
    thread = pages.started(app, "We open on Monday.")
    process.desk().edit(thread, stop_of(process.desk(), thread), "Ben", "We open on <b>Tuesday</b>.")
    process.desk().accept(thread, stop_of(process.desk(), thread), "Ann", "Good.")
    settled(process.desk(), thread)
    return thread


def opened(app: AppTest, thread: str = "") -> AppTest:
    """The audit page of a review."""
    if thread:
        app.query_params["thread"] = thread
    return app.switch_page("pages/audit.py").run()


def changed(statement: Update) -> None:
    """Change what is stored, as somebody could who has the database."""
    with process.desk()._store.database.engine.begin() as tx:
        tx.execute(statement)


def labels(app: AppTest) -> list[str]:
    return [box.label for box in app.expander if ":gray[" in box.label]


def test_the_page_answers_and_tells_each_moment_in_its_order(app: AppTest) -> None:
    opened(app, accepted(app))
    told = [label.partition(" :gray[")[0] for label in labels(app)]

    assert not app.exception
    assert "Ann accepted v2 on " in pages.shown(app)
    assert told == [
        "Ann began the review with a text",
        "v1 came\\: the text that Ann began with\\, 4 words",
        "v1 was put up for decision",
        "Ben edited v1 by hand",
        "v2 came\\: written by hand by Ben\\, 4 words",
        "v2 was put up for decision",
        "Ann accepted v2\\: “Good\\.”",
        "The review ended\\: v2 is approved",
    ]


def test_what_is_long_is_read_when_it_is_asked_for(app: AppTest) -> None:
    thread = accepted(app)
    opened(app, thread)
    before = pages.shown(app)
    app.session_state[f"moment-decision-2-{thread}"] = True
    app.run()
    seen = pages.shown(app)
    app.session_state[f"read-decision-2-{thread}"] = "Saved state"
    app.run()

    assert "We open on &lt;b&gt;Tuesday" not in before
    assert "We open on &lt;b&gt;Tuesday&lt;/b&gt;." in seen
    assert json.loads(app.code[0].value)["values"]["decision"]["actor"] == "Ann"


def test_a_sound_review_is_verified_and_replayed_at_a_click(app: AppTest) -> None:
    opened(app, accepted(app))
    pages.click(app, "Verify")
    pages.click(app, "Replay")
    verdicts = [said.value for said in app.success]

    assert verdicts[0].startswith("Nothing was changed\\: 6 records\\, their texts and saved states are as they were")
    assert verdicts[1].startswith("Run again from the record\\, the loop took the same 6 steps and ended the same way")


def test_verify_is_the_one_button_that_the_page_leads_to(app: AppTest) -> None:
    opened(app, accepted(app))

    assert [button.label for button in app.button if button.proto.type == "primary"] == ["Verify"]


def test_what_was_changed_is_named_and_marked_where_it_stands(app: AppTest) -> None:
    thread = accepted(app)
    changed(update(decisions).where(decisions.c.number == 1).values(actor="Eve"))
    opened(app, thread)
    pages.click(app, "Verify")

    assert app.error[0].value.startswith("Decision 1 is not what was sealed")
    assert "<b>Not as sealed</b>" in pages.shown(app)
    assert next(box.icon for box in app.expander if box.label.startswith("Eve edited")) == ":material/warning:"


def test_a_replay_that_goes_another_way_shows_what_was_recorded_and_what_came(app: AppTest) -> None:
    thread = accepted(app)
    changed(update(decisions).where(decisions.c.number == 1).values(reason="because I say so"))
    opened(app, thread)
    pages.click(app, "Replay")

    assert "then went another way" in app.error[0].value
    assert "Decision 1 has another reason in the record than now." in pages.shown(app)
    assert "<b>Recorded</b>" in pages.shown(app)
    assert "because I say so" in pages.shown(app)
    assert "the editor&#x27;s own text; costs no model revision" in pages.shown(app)


def test_a_replay_names_a_hash_that_differs_as_people_write_it(app: AppTest) -> None:
    thread = accepted(app)
    changed(update(revisions).where(revisions.c.number == 2).values(sha256="0" * 64))
    opened(app, thread)
    pages.click(app, "Replay")

    assert "Revision 2 has another fingerprint (SHA-256) of the text in the record than now." in pages.shown(app)


def test_the_answer_of_a_record_that_was_changed_warns_before_anybody_asks(app: AppTest) -> None:
    thread = accepted(app)
    sound = opened(app, thread).warning
    changed(update(decisions).where(decisions.c.number == 2).values(actor="Eve"))
    app.run()

    assert not sound
    assert "Eve accepted v2 on " in pages.shown(app)
    assert app.warning[0].value.startswith("Something in this record is not as it was written")


def test_a_review_that_has_no_text_offers_none_to_read(app: AppTest) -> None:
    thread = process.desk().start(Brief(" ".join(f"We open {n} desks on Monday." for n in range(60))), "Ann")
    process.desk().halt(thread, 0, "Ann")
    settled(process.desk(), thread)
    opened(app, thread)

    assert "The review waits with no draft" in pages.shown(app)
    assert "Read this text" not in [box.label for box in app.expander]


def test_a_verdict_is_gone_once_the_review_has_moved_on(app: AppTest) -> None:
    thread = pages.started(app)
    opened(app, thread)
    pages.click(app, "Verify")
    assert len(app.success) == 1
    process.desk().accept(thread, stop_of(process.desk(), thread), "Ann")
    settled(process.desk(), thread)
    app.run()

    assert not app.success


def test_a_noted_seal_is_recognised(app: AppTest) -> None:
    thread = accepted(app)
    head = process.desk().archive.record(thread).decisions[0]["seal"]
    opened(app, thread)
    app.text_input(key=f"noted-{thread}").input(head).run()
    found = app.success[0].value
    app.text_input(key=f"noted-{thread}").input("0" * 64).run()

    assert "This is the seal of step 3 of 6" in found
    assert "None of this review’s records has this seal" in app.error[0].value


@pytest.mark.parametrize("column", ["brief", "policy", "counters"])
def test_a_review_that_cannot_be_read_opens_all_the_same(app: AppTest, column: str) -> None:
    thread = accepted(app)
    changed(update(reviews).values({column: literal_column("'[1'")}))
    opened(app, thread)
    pages.click(app, "Verify")

    assert not app.exception
    assert "it is damaged" in app.error[0].value
    assert "Ann accepted v2 on " in pages.shown(app)
    assert "The start" in app.error[1].value or "The line" in app.error[1].value


@pytest.mark.parametrize("column", ["brief", "counters", "outcome"])
def test_a_value_of_a_kind_that_is_never_written_is_found_and_hides_nothing(app: AppTest, column: str) -> None:
    thread = accepted(app)
    changed(update(reviews).values({column: literal_column("'[7]'")}))
    opened(app, thread)
    pages.click(app, "Verify")
    pages.click(app, "Replay")

    assert not app.exception
    assert "Ann accepted v2 on " in pages.shown(app)
    assert app.error


def test_a_bundle_that_could_not_be_signed_is_not_offered(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = accepted(app)
    unsigned = [button.proto.help for button in opened(app, thread).get("download_button")]
    process.close()
    monkeypatch.setenv("HITL_SIGNING_KEY", "there-is-no-such-file.pem")
    opened(app, thread)

    assert unsigned == ["It is not signed."]
    assert not app.exception
    assert not app.get("download_button")
    assert "HITL\\_SIGNING\\_KEY must name a file" in app.error[0].value
    assert "there-is-no-such-file" not in app.error[0].value


def test_a_long_review_is_shown_in_pages_the_last_one_first(app: AppTest) -> None:
    thread = pages.started(app)
    for number in range(8):
        process.desk().edit(thread, stop_of(process.desk(), thread), "Ann", f"Text {number}.")
    settled(process.desk(), thread)
    opened(app, thread)
    last = labels(app)

    assert len(last) == ON_A_PAGE
    assert last[-1].startswith("v9 waits for a decision")
    assert "8 to 27 of 27" in pages.shown(app)


def test_the_page_asks_for_a_review_where_none_was_opened(app: AppTest) -> None:
    opened(app)

    assert not app.exception
    assert "Open a draft first" in pages.shown(app)


def test_an_unknown_review_is_a_plain_page(app: AppTest) -> None:
    opened(app, "0" * 32)

    assert [error.value for error in app.error] == ["There is no review with this address\\."]


def test_a_finished_review_and_its_history_lead_to_the_audit(app: AppTest) -> None:
    app.query_params["thread"] = accepted(app)
    app.run()
    from_the_review = [link.proto.label for link in app.get("page_link")]
    app.switch_page("pages/history.py").run()

    assert "Audit" in from_the_review
    assert "Audit" in [link.proto.label for link in app.get("page_link")]
