"""The loop on a real terminal, typed at by a person."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.settings import Settings
from tests.command_line import CommandLine, at_home, editor
from tests.conftest import settled, stop_of, wait_for
from tests.fakes import ScriptedWriter
from tests.terminal import Terminal

MENU = "[q]uit > "
TOPIC = "The new library opens in May. It has 300 seats and a café."


@pytest.fixture
def cli(tmp_path: Path, writer: ScriptedWriter, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return at_home(str(tmp_path / "reviews.sqlite"), writer, monkeypatch)


@pytest.fixture
def started(cli: CommandLine) -> str:
    """A review that waits with its first draft."""
    return cli("start", "The new library").stdout.strip()


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


def test_a_decision_in_the_browser_is_noticed_while_a_person_thinks(
    cli: CommandLine, browser: ReviewDesk, started: str
) -> None:
    with Terminal("review", started) as terminal:
        terminal.wait_for(MENU)
        browser.revise(started, stop_of(browser, started), "Bob", "Friendlier.")
        terminal.wait_for("Bob asked: Friendlier. (meanwhile, elsewhere)")
        settled(browser, started)
        terminal.press("\r")
        shown = terminal.answer(MENU, "q")
        status = terminal.status()

    assert status == 0
    assert "What changed from v1 to v2" in shown
    assert f"Come back: python -m hitl review {started[:8]}" in terminal.seen


def test_ctrl_c_leaves_and_the_same_command_comes_back(cli: CommandLine, started: str) -> None:
    with Terminal("review", started) as terminal:
        terminal.wait_for(MENU)
        left = terminal.leave()
    with Terminal("review", started[:6]) as again:
        shown = again.answer(MENU, "b")
        again.answer("Why do you abandon it?", ".")
        again.answer(MENU, "b")
        again.answer("Why do you abandon it?", "No longer needed.")
        status = again.status()

    assert (left, status) == (130, 0)
    assert f"python -m hitl review {started[:8]}" in terminal.seen
    assert "Draft 1 of the text." in shown
    assert "Not approved. Abandoned by Ann, " in again.seen


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


def test_feedback_is_written_in_the_editor_with_the_text_below(cli: CommandLine, started: str, tmp_path: Path) -> None:
    with Terminal("revise", started, VISUAL=editor("Add a call to action.\n\nAnd shorter.")) as terminal:
        status = terminal.status()
    decision = cli.told("history", started)["trail"][2]

    assert status == 0
    assert "Draft 1 of the text." in (tmp_path / "opened.txt").read_text("utf-8")
    assert (decision["words"], decision["displayed"]) == ("Add a call to action.\n\nAnd shorter.", 1)


def test_a_command_without_what_was_seen_shows_the_text_and_asks(cli: CommandLine, started: str) -> None:
    with Terminal("accept", started) as unsure:
        shown = unsure.answer("Accept v1? [y/N]", "")
        left = unsure.status()
    between = cli.told("show", started)["review"]["status"]
    with Terminal("accept", started) as sure:
        sure.answer("Accept v1? [y/N]", "y")
        status = sure.status()

    assert "Draft 1 of the text." in shown
    assert (left, between, status) == (0, "waiting", 0)
    assert cli.told("show", started)["review"]["status"] == "accepted"
    assert cli.told("history", started)["trail"][2]["displayed"] == 1


def test_a_word_file_is_not_poured_onto_a_terminal_and_whoever_wants_no_colour_gets_none(
    cli: CommandLine, started: str
) -> None:
    with Terminal("export", started, "--format", "history.docx", NO_COLOR="1") as terminal:
        status = terminal.status()

    assert (status, terminal.seen) == (2, "A Word file is not for a terminal. Add -o FILE.\n")
