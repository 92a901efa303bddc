"""The loop with a connected model: the real client, a scripted server, the real browser."""

from playwright.sync_api import expect

from tests import replies
from tests.browser.app import App, Screen
from tests.model_server import ModelServer
from tests.replies import says


def test_the_loop_tells_the_model_the_draft_that_stands_and_all_feedback(
    connected_screen: Screen, model: ModelServer
) -> None:
    desk = connected_screen
    model.enqueue(*(says(f"The {number} ", "draft.") for number in ("first", "second", "third", "fourth", "fifth")))
    desk.begin("Our library opens on Sundays")
    desk.waits(1)
    desk.revise("Name the hours.", 2)
    desk.revise("Friendlier, please.", 3)
    desk.button("Edit by hand").click()
    desk.own_text.fill("My own words, by hand.")
    desk.button("Save as revision").click()
    desk.waits(4)
    desk.revise("Louder.", 5)
    desk.pick("v2")
    expect(desk.draft).to_have_text("The second draft.")
    desk.button("Restore this revision").click()
    desk.waits(6)
    desk.revise("Shorter.", 7)
    desk.button("Accept").click()
    desk.shows("Accepted", 7)
    first, second, third, fourth, last = (request.text for request in model.requests)
    asked = ("Name the hours.", "Friendlier, please.")

    assert desk.text() == "The fifth draft."
    assert "Our library opens on Sundays" in first
    assert all(words in second for words in ("The first draft.", "Name the hours."))
    assert all(words in third for words in ("The second draft.", *asked))
    assert all(words in fourth for words in ("My own words, by hand.", *asked, "Louder."))
    assert "The third draft." not in fourth
    assert all(words in last for words in ("The second draft.", *asked, "Louder.", "Shorter."))
    assert "My own words" not in last


def test_the_text_is_shown_while_it_is_written_and_a_number_of_the_models_own_is_marked(
    connected_screen: Screen, model: ModelServer
) -> None:
    desk = connected_screen
    model.enqueue(says(*(f"word{n} " for n in range(60)), delay=0.1), says("The library opens. 4,711 readers came."))
    desk.begin("Our library opens on Sundays")
    expect(desk.draft).to_contain_text("word3")
    status, so_far = desk.status.inner_text(), desk.draft.inner_text()
    desk.waits(1)
    assert status == "Drafting"
    assert "word59" not in so_far
    assert desk.text().startswith(so_far.strip())
    assert "word59" in desk.text()

    desk.revise("Say more.", 2)
    desk.button("See what changed").click()
    expect(desk.page.get_by_text("4,711 (number): new, and in no source")).to_be_visible()


def test_a_draft_that_failed_is_said_in_words_and_comes_at_the_second_try(
    connected_screen: Screen, model: ModelServer, connected: App
) -> None:
    desk = connected_screen
    model.enqueue(replies.wrong_key(), says("The words that stand."), replies.cut(), says("From nine to five."))
    desk.begin("Our library opens on Sundays")
    desk.says("did not accept the key")
    expect(desk.status).to_have_text("Waiting for you")
    expect(desk.button("Accept")).to_have_count(0)
    desk.button("Try again").click()
    desk.waits(1)
    desk.ask("Name the hours.")
    desk.says("broke in the middle of the text")
    desk.waits(1)
    assert desk.text() == "The words that stand."
    expect(desk.feedback).to_have_value("Name the hours.")
    expect(desk.revision).to_have_text("Revision 1 of 6")
    desk.button("Try again").click()
    desk.waits(2)

    assert desk.text() == "From nine to five."
    expect(desk.alert).to_have_count(0)
    assert "sk-" not in connected.log
