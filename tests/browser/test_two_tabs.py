"""Clicks that come twice or too late: one effect each, and whoever was slower is told by whom and what has changed."""

import pytest
from playwright.sync_api import expect

from tests.browser.app import AT_REST, App, Screen
from tests.browser.conftest import Visit


@pytest.fixture
def slower(screen: Screen, app: App, visit: Visit) -> Screen:
    """A second tab on a review that waits in the first one, with feedback typed into it."""
    screen.begin_with("The words that stand.")
    slower = visit(app)
    slower.open(thread=screen.thread)
    slower.waits(1)
    slower.feedback.fill("Name the day.")
    return slower


def test_a_double_click_starts_one_review_and_is_one_decision(screen: Screen, app: App) -> None:
    screen.open()
    screen.page.get_by_label("Topic", exact=True).fill("The wombat of the double click")
    screen.button("Write draft").dblclick()
    screen.waits(1)
    screen.feedback.fill("Add a call to action.")
    screen.button("Revise").dblclick()
    screen.waits(2)
    expect(screen.alert).to_have_count(0)

    assert app.decisions(screen.thread) == [("revise", "Editor", "Add a call to action.")]
    screen.open("/drafts")
    expect(screen.link("The wombat of the double click")).to_have_count(1)


def test_a_double_click_starts_again_once_from_an_earlier_revision(screen: Screen) -> None:
    screen.begin_with("The first words.", "The second words.", name="The numbat of the double click")
    origin = screen.thread
    screen.pick("v1")
    screen.button("Start again from v1").dblclick()
    expect(screen.button("Begun from v1 of an earlier draft")).to_be_visible()
    screen.waits(1)
    again = screen.thread

    assert screen.text() == "The first words."
    screen.button("Begun from v1").click()
    screen.waits(2)
    assert origin == screen.thread != again
    screen.open("/drafts")
    expect(screen.link("The numbat of the double click")).to_have_count(2)


def test_back_right_after_starting_again_leads_to_the_history_and_stays_there(screen: Screen, app: App) -> None:
    origin = app.review("The first words.", "The second words.")
    screen.open("/history", origin)
    screen.button("Start again from v1").click()
    expect(screen.button("Begun from v1 of an earlier draft")).to_be_visible()
    screen.page.go_back()  # Streamlit leaves an entry of its own for the new review's history
    screen.page.go_back()

    expect(screen.page.locator(".st-key-diff ins").first).to_be_visible()
    expect(screen.page.locator(AT_REST)).to_be_attached()
    assert screen.page.url.endswith(f"/history?thread={origin}")


def test_the_slower_of_two_tabs_is_told_who_did_what_shown_what_changed_and_keeps_its_words(
    screen: Screen, slower: Screen, app: App
) -> None:
    screen.name("Ann")
    expect(screen.button("Ann")).to_be_visible()
    screen.revise("Add a call to action.", 2)
    slower.button("Revise").click()
    slower.says("Ann already decided on revision 1")
    slower.says("asked: “Add a call to action.”")
    slower.waits(2)
    assert screen.text() == slower.text() == "The words that stand." + slower.diff.locator("ins").inner_text()
    assert app.decisions(screen.thread) == [("revise", "Ann", "Add a call to action.")]

    slower.pick("v1")
    slower.says("Ann already decided on revision 1")
    slower.button("Understood").click()
    expect(slower.alert).to_have_count(0)
    expect(slower.diff).to_have_count(0)
    slower.button("Go to v2").click()
    expect(slower.feedback).to_have_value("Name the day.")
    slower.feedback.fill("Add #library.")
    slower.button("Revise").click()
    slower.waits(3)
    assert app.decisions(screen.thread)[1:] == [("revise", "Editor", "Add #library.")]


def test_a_page_that_goes_on_by_itself_says_who_led_it_on_and_keeps_what_is_being_typed(
    screen: Screen, slower: Screen
) -> None:
    screen.revise("Add a call to action.", 2)
    slower.feedback.fill("Name the week.")
    slower.feedback.press("Tab")
    slower.waits(2)

    expect(slower.feedback).to_have_value("Name the week.")
    expect(slower.page.get_by_text("Meanwhile Editor asked: “Add a call to action.”")).to_be_visible()
    expect(screen.page.get_by_text("Meanwhile")).to_have_count(0)


def test_who_only_reads_is_told_that_another_tab_has_decided_and_goes_on_when_they_want(
    screen: Screen, slower: Screen
) -> None:
    screen.revise("Add a call to action.", 2)
    expect(slower.page.get_by_text("Meanwhile Editor asked: “Add a call to action.” · v2 waits")).to_be_visible()
    read = slower.text()
    slower.button("Show where it stands").click()
    slower.waits(2)

    assert read == "The words that stand."
    expect(slower.diff).to_contain_text("The words that stand.")
    expect(slower.feedback).to_have_value("Name the day.")
    slower.button("Understood").click()
    expect(slower.diff).to_have_count(0)
