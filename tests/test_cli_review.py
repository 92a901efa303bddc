"""The loop on a real terminal, typed at by a person."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.settings import Settings
from tests.command_line import CommandLine, at_home
from tests.conftest import settled, stop_of, wait_for
from tests.fakes import ScriptedWriter
from tests.terminal import CTRL_C, Terminal

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


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A text editor that puts what stands in a file before what it is given, and keeps what that was."""
    words, was = tmp_path / "words.txt", tmp_path / "was.txt"
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        f"given = pathlib.Path(sys.argv[1]); was = pathlib.Path({str(was)!r})\n"
        "was.write_bytes(given.read_bytes())\n"
        f"given.write_bytes(pathlib.Path({str(words)!r}).read_bytes() + was.read_bytes())\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    return words


def test_the_loop_goes_from_topic_to_approval(cli: CommandLine) -> None:
    with Terminal("review", "--kind", "blog") as terminal:
        terminal.answer("What is the text about?", TOPIC)
        first = terminal.answer(MENU, "r")
        terminal.answer("What should change, and why?", "Shorter, friendlier")
        second = terminal.answer(MENU, "a")
        terminal.answer("A note with it?", "Well done.")
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


def test_words_for_a_text_that_was_decided_on_meanwhile_are_kept(
    cli: CommandLine, browser: ReviewDesk, started: str, editor: Path
) -> None:
    editor.write_bytes(b"")
    with Terminal("review", started) as terminal:
        terminal.answer(MENU, "r")
        terminal.wait_for("What should change, and why?")
        browser.revise(started, stop_of(browser, started), "Bob", "Friendlier.")
        settled(browser, started)
        terminal.press("Shorter.\r")
        late = terminal.answer(MENU, "r")
        terminal.answer("What should change, and why?", "")
        terminal.answer(MENU, "q")
    asked = [decision.feedback for decision in browser.decisions(started)]

    assert "Bob already decided on revision 1 before you, " in late
    assert "Your words are kept: Shorter." in late
    assert asked == ["Friendlier.", "Shorter."]


def test_ctrl_c_leaves_and_the_same_command_comes_back(cli: CommandLine, started: str) -> None:
    with Terminal("review", started) as terminal:
        terminal.wait_for(MENU)
        terminal.press(CTRL_C)
        left = terminal.status()
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


def test_the_last_look_is_announced_as_on_the_page(cli: CommandLine, started: str) -> None:
    for number in ("1", "2"):
        cli("revise", started, "--seen", number, "Shorter.")
    with Terminal("review", started) as terminal:
        shown = terminal.answer(MENU, "r")
        refused = terminal.answer(MENU, "s")
        terminal.answer("Which revision, 1 to 2?", "7")
        missing = terminal.answer(MENU, "c")
        terminal.answer("What is still wrong?", "Too long.")
        status = terminal.status()

    assert status == 0
    assert "This is the last look: 2 of 2 revisions used." in " ".join(shown.split())
    assert "[c]lose as not approved" in shown
    assert "Type one of the letters in brackets." in refused
    assert "This review has no revision 7." in missing
    assert "Not approved. Closed, " in terminal.seen


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


def test_feedback_is_written_in_the_editor_with_the_text_below(
    cli: CommandLine, started: str, editor: Path, tmp_path: Path
) -> None:
    editor.write_text("Shorter.\n\nAnd friendlier.", encoding="utf-8")
    with Terminal("revise", started, HITL_WRITER="offline") as terminal:
        status = terminal.status()
    decision = cli.told("history", started)["trail"][2]

    assert status == 0
    assert "Draft 1 of the text." in (tmp_path / "was.txt").read_text("utf-8")
    assert decision["words"] == "Shorter.\n\nAnd friendlier."


def test_a_text_is_edited_in_the_editor(cli: CommandLine, started: str, editor: Path) -> None:
    editor.write_text("My own beginning.\n\n", encoding="utf-8")
    with Terminal("review", started) as terminal:
        terminal.answer(MENU, "e")
        terminal.answer(MENU, "q")
    told = cli.told("show", started)["revision"]

    assert (told["author"], told["text"]) == ("editor", "My own beginning.\n\nDraft 1 of the text.")


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


def test_a_word_file_is_not_poured_onto_a_terminal_and_whoever_wants_no_colour_gets_none(
    cli: CommandLine, started: str
) -> None:
    with Terminal("export", started, "--format", "history.docx", NO_COLOR="1") as terminal:
        status = terminal.status()

    assert (status, terminal.seen) == (2, "A Word file is not for a terminal. Add -o FILE.\n")
