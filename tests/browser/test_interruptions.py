"""Reloads, restarts, kills and faults in the middle of things: nothing recorded or typed is lost."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.app import CONNECTED, App, Screen
from tests.browser.conftest import Serve, Visit
from tests.conftest import wait_for

LONG = "\n\n".join(
    f"Paragraph {n} says that we utilize the garden every day and that it is a pleasure." for n in range(60)
)
"""A text whose revision takes the built-in writer its four seconds."""


@pytest.fixture(scope="module")
def mortal(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> App:
    """An app whose server the tests of this file end and start again."""
    return serve(tmp_path_factory.mktemp("mortal"))


def restarted(app: App, screen: Screen, *, hard: bool = False) -> None:
    """Restart the server under an open tab."""
    app.stop(hard=hard)
    expect(screen.page.locator(CONNECTED)).not_to_be_attached()
    app.start()
    expect(screen.page.locator(CONNECTED)).to_be_attached()


def drafting(screen: Screen) -> None:
    """Let a second revision be written, for a while."""
    screen.begin_with(LONG)
    screen.ask("Add a call to action.")
    expect(screen.status).to_have_text("Drafting")
    expect(screen.draft).to_contain_text("Paragraph 0")


def test_words_and_clicks_of_an_open_tab_survive_the_end_of_the_server(mortal: App, visit: Visit) -> None:
    screen = visit(mortal)
    screen.begin_with("The words that stand.")
    screen.feedback.press_sequentially("Add a call to ")
    restarted(mortal, screen, hard=True)
    expect(screen.feedback).to_have_value("Add a call to ")
    expect(screen.feedback).to_be_enabled()
    screen.feedback.press_sequentially("action.")
    screen.button("Revise").click()
    screen.waits(2)
    screen.feedback.fill("Legal has signed off.")
    restarted(mortal, screen)
    screen.pick("Shorter")
    expect(screen.feedback).to_have_value("Legal has signed off. Shorter.")
    screen.button("Edit by hand").click()
    screen.own_text.fill("Words of my own.")
    restarted(mortal, screen)
    screen.button("Keep for later").click()
    screen.button("Go on with your text").click()
    expect(screen.own_text).to_have_value("Words of my own.")
    restarted(mortal, screen)
    screen.button("Save as revision").click()
    screen.waits(3)
    expect(screen.feedback).to_have_value("Legal has signed off. Shorter.")
    screen.button("Accept").click()
    screen.shows("Accepted", 3)

    assert screen.text() == "Words of my own."
    verbs = [(verb, words) for verb, _, words in mortal.decisions(screen.thread)]
    assert verbs == [
        ("revise", "Add a call to action."), ("edit", ""), ("accept", "Legal has signed off. Shorter."),
    ]  # fmt: skip


def test_drafts_whose_server_was_killed_are_finished_by_the_next_one_whether_anybody_looks(
    mortal: App, visit: Visit
) -> None:
    followed, left = visit(mortal), visit(mortal)
    drafting(left)
    drafting(followed)
    thread = left.thread
    mortal.stop(hard=True)
    left.page.close()
    mortal.start()
    followed.waits(2)
    wait_for(lambda: len(mortal.texts(thread)) == 2, "the draft without a page")

    expect(followed.feedback).to_have_value("")
    for each in (thread, followed.thread):
        assert mortal.decisions(each) == [("revise", "Editor", "Add a call to action.")]


def test_a_server_that_is_asked_to_end_lets_a_running_draft_finish(mortal: App, visit: Visit) -> None:
    screen = visit(mortal)
    drafting(screen)
    mortal.stop()

    assert len(mortal.texts(screen.thread)) == 2
    mortal.start()


def test_a_draft_is_followed_over_a_reload_and_stopped_and_its_feedback_comes_back(screen: Screen) -> None:
    drafting(screen)
    screen.page.reload()
    expect(screen.status).to_have_text("Drafting")
    expect(screen.draft).to_contain_text("Paragraph 0")
    screen.button("Stop").click()
    screen.says("Editor stopped this draft.")
    screen.waits(1)
    expect(screen.feedback).to_have_value("Add a call to action.")
    screen.button("Try again").click()
    screen.waits(2)

    assert "Paragraph 59" in screen.text()


@pytest.mark.skipif("config.getoption('--database') == 'postgres'", reason="it needs a file that can be moved away")
def test_a_database_that_is_gone_is_said_in_words_and_the_app_goes_on_when_it_is_back(
    mortal: App, visit: Visit, tmp_path: Path
) -> None:
    screen = visit(mortal)
    screen.begin_with("The words that stand.")
    screen.feedback.fill("Legal has signed off.")
    away = Path(mortal.database).rename(tmp_path / "away.sqlite")
    screen.button("Accept").click()
    screen.says("The database is not where it was")
    away.rename(mortal.database)
    screen.button("Try again").click()
    screen.says("Your click was not confirmed; your words are kept.")
    screen.waits(1)
    expect(screen.feedback).to_have_value("Legal has signed off.")
    screen.button("Accept").click()
    screen.shows("Accepted", 1)

    assert mortal.decisions(screen.thread) == [("accept", "Editor", "Legal has signed off.")]
