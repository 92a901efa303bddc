"""What a model or a person wrote never acts on the terminal that shows it."""

import re
from pathlib import Path

import pytest

from hitl.cli import terminal
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.settings import Settings
from tests.command_line import CommandLine, at_home, ended, process, slowly
from tests.conftest import ROOT, settled, stop_of
from tests.fakes import ScriptedWriter
from tests.terminal import Terminal

ATTACK = "\x1b]0;owned\x07\x1b[2J\x1b[1;31m\x9b5A\rover\b\x7f\u202ereversed"
MANY = """
import sys
sys.path.insert(0, {root!r})
from hitl.cli import hitl
for command in (["list"], ["show", {review!r}], ["history", {review!r}], ["diff", {review!r}], ["export", {review!r}]):
    hitl(command, standalone_mode=False)
    print("THEN")
hitl(["export", {review!r}, "--format", "history.md"])
"""
"""Six commands, one after the other in one process."""

OWN = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?2004[hl]")
"""Our colours, and by what readline tells a paste from typing."""


@pytest.fixture
def cli(tmp_path: Path, writer: ScriptedWriter, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return at_home(str(tmp_path / "reviews.sqlite"), writer, monkeypatch)


@pytest.fixture
def attacked(cli: CommandLine, writer: ScriptedWriter) -> str:
    """A review with an attack in its title, its texts, a name and the feedback, that waits."""
    writer.enqueue(f"First {ATTACK} draft.", f"Second {ATTACK} text.")
    desk = ReviewDesk(Settings(), writer.for_model)
    review_id = desk.start(Brief(f"Topic {ATTACK}"), f"Eve {ATTACK}")
    desk.revise(review_id, stop_of(desk, review_id), f"Eve {ATTACK}", f"Shorter {ATTACK}.")
    settled(desk, review_id)
    desk.close()
    return review_id


def unseen(shown: str) -> list[str]:
    """What a terminal would act upon, our own colours and line ends excepted."""
    return re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", OWN.sub("", shown))


def test_nothing_that_was_written_acts_on_the_terminal(attacked: str, tmp_path: Path) -> None:
    (tmp_path / "many.py").write_text(MANY.format(root=str(ROOT), review=attacked), encoding="utf-8")
    with Terminal(program=str(tmp_path / "many.py")) as terminal:
        status = terminal.status()
    shown = terminal.seen.split("THEN\n")

    assert status == 0
    assert [part.count("␛") > 0 for part in shown] == [True] * 6
    assert unseen(terminal.seen) == []


def test_nor_does_it_in_the_conversation_or_in_a_refusal(attacked: str) -> None:
    with Terminal("review", attacked) as terminal:
        terminal.answer("[q]uit >", "d")
        terminal.answer("[q]uit >", "h")
        terminal.answer("[q]uit >", "q")
        left = terminal.status()
    with Terminal("accept", attacked, "--seen", "1") as late:
        refused = late.status()

    assert (left, refused) == (0, 3)
    assert unseen(terminal.seen) == unseen(late.seen) == []
    assert "already decided on revision 1 before you" in late.seen


def test_a_draft_is_harmless_while_it_grows(cli: CommandLine) -> None:
    with Terminal("start", "Topic", program=slowly(ATTACK, 0.02)) as terminal:
        status = terminal.status()

    assert status == 0
    assert "Writing revision 1" in terminal.seen
    assert terminal.seen.count("␛]0;owned␇␛[2J␛[1;31m�5A␍over␈␡�reversed") == 1
    assert unseen(terminal.seen) == []


def test_a_file_gets_the_text_exactly_and_a_pipe_does_not(cli: CommandLine, attacked: str, tmp_path: Path) -> None:
    with (tmp_path / "shown.txt").open("wb") as file:
        status, *_ = ended(process("show", attacked, stdout=file))
    piped = ended(process("show", attacked))

    assert status == piped[0] == 0
    assert f"\nSecond {ATTACK} text.\n".encode() in (tmp_path / "shown.txt").read_bytes()
    assert unseen(piped[1]) == []


def test_as_json_every_character_is_escaped_and_kept(cli: CommandLine, attacked: str) -> None:
    result = cli("show", attacked, "--json")
    told = cli.told("show", attacked)

    assert result.stdout.isascii()
    assert unseen(result.stdout) == []
    assert told["revision"]["text"] == f"Second {ATTACK} text."


def test_only_one_module_writes_to_the_screen() -> None:
    writes = re.compile(r"click\.(echo|secho|prompt|confirm)|\bprint\(|sys\.std(out|err)\.write")
    others = [path for path in (ROOT / "hitl" / "cli").rglob("*.py") if path.name != "terminal.py"]
    writers = [path.name for path in others if writes.search(path.read_text("utf-8"))]

    assert len(others) > 12
    assert writers == []


@pytest.mark.parametrize(
    ("text", "size", "shown"),
    [
        ("short", 8, "short   "),
        ("two\nlines\tand blanks ", 30, "two lines and blanks".ljust(30)),
        ("much too long", 8, "much to…"),
        ("a blank at the cut", 3, "a…"),
        ("漢字の図書館", 8, "漢字の…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301e\u0301e\u0301 "),
        ("", 3, "   "),
    ],
)
def test_a_cell_is_as_wide_as_it_shall_be(text: str, size: int, shown: str) -> None:
    assert terminal.fitted(text, size).rstrip() == shown.rstrip()
    assert terminal.width(terminal.fitted(text, size)) == size


def test_words_are_wrapped_by_the_columns_that_they_take() -> None:
    lines = terminal.wrapped("Some words, 漢字の図書館が五月に開きます, and averyveryverylongword.", 12)

    assert "".join("".join(lines).split()) == "Somewords,漢字の図書館が五月に開きます,andaveryveryverylongword."
    assert max(map(terminal.width, lines)) <= 12
    assert terminal.wrapped("", 12) == [""]
