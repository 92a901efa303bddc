"""Each page as a script, without a browser.

AppTest does not run the components of our own (Copy, what the browser keeps of a name and of unsent words) nor
the clicks of page links; the tests in tests/browser do.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from hitl.domain import Kind
from hitl.store.tables import reviews
from hitl.ui.diff_view import View
from hitl.ui.process import process
from tests.conftest import settled, stop_of, wait_for

APP = str(Path(__file__).resolve().parents[1] / "streamlit_app.py")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A fresh desk with the built-in writer behind the pages; closed, so that it leaves no thread behind."""
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "HITL_ON_CAP", "HITL_TOKEN_BUDGET", "HITL_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HITL_DATABASE", str(tmp_path / "reviews.sqlite"))
    monkeypatch.setenv("HITL_WRITER", "offline")
    monkeypatch.setenv("HITL_MAX_REVISIONS", "5")
    st.cache_resource.clear()
    yield
    process.close()


@pytest.fixture
def app() -> AppTest:
    return opened()


def opened() -> AppTest:
    """The app, opened by Ann. Her name is set here because AppTest has a mock where the cookies are."""
    app = AppTest.from_file(APP, default_timeout=30)
    app.session_state["actor"] = "Ann"
    return app.run()


def click(app: AppTest, name: str) -> None:
    """Click the button whose name starts so."""
    next(button for button in app.button if button.label.startswith(name)).click().run()


def type_into(app: AppTest, label: str, text: str) -> None:
    """Type into the text area of this label."""
    next(area for area in app.text_area if area.label == label).input(text)


def value(app: AppTest, label: str) -> str:
    """What stands in the text area of this label."""
    return str(next(area.value for area in app.text_area if area.label == label))


def shown(app: AppTest) -> str:
    """All that the page says, markup and all."""
    parts = [*app.get("html"), *app.markdown, *app.error, *app.success, *app.info, *app.warning]
    return "\n".join(str(part.proto.body) for part in parts)


def settled_page(app: AppTest, words: str) -> None:
    """Open the page anew until it says something, which the desk finds out meanwhile."""

    def says() -> bool:
        return words in shown(app.run())

    wait_for(says, words)


def started(app: AppTest, text: str = "The words that stand.") -> str:
    """Start a review of a text; its id."""
    app.session_state["begin"] = "From a text I have"
    app.run()
    type_into(app, "The text", text)
    click(app, "Review this text")
    return thread_of(app)


def thread_of(app: AppTest) -> str:
    """The review that the address names."""
    thread = app.query_params["thread"]
    return thread if isinstance(thread, str) else str(thread[0])


def test_a_draft_without_a_topic_is_refused_in_words(app: AppTest) -> None:
    app.session_state["options"] = True
    app.run()
    type_into(app, "Topic", "  ")
    type_into(app, "Must be mentioned, one a line", "The opening hours")
    click(app, "Write draft")

    assert [error.value for error in app.error] == ["Topic is empty\\."]
    assert value(app, "Must be mentioned, one a line") == "The opening hours"
    assert "thread" not in app.query_params


def test_a_topic_that_is_too_long_is_refused_and_kept(app: AppTest) -> None:
    type_into(app, "Topic", "x" * 10_001)
    click(app, "Write draft")

    assert "the limit is 10\\,000" in app.error[0].value
    assert value(app, "Topic") == "x" * 10_001


def test_options_count_also_once_they_are_folded_away(app: AppTest) -> None:
    app.session_state["options"] = True
    app.run()
    app.text_input(key="audience").input("Neighbours")
    app.selectbox(key="kind").select(Kind.PRESS)
    app.session_state["options"] = False
    app.run()
    type_into(app, "Topic", "The library opens on Sundays")
    click(app, "Write draft")
    brief = process.desk().review(thread_of(app)).brief

    assert (brief.audience, brief.kind) == ("Neighbours", Kind.PRESS)


@pytest.mark.parametrize("example", ["LinkedIn post", "Press release", "Blog post"])
def test_an_example_is_opened_as_the_first_revision_of_a_review(app: AppTest, example: str) -> None:
    click(app, example)
    page = shown(app)

    assert "Waiting for you" in page
    assert "Example: " in page
    assert "words · " in page
    assert [button.label for button in app.button if button.label.startswith("Accept")] == ["Accept v1"]


def test_examples_are_offered_where_no_model_is_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITL_WRITER", "openai")
    app = opened()

    assert "Or try an example" not in shown(app)
    assert "Demo writer" not in shown(app)


def test_feedback_that_nothing_came_of_stays_in_the_box_and_is_not_offered_again(app: AppTest) -> None:
    started(app)
    type_into(app, "Feedback", "Make it pop.")
    click(app, "Revise")

    assert "Not done\\: “Make it pop” \\(needs a language model\\)" in app.warning[0].value
    assert value(app, "Feedback") == "Make it pop."
    assert {button.label for button in app.button} >= {"Revise", "Accept v1", "Abandon"}
    assert "Try again" not in {button.label for button in app.button}


