"""Clicks and words that come too late, with the pages as scripts: nothing of them is lost."""

import pytest
from streamlit.testing.v1 import AppTest

from hitl.ui.process import process
from tests import test_pages as pages
from tests.test_pages import click, opened, shown, started, thread_of, type_into, value

desk, app = pages.desk, pages.app
"""The same fresh desk behind the pages, and the app opened by Ann."""


@pytest.fixture
def slower(app: AppTest) -> AppTest:
    """A second tab, of Ben, on a review that waits in the first one, with a text of his own typed into it."""
    thread = started(app)
    slower = opened()
    slower.session_state["actor"] = "Ben"
    slower.query_params["thread"] = thread
    slower.run()
    type_into(slower, "Feedback", "Name the day.")
    click(slower, "Edit by hand")
    type_into(slower, "Your text", "My own words.")
    return slower


def test_an_edit_by_hand_that_came_too_late_is_kept_for_the_new_revision(app: AppTest, slower: AppTest) -> None:
    type_into(app, "Feedback", "Add a call to action.")
    click(app, "Revise")
    click(slower, "Save as revision")

    assert "Ann already decided on revision 1" in slower.error[0].value
    assert value(slower, "Your text") == "My own words."
    assert len(process.desk().decisions(thread_of(app))) == 1


def test_a_tab_that_comes_after_the_end_is_told_who_ended_the_review_and_shown_its_words(
    app: AppTest, slower: AppTest
) -> None:
    click(app, "Accept")
    click(slower, "Save as revision")

    assert "Ann already decided on revision 1" in slower.error[0].value
    assert "Accepted by Ann" in slower.success[0].value
    assert "Name the day." in shown(slower)
    assert "My own words." in shown(slower)
