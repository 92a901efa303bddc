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


def test_the_page_answers_tells_each_moment_in_its_order_and_shows_what_is_long_when_it_is_asked_for(
    app: AppTest,
) -> None:
    thread = accepted(app)
    opened(app, thread)
    before, told = pages.shown(app), [label.partition(" :gray[")[0] for label in labels(app)]
    app.session_state[f"moment-decision-2-{thread}"] = True
    app.run()
    seen = pages.shown(app)
    app.session_state[f"read-decision-2-{thread}"] = "Saved state"
    app.run()

    assert not app.exception
    assert "Ann accepted v2 on " in before
    assert "→ The editor’s own text: 1" in before
    assert told[:2] == ["Ann began the review with a text", "v1 came\\: the text that Ann began with\\, 4 words"]
    assert told[-2:] == ["Ann accepted v2\\: “Good\\.”", "The review ended\\: v2 is approved"]
    assert not app.warning
    assert "We open on &lt;b&gt;Tuesday" not in before
    assert "We open on &lt;b&gt;Tuesday&lt;/b&gt;." in seen
    assert json.loads(app.code[0].value)["values"]["decision"]["actor"] == "Ann"


def test_a_sound_review_is_verified_and_replayed_at_a_click_and_a_noted_seal_recognised(app: AppTest) -> None:
    thread = accepted(app)
    opened(app, thread)
    primary = [button.label for button in app.button if button.proto.type == "primary"]
    app.text_input(key=f"noted-{thread}").input(process.desk().archive.record(thread).decisions[0]["seal"])
    pages.click(app, "Verify")
    pages.click(app, "Replay")
    verified, replayed, noted = [said.value for said in app.success]
    app.text_input(key=f"noted-{thread}").input("0" * 64).run()

    assert primary == ["Verify"]
    assert verified.startswith("Nothing was changed\\: 6 records\\, their texts and saved states are as they were")
    assert replayed.startswith("Run again from the record\\, the loop took the same 6 steps and ended the same way")
    assert "This is the seal of step 3 of 6" in noted
    assert "None of this review’s records has this seal" in app.error[0].value


def test_what_was_changed_is_warned_of_at_once_then_named_and_marked_where_it_stands(app: AppTest) -> None:
    thread = accepted(app)
    changed(update(decisions).where(decisions.c.number == 1).values(actor="Eve"))
    changed(update(revisions).where(revisions.c.number == 2).values(text="Forged."))
    opened(app, thread)
    warning = app.warning[0].value
    pages.click(app, "Verify")

    assert warning.startswith("This record was changed after it was written")
    assert app.error[0].value.startswith("Decision 1 is not what was sealed")
    assert "<b>Not as sealed</b>" in pages.shown(app)
    assert "is not the one that was accepted then" in pages.shown(app)
    assert "<li>Revision 2 has another text than the one that was recorded.</li>" in pages.shown(app)
    assert next(box.icon for box in app.expander if box.label.startswith("Eve edited")) == ":material/warning:"


def test_a_replay_that_goes_another_way_shows_what_was_recorded_and_what_came(app: AppTest) -> None:
    thread = accepted(app)
    changed(update(decisions).where(decisions.c.number == 1).values(reason="because I say so"))
    opened(app, thread)
    pages.click(app, "Replay")
    shown = pages.shown(app)

    assert "then went another way" in app.error[0].value
    assert "Decision 1 has another reason in the record than now." in shown
    assert "<b>Recorded</b>" in shown
    assert "because I say so" in shown
    assert "costs no model revision" in shown


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


@pytest.mark.parametrize(
    ("column", "stored", "said"),
    [
        ("brief", "[1", "it is damaged"),
        ("policy", "[1", "it is damaged"),
        ("counters", "[7]", "it is damaged"),
        ("outcome", "[7]", ""),
    ],
)
def test_a_review_that_cannot_be_read_opens_all_the_same_and_is_found(
    app: AppTest, column: str, stored: str, said: str
) -> None:
    thread = accepted(app)
    changed(update(reviews).values({column: literal_column(f"'{stored}'")}))
    opened(app, thread)
    errors = [error.value for error in app.error]
    pages.click(app, "Verify")
    pages.click(app, "Replay")

    assert not app.exception
    assert [said in error for error in errors] == [True] * bool(said)
    assert "Ann accepted v2 on " in pages.shown(app)
    assert len(app.error) > len(errors)


def test_a_review_that_began_with_a_text_of_another_one_leads_to_its_audit(app: AppTest) -> None:
    again = process.desk().start_again(accepted(app), 2, "Ben")
    settled(process.desk(), again)
    told = pages.shown(opened(app, again))
    pages.click(app, "Begun from v2 of an earlier draft")

    assert "v1 waits for a decision" in told
    assert "Ann accepted v2 on " in pages.shown(app)


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


def test_the_page_asks_for_a_review_where_none_was_opened_and_knows_no_unknown_one(app: AppTest) -> None:
    opened(app)
    asked = pages.shown(app)
    opened(app, "0" * 32)

    assert "Open a draft first" in asked
    assert [error.value for error in app.error] == ["There is no review with this address\\."]


def test_a_finished_review_and_its_history_lead_to_the_audit(app: AppTest) -> None:
    app.query_params["thread"] = accepted(app)
    app.run()
    from_the_review = [link.proto.label for link in app.get("page_link")]
    app.switch_page("pages/history.py").run()

    assert "Audit" in from_the_review
    assert "Audit" in [link.proto.label for link in app.get("page_link")]
