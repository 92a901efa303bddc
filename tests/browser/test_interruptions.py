"""Reloads, restarts, kills and faults in the middle of things: nothing recorded or typed is lost."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.app import CONNECTED, App, Screen
from tests.browser.conftest import Serve, Visit
from tests.browser.seeds import damage
from tests.conftest import wait_for

LONG = "\n\n".join(
    f"Paragraph {n} says that we utilize the garden every day and that it is a pleasure." for n in range(60)
)
"""A text whose revision takes the built-in writer its four seconds."""


def test_a_tab_that_was_open_through_a_restart_of_the_server_goes_on(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    app = serve(tmp_path)
    screen = visit(app)
    screen.begin_with("The words that stand.")
    screen.revise("Add a call to action.", 2)
    screen.button("Edit by hand").click()
    screen.own_text.fill("Words of my own.")
    restarted(app, screen)
    screen.button("Save as revision").click()
    screen.waits(3)
    screen.feedback.fill("Legal has signed off.")
    restarted(app, screen)
    screen.button("Accept").click()
    screen.shows("Accepted", 3)

    assert screen.text() == "Words of my own."
    verbs = [(verb, words) for verb, _, words in app.decisions(screen.thread)]
    assert verbs == [("revise", "Add a call to action."), ("edit", ""), ("accept", "Legal has signed off.")]


def restarted(app: App, screen: Screen) -> None:
    """Restart the server under an open tab."""
    app.stop()
    expect(screen.page.locator(CONNECTED)).not_to_be_attached()
    app.start()
    expect(screen.page.locator(CONNECTED)).to_be_attached()


def killed_in_mid_draft(serve: Serve, visit: Visit, folder: Path) -> tuple[App, Screen]:
    """A server that was killed while it wrote a second revision, and the tab that followed it."""
    app = serve(folder)
    screen = visit(app)
    screen.begin_with(LONG)
    screen.ask("Add a call to action.")
    expect(screen.status).to_have_text("Drafting")
    app.stop(hard=True)
    return app, screen


def test_a_draft_whose_server_was_killed_is_finished_by_the_next_one(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    app, screen = killed_in_mid_draft(serve, visit, tmp_path)
    app.start()
    other = visit(app)
    other.open(thread=screen.thread)
    other.waits(2)

    assert len(app.decisions(screen.thread)) == 1


def test_a_draft_can_be_stopped_and_its_feedback_comes_back(screen: Screen) -> None:
    screen.begin_with(LONG)
    screen.ask("Add a call to action.")
    screen.button("Stop").click()
    screen.says("Editor stopped this draft.")
    screen.waits(1)

    expect(screen.feedback).to_have_value("Add a call to action.")
    screen.button("Try again").click()
    screen.waits(2)


def test_a_reload_in_mid_draft_goes_on_following_it(screen: Screen) -> None:
    screen.begin_with(LONG)
    screen.ask("Add a call to action.")
    expect(screen.status).to_have_text("Drafting")
    screen.page.reload()
    expect(screen.status).to_have_text("Drafting")
    expect(screen.draft).to_contain_text("Paragraph 0")
    screen.waits(2)

    assert "Paragraph 59" in screen.text()


def test_words_in_the_box_while_the_server_is_away_are_there_when_it_is_back(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    app = serve(tmp_path)
    screen = visit(app)
    screen.begin_with("The words that stand.")
    screen.feedback.press_sequentially("Add a call ")
    app.stop(hard=True)
    expect(screen.page.locator(CONNECTED)).not_to_be_attached()
    expect(screen.feedback).to_have_value("Add a call ")
    app.start()
    expect(screen.feedback).to_be_enabled()
    screen.feedback.press_sequentially("to action.")
    screen.button("Revise").click()
    screen.waits(2)

    assert app.decisions(screen.thread) == [("revise", "Editor", "Add a call to action.")]


def test_what_a_killed_server_left_undone_goes_on_before_anybody_looks(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    app, screen = killed_in_mid_draft(serve, visit, tmp_path)
    thread = screen.thread
    screen.page.close()
    app.start()
    wait_for(lambda: len(app.texts(thread)) == 2, "the draft without a page")

    assert app.decisions(thread) == [("revise", "Editor", "Add a call to action.")]


def test_a_server_that_is_asked_to_end_lets_a_running_draft_finish(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    app = serve(tmp_path)
    screen = visit(app)
    screen.begin_with(LONG)
    screen.ask("Add a call to action.")
    expect(screen.draft).to_contain_text("Paragraph 0")
    expect(screen.status).to_have_text("Drafting")
    app.stop()

    assert len(app.texts(screen.thread)) == 2


@pytest.mark.skipif("config.getoption('--database') == 'postgres'", reason="it needs a file that can be moved away")
def test_a_database_that_is_gone_is_said_in_words_and_the_app_goes_on_when_it_is_back(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    app = serve(tmp_path)
    screen = visit(app)
    screen.begin_with("The words that stand.")
    screen.feedback.fill("Legal has signed off.")
    away = Path(app.database).rename(tmp_path / "away.sqlite")
    screen.button("Accept").click()
    screen.says("The database is not where it was")
    away.rename(app.database)
    screen.button("Try again").click()
    screen.says("Your click was not confirmed; your words are kept.")
    screen.waits(1)
    expect(screen.feedback).to_have_value("Legal has signed off.")
    screen.button("Accept").click()
    screen.shows("Accepted", 1)

    assert app.decisions(screen.thread) == [("accept", "Editor", "Legal has signed off.")]


def test_a_damaged_review_is_shown_as_such_and_harms_no_other(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    app = serve(tmp_path)
    screen = visit(app)
    screen.begin_with("The words that stand.", "The sound one")
    sound = screen.thread
    screen.begin_with("The words that were damaged.", "The damaged one")
    damage(app.database, screen.thread)
    app.stop()
    app.start()
    screen.page.reload()
    expect(screen.button("Accept").or_(screen.button("Start another draft"))).to_be_visible()
    if screen.button("Accept").count():  # nobody has looked at it yet
        screen.button("Accept").click()
    screen.says("The saved state of this review cannot be read: it is damaged.")
    expect(screen.button("Accept")).to_have_count(0)

    expect(screen.draft).to_have_text("The words that were damaged.")
    screen.open("/drafts")
    expect(screen.page.get_by_text("Damaged", exact=True)).to_have_count(1)
    screen.open(thread=sound)
    screen.button("Accept").click()
    screen.shows("Accepted", 1)


def test_words_that_were_carried_out_over_a_restart_are_not_in_the_box_again(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    app, screen = killed_in_mid_draft(serve, visit, tmp_path)
    app.start()
    screen.waits(2)

    expect(screen.feedback).to_have_value("")
