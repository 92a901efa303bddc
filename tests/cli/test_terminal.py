"""The loop on a real terminal, typed at by a person."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.settings import Settings
from tests.cli.conftest import CommandLine, editor
from tests.cli.terminal import Terminal
from tests.conftest import stop_of, wait_for
from tests.fakes import ScriptedWriter

MENU = "[q]uit > "
TOPIC = "The new library opens in May. It has 300 seats and a café."


@pytest.fixture
def browser(cli: CommandLine, writer: ScriptedWriter) -> Iterator[ReviewDesk]:
    """A desk that runs on the same database, and what is clicked there."""
    desk = ReviewDesk(Settings(), writer.for_model)
    yield desk
    desk.close()


def test_the_loop_goes_from_topic_to_approval(cli: CommandLine) -> None:
    with Terminal("review", "--kind", "blog") as terminal:
        terminal.answer("What is the text about?", TOPIC)
        first = terminal.answer(MENU, "r")
        terminal.answer("What should change, and why?", "Shorter, friendlier")
        second = terminal.answer(MENU, "a")
        terminal.answer("Your note", "Well done.")
        status = terminal.status()
    review = cli.told("list")["reviews"][0]

    assert status == 0
    assert "300 seats" in first
    assert "What changed from v1 to v2" in second
    assert "\x1b[31m[-" in second
    assert "Approved. Accepted by Ann, " in terminal.seen
    assert (review["status"], review["revision"]) == ("accepted", 2)
    assert cli.told("history", review["id"])["trail"][-2]["words"] == "Well done."


def test_a_decision_in_the_browser_is_noticed_and_ctrl_c_leaves_and_gives_back_what_was_not_recorded(
    cli: CommandLine, browser: ReviewDesk, started: str
) -> None:
    with Terminal("review", started[:6], VISUAL=editor("Mention “The café.”")) as terminal:
        terminal.answer(MENU, "r")
        terminal.answer("What should change, and why?", "")
        shown = terminal.wait_for(MENU)
        wait_for(lambda: browser.review(started).counters.texts == 2, "the second text")
        browser.restore(started, stop_of(browser, started), "Bob", 1)
        terminal.wait_for("Bob restored revision 1 (meanwhile, elsewhere)")
        terminal.press("\r")
        terminal.answer(MENU, "r")
        terminal.wait_for("What should change, and why?")
        browser.edit(started, stop_of(browser, started), "Bob", "A text of his own.")
        terminal.press("My own words.\r")
        terminal.wait_for("Your words are kept: My own words.")
        terminal.wait_for(MENU)
        status = terminal.leave()

    assert status == 130
    assert "What changed from v1 to v2" in shown
    assert f"python -m hitl review {started[:8]}" in terminal.seen
    assert terminal.seen.partition("Your words, which were not recorded:")[2].strip() == "My own words."


def test_keys_that_were_pressed_before_the_text_was_there_decide_nothing(
    cli: CommandLine, browser: ReviewDesk, writer: ScriptedWriter
) -> None:
    held = threading.Event()
    writer.enqueue(held)
    review_id = browser.start(Brief("Topic"), "Bob")
    wait_for(lambda: bool(browser.live(review_id)), "the draft to begin")
    with Terminal("review", review_id) as terminal:
        terminal.wait_for("Another server is writing this draft.")
        terminal.press("a\r\r")
        held.set()
        shown = terminal.answer(MENU, "q")
        status = terminal.status()

    assert "The first words and the rest." in shown
    assert status == 0
    assert browser.decisions(review_id) == []


def test_commands_without_what_was_seen_show_it_and_ask_in_the_editor_or_there(cli: CommandLine, started: str) -> None:
    with Terminal("revise", started, VISUAL=editor("Add a call to action.\n\nAnd shorter.")) as revised:
        statuses = [revised.status()]
    with Terminal("accept", started) as unsure:
        shown = unsure.answer("Accept v2? [y/N]", "")
        statuses.append(unsure.status())
    between = cli.status_of(started)
    with Terminal("accept", started) as sure:
        sure.answer("Accept v2? [y/N]", "y")
        statuses.append(sure.status())
    decisions = [row for row in cli.told("history", started)["trail"] if row["displayed"]]

    assert statuses == [0, 0, 0]
    assert "Draft 1 of the text." in Path("opened.txt").read_text("utf-8")
    assert "call to action" in shown
    assert between == "waiting"
    assert [(row["event"], row["words"], row["displayed"]) for row in decisions] == [
        ("asked", "Add a call to action.\n\nAnd shorter.", 1),
        ("accepted", "", 2),
    ]


def test_a_word_file_is_not_poured_onto_a_terminal_and_whoever_wants_no_colour_gets_none(
    cli: CommandLine, started: str
) -> None:
    with Terminal("export", started, "--format", "history.docx", NO_COLOR="1") as terminal:
        status = terminal.status()

    assert (status, terminal.seen) == (2, "A Word file is not for a terminal. Add -o FILE.\n")
