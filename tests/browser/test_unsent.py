"""Words that were typed and not sent: kept by the browser until they are sent or discarded, and never after that."""

import json

from playwright.sync_api import Locator, expect

from tests.browser.app import AT_REST, App, Screen
from tests.browser.conftest import Visit

KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('hitl:unsent:'))"


def topic(screen: Screen) -> Locator:
    return screen.page.get_by_label("Topic", exact=True)


def entry_of(words: object, about: object) -> str:
    """Words as the browser keeps them."""
    return json.dumps({"words": words, "about": about, "at": 0})


def put(screen: Screen, box: str, entry: str) -> None:
    """Put something into the browser's storage in the place of a box's words, and load the page anew."""
    screen.page.evaluate("([key, entry]) => localStorage.setItem(key, entry)", [f"hitl:unsent:{box}", entry])
    screen.page.reload()
    expect(screen.feedback).to_be_visible()
    expect(screen.page.locator(AT_REST)).to_be_attached()


def test_words_survive_a_reload_and_a_closed_tab_until_they_are_sent_or_discarded(
    screen: Screen, app: App, visit: Visit
) -> None:
    screen.begin_with("The words that stand.")
    screen.feedback.press_sequentially("Add a call to action.")
    screen.page.reload()
    expect(screen.feedback).to_have_value("Add a call to action.")
    screen.pick("Shorter")
    expect(screen.feedback).to_have_value("Add a call to action. Shorter.")
    screen.button("Edit by hand").click()
    screen.own_text.fill("Words of my own.")
    screen.page.reload()
    expect(screen.own_text).to_have_value("Words of my own.")
    screen.page.close()
    again = visit(app)
    again.open(thread=screen.thread)
    again.button("Go on with your text").click()
    expect(again.own_text).to_have_value("Words of my own.")
    again.button("Discard my changes").click()
    expect(again.feedback).to_have_value("Add a call to action. Shorter.")
    expect(again.button("Go on with your text")).to_have_count(0)
    again.button("Revise").click()
    again.waits(2)
    again.page.reload()
    again.waits(2)

    expect(again.feedback).to_have_value("")
    assert again.page.evaluate(KEPT) == []
    assert app.decisions(again.thread) == [("revise", "Editor", "Add a call to action. Shorter.")]


def test_words_that_back_took_away_in_mid_sentence_are_there_again(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.button("Drafts").click()
    screen.page.get_by_label("Search").wait_for()
    screen.page.go_back()
    screen.waits(1)
    screen.feedback.press_sequentially("Half a thou")
    screen.page.go_forward()
    screen.page.get_by_label("Search").wait_for()
    screen.page.go_back()

    expect(screen.feedback).to_have_value("Half a thou")


def test_each_of_two_tabs_has_its_own_words_again(screen: Screen, app: App, visit: Visit) -> None:
    screen.begin_with("The words that stand.")
    other = visit(app)
    other.open(thread=screen.thread)
    other.waits(1)
    screen.feedback.fill("Name the day.")
    other.feedback.fill("Name the hour.")
    for tab, words in ((screen, "Name the day."), (other, "Name the hour.")):
        tab.page.reload()

        expect(tab.feedback).to_have_value(words)


def test_words_that_were_sent_are_not_brought_back_though_the_browser_has_kept_them(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    screen.revise("Add a call to action.", 2)
    put(screen, f"feedback-{screen.thread}", entry_of("Add a call to action.", 1))
    put(screen, f"own-{screen.thread}", entry_of("Words of my own.", 2))
    expect(screen.button("Go on with your text")).to_be_visible()

    expect(screen.feedback).to_have_value("")


def test_what_stands_in_the_browsers_storage_is_plain_words_or_nothing(screen: Screen) -> None:
    screen.begin_with("The words that stand.")
    feedback, own = f"feedback-{screen.thread}", f"own-{screen.thread}"
    for entry in ("{", "7", entry_of(7, 1), entry_of("x", "1"), entry_of("x" * 60_001, 1)):
        put(screen, feedback, entry)
    put(screen, own, entry_of("<img src=x onerror='window.ran = 1'> *x* \ud800", 10**15))
    screen.button("Go on with your text").click()

    expect(screen.own_text).to_have_value("<img src=x onerror='window.ran = 1'> *x* ?")
    screen.button("Keep for later").click()
    expect(screen.feedback).to_have_value("")
    assert screen.page.evaluate("window.ran") is None


def test_words_that_came_to_the_server_before_the_browser_kept_them_are_kept_later(screen: Screen) -> None:
    screen.open()
    topic(screen).fill("The wombat of the slow script")
    screen.page.get_by_text("More options").click()
    expect(screen.page.locator(AT_REST)).to_be_attached()
    screen.page.evaluate("localStorage.clear(); sessionStorage.clear()")  # as if nobody had listened
    screen.button("Drafts").click()
    expect(screen.page.get_by_role("heading", name="Drafts")).to_be_visible()
    screen.button("New draft").click()
    expect(topic(screen)).to_have_value("The wombat of the slow script")
    screen.page.wait_for_function(f"() => {KEPT}.includes('hitl:unsent:topic')")
    screen.page.reload()

    expect(topic(screen)).to_have_value("The wombat of the slow script")


def test_a_brief_survives_a_reload_and_is_there_on_the_way_back_from_its_draft(screen: Screen) -> None:
    screen.open("/drafts")
    screen.button("New draft").click()
    topic(screen).fill("The wombat of the way back")
    screen.page.wait_for_function(f"() => {KEPT}.includes('hitl:unsent:topic')")
    screen.page.get_by_text("More options").click()
    screen.choose("Kind", "press release")
    screen.page.wait_for_function(f"() => {KEPT}.includes('hitl:unsent:kind')")
    screen.page.reload()
    screen.page.get_by_text("More options").click()  # while the words are being brought back
    expect(screen.page.get_by_role("combobox", name="Kind")).to_have_value("press release")
    expect(topic(screen)).to_have_value("The wombat of the way back")
    screen.button("Write draft").click()
    screen.waits(1)
    screen.page.go_back()

    expect(screen.page.get_by_text("This is a draft already.")).to_be_visible()
    expect(topic(screen)).to_have_value("The wombat of the way back")
    screen.page.go_back()
    expect(screen.page.get_by_role("heading", name="Drafts")).to_be_visible()
    screen.button("New draft").click()
    expect(topic(screen)).to_have_value("")
    assert screen.page.evaluate(KEPT) == []


def test_words_typed_into_a_review_that_was_deleted_meanwhile_are_still_shown(screen: Screen, app: App) -> None:
    screen.begin_with("The words that stand.")
    screen.feedback.fill("Name the hours.")
    with app.desk() as desk:
        desk.archive.delete(screen.thread, "Ann", "It was a test.")
    expect(screen.page.get_by_text("This review has been deleted meanwhile.")).to_be_visible()
    screen.button("Revise").click()

    screen.says("There is no review with this address.")
    expect(screen.page.locator(".hitl-asked")).to_contain_text("Not sent")
    expect(screen.page.locator(".hitl-asked")).to_contain_text("Name the hours.")