def test_a_brief_is_drafted_revised_and_accepted(app: AppTest) -> None:
    type_into(app, "Topic", "Our library opens on Sundays")
    click(app, "Write draft")
    assert "Waiting for you" in shown(app)
    type_into(app, "Feedback", "Add a call to action.")
    click(app, "Revise")
    assert "Revision 2 of 6" in shown(app)
    type_into(app, "Feedback", "Legal has signed off.")
    click(app, "Accept")
    thread, held = thread_of(app), app.session_state._state.filtered_state

    assert not app.exception
    assert "accepted: Legal has signed off." in shown(app)
    assert "Not sent" not in shown(app)
    assert [d.displayed for d in process.desk().decisions(thread)] == [1, 2]
    assert not [button for button in app.button if button.label.startswith(("Revise", "Accept"))]
    assert not [
        key for key in held if thread in key and key.startswith(("feedback", "own", "given", "sent", "by-hand"))
    ]


def test_words_that_were_never_sent_are_shown_also_where_the_review_has_ended(app: AppTest) -> None:
    started(app)
    click(app, "Edit by hand")
    type_into(app, "Your text", "My own words.")
    click(app, "Keep for later")
    click(app, "Accept")
    app.run()

    assert "Not sent" in shown(app)
    assert "My own words." in shown(app)


@pytest.mark.parametrize(("button", "words", "refusal"), [
    ("Revise", "", "Feedback is empty"),
    ("Revise", "  \n ", "Feedback is empty"),
    ("Abandon", "", "Say in the box why you abandon this review"),
])  # fmt: skip
def test_a_decision_without_words_is_refused_and_nothing_is_lost(
    app: AppTest, button: str, words: str, refusal: str
) -> None:
    thread = started(app)
    type_into(app, "Feedback", words)
    click(app, button)

    assert app.error[0].value.startswith(refusal)
    assert value(app, "Feedback") == words
    assert process.desk().decisions(thread) == []


def test_a_review_is_abandoned_with_a_reason(app: AppTest) -> None:
    started(app)
    type_into(app, "Feedback", "The event was called off.")
    click(app, "Abandon")

    assert "Abandoned by Ann" in app.warning[0].value
    assert "abandoned: The event was called off." in shown(app)


@pytest.mark.parametrize("on_cap", ["ask", "finalize"])
def test_the_last_look_is_announced_and_a_review_closed_at_the_cap_is_not_approved(
    monkeypatch: pytest.MonkeyPatch, on_cap: str
) -> None:
    monkeypatch.setenv("HITL_MAX_REVISIONS", "1")
    monkeypatch.setenv("HITL_ON_CAP", on_cap)
    app = opened()
    thread = started(app)
    type_into(app, "Feedback", "Add a call to action.")
    click(app, "Revise")
    if on_cap == "ask":
        assert "last look: 1 of 1 revisions used" in shown(app)
        assert "Revise" not in {button.label for button in app.button}
        type_into(app, "Feedback", "The tone is still wrong.")
        click(app, "Close as not approved")
        assert "The tone is still wrong." in shown(app)

    assert "Closed at the cap" in shown(app)
    assert "Not approved" in {header.value for header in app.header}
    assert str(process.desk().revision(thread, 2).text.splitlines()[-1]) in shown(app)


def test_what_was_unticked_just_before_the_click_is_not_saved(app: AppTest) -> None:
    thread = started(app, "The cat sat. The dog ran.")
    click(app, "Edit by hand")
    type_into(app, "Your text", "The cat slept. The dog barked.")
    click(app, "Save as revision")
    app.session_state["view"] = View.CHOOSE
    app.switch_page("pages/history.py").run()
    app.checkbox[0].uncheck()
    click(app, "Save as revision")
    wait_for(lambda: len(process.desk().revisions(thread)) == 3, "the chosen changes")

    assert not app.exception
    assert [toast.value for toast in app.toast] == ["Saved as the next revision."]
    assert [select.value for select in app.selectbox] == [2, 3]
    assert [r.text for r in process.desk().revisions(thread)][2] == "The cat sat. The dog barked."


def test_the_address_cannot_hide_the_ways_out_of_a_first_draft_that_failed(app: AppTest) -> None:
    type_into(app, "Topic", "Our library opens on Sundays")
    click(app, "Write draft")
    with process.desk()._store.database.engine.begin() as tx:
        problem = {"fault": "cut", "sentence": "The connection broke."}
        stop = {"number": 0, "sha256": "", "counters": {}, "ask": "", "interrupt_id": "x", "problem": problem}
        tx.execute(update(reviews).values(stop=stop, number=0, counters={}))
    app.query_params["by"] = "hand"
    app.run()
    names = [button.label for button in app.button]

    assert [name for name in names if name in ("Try again", "Abandon")] == ["Try again", "Abandon"]


@pytest.mark.parametrize("verb", ["revise", "edit", "accept"])
def test_words_whose_sending_was_recorded_are_sent_though_the_click_was_ended_before_it_said_so(
    app: AppTest, verb: str
) -> None:
    thread = started(app)
    stop = stop_of(process.desk(), thread)
    if verb == "edit":
        click(app, "Edit by hand")
    words = "Add a call to action."
    type_into(app, "Your text" if verb == "edit" else "Feedback", words)
    {"revise": process.desk().revise, "edit": process.desk().edit, "accept": process.desk().accept}[verb](
        thread, stop, "Ann", words
    )
    settled(process.desk(), thread)
    app.run()

    assert not app.exception
    assert "Not sent" not in shown(app)
    assert "unsaved text of your own" not in shown(app)
    assert [area.value for area in app.text_area] == ([] if verb == "accept" else [""])
