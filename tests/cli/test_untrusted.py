"""What a model or a person wrote never acts on the terminal that shows it."""

import re
from pathlib import Path

import pytest

from hitl.cli import terminal
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.settings import Settings
from tests.cli.conftest import CommandLine, ended, process, slowly
from tests.cli.terminal import Terminal
from tests.conftest import ROOT, settled, stop_of
from tests.fakes import ScriptedWriter

ATTACK = "\x1b]0;owned\x07\x1b[2J\x1b[1;31m\x9b5A\rover\b\x7f\u202ereversed"
SHOWN = "␛]0;owned␇␛[2J␛[1;31m�5A␍over␈␡�reversed"

OWN = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?2004[hl]")
"""Our colours, and by what readline tells a paste from typing."""


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


def test_nothing_that_was_written_acts_on_whatever_shows_it(cli: CommandLine, attacked: str) -> None:
    looks = [("list",), *((name, attacked) for name in ("show", "history", "diff"))]
    shown = [cli(*look, colour=True).stdout for look in looks]
    shown.append(cli("accept", attacked, "--seen", "1", status=3, colour=True).stderr)

    assert [part.count("␛") > 0 for part in shown] == [True] * 5
    assert unseen("".join(shown)) == []


def test_nor_does_it_on_a_terminal_in_the_conversation_or_in_a_file_that_is_poured_out(attacked: str) -> None:
    with Terminal("review", attacked) as conversation:
        for choice in ("d", "h", "q"):
            conversation.answer("[q]uit >", choice)
        left = conversation.status()
    with Terminal("export", attacked, "--format", "history.md") as export:
        exported = export.status()

    assert (left, exported) == (0, 0)
    assert SHOWN in conversation.seen
    assert SHOWN in export.seen
    assert unseen(conversation.seen) == unseen(export.seen) == []


def test_a_draft_is_harmless_while_it_grows(cli: CommandLine) -> None:
    with Terminal("start", "Topic", program=slowly(ATTACK, 0.02)) as terminal:
        status = terminal.status()

    assert status == 0
    assert "Writing revision 1" in terminal.seen
    assert terminal.seen.count(SHOWN) == 1
    assert unseen(terminal.seen) == []


def test_a_file_gets_the_text_exactly_and_a_pipe_does_not(cli: CommandLine, attacked: str) -> None:
    with Path("shown.txt").open("wb") as file:
        status, *_ = ended(process("show", attacked, stdout=file))

    assert status == 0
    assert f"\nSecond {ATTACK} text.\n".encode() in Path("shown.txt").read_bytes()
    assert f"\nSecond {SHOWN} text.\n" in cli("show", attacked).stdout


def test_as_json_every_character_is_escaped_and_kept(cli: CommandLine, attacked: str) -> None:
    result = cli("show", attacked, "--json").stdout

    assert result.isascii()
    assert unseen(result) == []
    assert cli.told("show", attacked)["revision"]["text"] == f"Second {ATTACK} text."


def test_only_one_module_writes_to_the_screen() -> None:
    writes = re.compile(r"click\.(echo|secho|prompt|confirm)|\bprint\(|sys\.std(out|err)\.write")
    others = [path for path in (ROOT / "hitl" / "cli").rglob("*.py") if path.name != "terminal.py"]

    assert len(others) > 10
    assert [path.name for path in others if writes.search(path.read_text("utf-8"))] == []


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
