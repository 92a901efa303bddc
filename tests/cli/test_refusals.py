"""What the commands refuse, in which words, and with which exit status."""

from dataclasses import replace
from pathlib import Path

import pytest

from hitl.domain import Counters
from hitl.settings import Settings
from hitl.store import Store, open_database
from tests.cli.conftest import CommandLine, ended, process


def test_a_late_decision_is_refused_and_its_words_are_given_back(cli: CommandLine, started: str) -> None:
    cli("revise", started, "--seen", "1", "Shorter.", "--as", "Bob")
    refused = cli.refused("accept", started, "--seen", "1", status=3)
    late = cli("edit", started, "--seen", "1", "-", stdin="My own words.\n", status=3)

    assert refused["sentence"].startswith("Bob already decided on revision 1 before you, ")
    assert (refused["kind"], refused["seen"]) == ("stale", 1)
    assert (refused["winner"]["actor"], refused["winner"]["verb"]) == ("Bob", "revise")
    assert late.stderr.endswith("Your words, which were not recorded:\n\nMy own words.\n")
    assert cli.status_of(started) == "waiting"


def test_nothing_is_decided_by_a_program_that_does_not_say_what_was_read(cli: CommandLine, started: str) -> None:
    decisions = (
        ("accept", started),
        ("revise", started, "Shorter."),
        ("edit", started, "-"),
        ("restore", started, "--number", "1"),
        ("abandon", started, "Why not."),
    )

    assert all("--seen" in cli.refused(*decision, status=2)["sentence"] for decision in decisions)
    assert cli.status_of(started) == "waiting"


def test_what_was_never_there_cannot_have_been_read(cli: CommandLine, started: str) -> None:
    for seen, status in (("2", 4), ("0", 4), ("abcdef01", 4), ("abc", 2), ("v", 2), ("-1", 2), ("1; drop", 2)):
        cli.refused("accept", started, "--seen", seen, status=status)

    assert cli.status_of(started) == "waiting"


def test_nothing_is_decided_while_a_draft_is_written_or_after_the_end(cli: CommandLine, started: str) -> None:
    ended = cli("start", "The old museum").stdout.strip()
    cli("revise", started, "--seen", "1", "Shorter.", "--no-wait")
    cli("accept", ended, "--seen", "1")

    assert cli.refused("accept", started, "--seen", "1", status=3)["winner"]["feedback"] == "Shorter."
    assert cli.refused("accept", started, "--seen", "2", status=4)["kind"] == "not found"
    assert cli.refused("retry", started, status=3)["sentence"].startswith("Revision 2 is being written")
    assert cli.refused("abandon", ended, "--seen", "1", "Why not.", status=3)["winner"]["verb"] == "accept"
    assert cli.refused("retry", ended, status=3)["sentence"].startswith("This review has ended: Accepted.")
    assert cli.refused("stop", ended, status=3)["kind"] == "stale"


def test_an_id_that_was_made_up_is_refused_in_words(cli: CommandLine, started: str) -> None:
    for given in ("../../etc/passwd", "%", "_" * 32, "' OR 1=1", "\x1b[2J", "0" * 33, "", "abc", "0" * 32, "ffff"):
        result = cli("show", "--", given, status=4 if given in ("0" * 32, "ffff") else 2)

        assert result.stdout == ""
        assert result.stderr.strip()
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


def test_a_database_that_is_not_there_or_cannot_be_used_is_told_and_none_is_made_by_looking(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.refused("list", status=4)["sentence"].startswith("There is no database here yet.")
    assert list(tmp_path.iterdir()) == []

    (tmp_path / "reviews.sqlite").write_bytes(b"This is no database at all. " * 100)
    assert cli.refused("list", status=5)["kind"] == "database"

    monkeypatch.setenv("HITL_DATABASE", "postgresql://user:hush@127.0.0.1:9/desk")
    refused = cli.refused("start", "The new library", status=5)
    assert (refused["kind"], refused["fault"]) == ("database", "unreachable")
    assert refused["sentence"] == (
        "The database server cannot be reached just now. Once it is back, try again. Nothing was recorded."
    )


def test_wrong_usage_is_told_as_json_too(cli: CommandLine) -> None:
    Path("reviews.sqlite").touch()
    for command, said in (
        ("start", "Give a topic"),
        ("start - --text -", "Standard input"),
        ("start T --text x --from abcd:1", "not both"),
        ("start T --kind poem", "poem"),
        ("start --text nowhere.txt", "nowhere.txt cannot be read"),
        ("start --from abcd", "names no revision"),
        ("accept abcd", "--seen"),
        ("list --status gone", "gone"),
        ("nonsense", "nonsense"),
        ("show abcd --nonsense", "nonsense"),
    ):
        assert said in cli.refused(*command.split(), status=2)["sentence"]
    assert "Topic is empty" in cli.refused("start", "  ", status=2)["sentence"]


@pytest.mark.parametrize("arguments", [("start", "-"), ("start", "--text", "-")])
def test_what_is_no_text_or_too_long_is_refused(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    assert "UTF-8" in cli.refused(*arguments, stdin=b"\xff\x00\xff", status=2)["sentence"]
    assert "1,000,000 bytes" in cli.refused(*arguments, stdin=b"x" * 1_000_001, status=2)["sentence"]
    assert "characters; the limit is" in cli.refused(*arguments, stdin=b"x" * 70_000, status=2)["sentence"]


def test_letters_that_the_terminal_does_not_know_are_replaced(cli: CommandLine) -> None:
    started = cli("start", "--text", "-", stdin="漢字 – “é” \U0001f600").stdout.strip()

    assert b"\n?? \x96 \x93\xe9\x94 ?\n" in cli("show", started, charset="cp1252").stdout_bytes


def test_nothing_that_takes_long_is_imported_just_to_look(cli: CommandLine, started: str) -> None:
    Path("look.py").write_text(
        """
import sys
from hitl.cli import hitl
hitl(["--help"], standalone_mode=False)
helped = {name for name in ("sqlalchemy", "pydantic", "rapidfuzz") if name in sys.modules}
hitl(["list"], standalone_mode=False)
hitl(["show", sys.argv[1]], standalone_mode=False)
looked = {name for name in ("langgraph", "langchain_core", "openai", "streamlit", "alembic") if name in sys.modules}
print("imported:", helped, looked)
""",
        encoding="utf-8",
    )
    _, out, _ = ended(process(started, program="look.py"))

    assert out.splitlines()[-1] == "imported: set() set()"
