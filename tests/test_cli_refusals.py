"""What the commands refuse, in which words, and with which exit status."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Counters
from hitl.errors import DraftFailed
from hitl.settings import Settings
from hitl.store import Store, open_database
from tests.command_line import CommandLine, at_home
from tests.conftest import ROOT, stop_of
from tests.fakes import ScriptedWriter


@pytest.fixture
def cli(tmp_path: Path, writer: ScriptedWriter, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return at_home(str(tmp_path / "reviews.sqlite"), writer, monkeypatch)


@pytest.fixture
def started(cli: CommandLine) -> str:
    """A review that waits with its first draft."""
    return cli("start", "The new library").stdout.strip()


def test_a_late_decision_is_refused_with_the_sentence_of_the_page(
    cli: CommandLine, started: str, writer: ScriptedWriter
) -> None:
    desk = ReviewDesk(Settings(), writer.for_model)
    stop = stop_of(desk, started)
    cli("revise", started, "--seen", "1", "Shorter.", "--as", "Bob")
    with pytest.raises(Exception, match="already decided") as of_the_page:
        desk.accept(started, stop, "Ann")
    desk.close()
    refused = cli.refused("accept", started, "--seen", "1", status=3)

    assert refused["sentence"] == str(of_the_page.value)
    assert (refused["kind"], refused["seen"]) == ("stale", 1)
    assert (refused["winner"]["actor"], refused["winner"]["verb"]) == ("Bob", "revise")
    assert cli.told("show", started)["review"]["status"] == "waiting"


def test_nothing_is_decided_by_a_program_that_does_not_say_what_was_read(cli: CommandLine, started: str) -> None:
    decisions = (
        ("accept", started),
        ("revise", started, "Shorter."),
        ("edit", started, "-"),
        ("restore", started, "--number", "1"),
        ("abandon", started, "Why not."),
    )
    refused = [cli.refused(*decision, status=2)["sentence"] for decision in decisions]

    assert all("--seen" in sentence for sentence in refused)
    assert cli.told("show", started)["review"]["status"] == "waiting"


@pytest.mark.parametrize(
    ("seen", "status"), [("2", 4), ("0", 4), ("abcdef01", 4), ("abc", 2), ("v", 2), ("-1", 2), ("1; drop", 2)]
)
def test_what_was_never_there_cannot_have_been_read(cli: CommandLine, started: str, seen: str, status: int) -> None:
    cli.refused("accept", started, "--seen", seen, status=status)

    assert cli.told("show", started)["review"]["status"] == "waiting"


def test_a_draft_that_is_still_written_cannot_be_accepted(cli: CommandLine, started: str) -> None:
    cli("revise", started, "--seen", "1", "Shorter.", "--no-wait")

    assert cli.refused("accept", started, "--seen", "1", status=3)["winner"]["feedback"] == "Shorter."
    assert cli.refused("accept", started, "--seen", "2", status=4)["kind"] == "not found"
    assert cli.refused("retry", started, status=3)["sentence"].startswith("Revision 2 is being written")


def test_a_review_that_has_ended_takes_no_decision(cli: CommandLine, started: str) -> None:
    cli("accept", started, "--seen", "1")

    assert cli.refused("abandon", started, "--seen", "1", "Why not.", status=3)["winner"]["verb"] == "accept"
    assert cli.refused("retry", started, status=3)["sentence"].startswith("This review has ended: Accepted.")
    assert cli.refused("stop", started, status=3)["kind"] == "stale"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("../../etc/passwd", 2), ("%", 2), ("_" * 32, 2), ("' OR 1=1", 2), ("\x1b[2J", 2), ("0" * 33, 2), ("", 2),
        ("abc", 2), ("0" * 32, 4), ("ffff", 4),
    ],
)  # fmt: skip
def test_an_id_that_was_made_up_is_refused_in_words(cli: CommandLine, started: str, given: str, status: int) -> None:
    result = cli("show", "--", given, status=status)

    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert "\x1b" not in result.stderr


def test_a_beginning_of_an_id_is_enough_where_it_is_the_only_one(cli: CommandLine, started: str) -> None:
    store = Store(open_database(str(Settings().database)))
    ids = [f"{beginning:0<32}" for beginning in ("abcd1", "abcd2", "abcd23")]
    for one in ids:
        store.add(replace(store.review(started), id=one, title="Added", counters=Counters()))
    store.database.close()
    refused = cli.refused("show", "abcd", status=2)["sentence"]

    assert refused.splitlines() == [
        "“abcd” may be one of several reviews. Give more of the id:",
        *(f"  {one}  Added" for one in ids),
    ]
    assert cli.told("show", "ABCD1")["review"]["id"] == ids[0]


def test_where_there_is_no_database_none_is_made_by_looking(cli: CommandLine, tmp_path: Path) -> None:
    refused = cli.refused("list", status=4)

    assert refused["sentence"].startswith("There is no database here yet.")
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_cannot_be_read_has_a_status_of_its_own(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "reviews.sqlite").write_bytes(b"This is no database at all. " * 100)
    refused = cli.refused("list", status=5)

    assert (refused["kind"], refused["status"]) == ("database", 5)


def test_a_command_promises_nothing_of_a_database_that_cannot_be_reached(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HITL_DATABASE", "postgresql://user:hush@127.0.0.1:9/desk")
    refused = cli.refused("start", "The new library", status=5)

    assert (refused["kind"], refused["fault"]) == ("database", "unreachable")
    assert refused["sentence"] == (
        "The database server cannot be reached just now. Once it is back, try again. Nothing was recorded."
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("start",), "Give a topic"),
        (("start", "-", "--text", "-"), "Standard input"),
        (("start", "T", "--text", "x", "--from", "abcd:1"), "not both"),
        (("start", "T", "--kind", "poem"), "poem"),
        (("start", "--text", "nowhere.txt"), "nowhere.txt cannot be read"),
        (("start", "--from", "abcd"), "names no revision"),
        (("start", "  "), "Topic is empty"),
        (("accept", "abcd"), "--seen"),
        (("list", "--status", "gone"), "gone"),
        (("nonsense",), "nonsense"),
        (("show", "abcd", "--nonsense"), "nonsense"),
    ],
)
def test_wrong_usage_is_told_as_json_too(cli: CommandLine, arguments: tuple[str, ...], said: str) -> None:
    Path("reviews.sqlite").touch()
    refused = cli.refused(*arguments, status=2)

    assert said in refused["sentence"]


@pytest.mark.parametrize("arguments", [("start", "-"), ("start", "--text", "-")])
def test_what_is_no_text_or_too_long_is_refused(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    assert "UTF-8" in cli.refused(*arguments, stdin=b"\xff\x00\xff", status=2)["sentence"]
    assert "1,000,000 bytes" in cli.refused(*arguments, stdin=b"x" * 1_000_001, status=2)["sentence"]
    assert "characters; the limit is" in cli.refused(*arguments, stdin=b"x" * 70_000, status=2)["sentence"]


def test_words_that_came_through_a_pipe_are_given_back_when_they_are_refused(cli: CommandLine, started: str) -> None:
    cli("revise", started, "--seen", "1", "Shorter.", "--as", "Bob")
    late = cli("edit", started, "--seen", "1", "-", stdin="My own words.\n", status=3)

    assert late.stderr.endswith("Your words, which were not recorded:\n\nMy own words.\n")


def test_words_that_were_recorded_are_not_given_back_when_the_draft_fails(
    cli: CommandLine, started: str, writer: ScriptedWriter
) -> None:
    writer.enqueue(DraftFailed("busy", "The model is busy."))
    failed = cli("revise", started, "--seen", "1", "-", stdin="Shorter.\n", status=1)

    assert "Shorter." not in failed.stderr


def test_an_output_that_cannot_be_written_is_told_in_words(cli: CommandLine, started: str) -> None:
    refused = cli.refused("export", started, "-o", "no/such/folder.txt", status=1)

    assert refused["sentence"] == "no/such/folder.txt cannot be written: No such file or directory."


def test_letters_that_the_terminal_does_not_know_are_replaced(cli: CommandLine) -> None:
    started = cli("start", "--text", "-", stdin="漢字 – “é” \U0001f600").stdout.strip()
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    told = subprocess.run([sys.executable, "-m", "hitl", "show", started], capture_output=True, timeout=20, env=env)

    assert (told.returncode, told.stderr) == (0, b"")
    assert started.encode() in told.stdout


def test_nothing_that_takes_long_is_imported_just_to_look(cli: CommandLine, started: str) -> None:
    script = """
import sys
from hitl.cli import hitl
hitl(["--help"], standalone_mode=False)
helped = {name for name in ("sqlalchemy", "pydantic", "rapidfuzz") if name in sys.modules}
hitl(["list"], standalone_mode=False)
hitl(["show", sys.argv[1]], standalone_mode=False)
looked = {name for name in ("langgraph", "langchain_core", "openai", "streamlit", "alembic") if name in sys.modules}
print("imported:", helped, looked)
"""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    told = subprocess.run([sys.executable, "-c", script, started], capture_output=True, timeout=20, env=env, text=True)

    assert told.stdout.splitlines()[-1] == "imported: set() set()"
