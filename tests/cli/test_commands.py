"""The commands one after the other, with a scripted writer."""

import json
from pathlib import Path

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Kind
from hitl.errors import DraftFailed
from hitl.settings import Settings
from tests.cli.conftest import CommandLine, at_home
from tests.conftest import settled
from tests.fakes import ScriptedWriter


def test_start_waits_for_the_first_draft_and_prints_nothing_but_the_id(cli: CommandLine) -> None:
    result = cli("start", "The new library")
    review = cli.told("show", result.stdout.strip())["review"]

    assert result.stderr == "Waiting for you · Revision 1 of 3 · 2 drafts left for the model\n"
    assert (review["status"], review["revision"], review["owner"]) == ("waiting", 1, "Ann")


def test_start_takes_the_whole_brief(cli: CommandLine, writer: ScriptedWriter) -> None:
    options = "--kind BLOG --audience Parents --tone Plain --language German --max-characters 900"
    cli("start", "Topic", *options.split(), "--must-have", "Opening hours", "--must-have", "300 seats")

    assert writer.history[0].brief == Brief(
        "Topic", Kind.BLOG, "Parents", "Plain", "German", 900, ("Opening hours", "300 seats")
    )


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfOne \xc3\xa9\r\nTwo\r\n", "\ufeffOne é\nTwo\n".encode("utf-16-le")])
def test_a_topic_is_read_from_standard_input_as_other_programs_write_it(cli: CommandLine, content: bytes) -> None:
    assert cli.told("start", "-", stdin=content)["review"]["brief"]["topic"] == "One é\nTwo"


def test_a_review_of_a_text_of_ones_own_needs_no_topic(cli: CommandLine, writer: ScriptedWriter) -> None:
    Path("mine.txt").write_text("My own words.\n\nAnd more.\n", encoding="utf-8")
    told = cli.told("start", "--text", "mine.txt")

    assert (told["review"]["title"], told["revision"]["text"]) == ("My own words.", "My own words.\n\nAnd more.")
    assert writer.history == []


def test_a_review_that_begins_from_another_one_takes_its_text_and_what_is_not_said_otherwise(cli: CommandLine) -> None:
    first = cli.told("start", "The new library", "--kind", "blog", "--tone", "Plain")
    again = cli.told("start", "--from", f"{first['review']['id'][:8]}:v1", "--tone", "Formal")

    assert again["review"]["brief"] == first["review"]["brief"] | {"tone": "Formal"}
    assert again["review"]["begun_from"] == {"review": first["review"]["id"], "revision": 1}
    assert again["revision"]["text"] == first["revision"]["text"]


def test_a_review_goes_from_topic_to_approval_by_commands_alone(
    settings: Settings, writer: ScriptedWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli = at_home(settings.database, writer, monkeypatch)
    started = cli("start", "The new library").stdout.strip()
    cli("revise", started, "--seen", "1", "Shorter.", "--as", "Bob")
    cli("edit", started, "--seen", "v2", "-", stdin="My own end.\n")
    cli("restore", started, "--seen", "3", "--number", "1")
    sha256 = cli.told("show", started)["revision"]["sha256"]
    accepted = cli("accept", started, "--seen", sha256[:8], "--note", "Good.")
    trail = cli.told("history", started)["trail"]

    assert accepted.stdout.startswith("Approved. Accepted by Ann, ")
    assert [(row["event"], row["who"], row["words"]) for row in trail if row["event"] != "revision"] == [
        ("started", "Ann", "The new library"),
        ("asked", "Bob", "Shorter."),
        ("edited by hand", "Ann", ""),
        ("restored revision 1", "Ann", ""),
        ("accepted", "Ann", "Good."),
        ("ended: Accepted", "", ""),
    ]


def test_a_text_keeps_all_its_line_ends_but_the_one_that_is_the_files(cli: CommandLine, started: str) -> None:
    told = cli.told("edit", started, "--seen", "1", "-", stdin=b"Mine.\r\n\r\nEnd\r\n\r\n")

    assert told["revision"]["text"] == "Mine.\n\nEnd\n"
    assert told["decision"] | {"at": ""} == {
        "number": 1, "verb": "edit", "actor": "Ann", "at": "", "revision": 1, "sha256": told["decision"]["sha256"],
        "displayed": None, "feedback": "", "restored": None, "reason": "the editor's own text; costs no model revision",
    }  # fmt: skip


def test_what_is_left_to_others_is_recorded_and_carried_out_by_the_next_start(
    cli: CommandLine, started: str, writer: ScriptedWriter
) -> None:
    result = cli("revise", started, "--seen", "1", "Shorter.", "--no-wait")
    for command in (("list",), ("show", started), ("history", started), ("export", started), ("start", "Another one")):
        cli(*command)
    between = cli.told("show", started)["review"]
    topics = [assignment.brief.topic for assignment in writer.history]
    server = ReviewDesk(Settings(), writer.for_model)
    carried_out = settled(server, started)
    server.close()

    assert result.stdout.startswith("Recorded. A running server carries it out within some seconds; without one ")
    assert (between["status"], between["waiting"], topics) == ("drafting", None, ["The new library", "Another one"])
    assert carried_out.counters.texts == 2


def test_the_same_command_again_is_answered_with_the_decision_that_stands(cli: CommandLine, started: str) -> None:
    once, twice = (cli.told("revise", started, "--seen", "1", "Shorter.")["decision"] for _ in range(2))

    assert once == twice
    assert cli.told("show", started)["review"]["revision"] == 2


def test_a_draft_that_fails_has_a_status_of_its_own_and_is_asked_for_again(
    cli: CommandLine, started: str, writer: ScriptedWriter
) -> None:
    writer.enqueue(DraftFailed("busy", "The model is busy."), DraftFailed("busy", "The model is busy."))
    failed = cli("revise", started, "--seen", "1", "-", stdin="Shorter.\n", status=1)
    again = cli("retry", started, "--json", status=1)
    waiting = json.loads(again.stdout)["review"]["waiting"]
    retried = cli.told("retry", started)

    assert failed.stderr.splitlines()[-1] == "The model is busy."
    assert "Shorter." not in failed.stderr  # they were recorded
    assert json.loads(again.stderr)["error"] == {
        "kind": "draft failed", "status": 1, "sentence": "The model is busy.", "fault": "busy"
    }  # fmt: skip
    assert waiting["problem"] == {"fault": "busy", "sentence": "The model is busy."}
    assert (waiting["revision"], waiting["unanswered"]) == (1, "Shorter.")
    assert retried["review"]["revision"] == 2


def test_nobody_closes_a_review_at_its_last_look_who_meant_to_revise_it(cli: CommandLine, started: str) -> None:
    for number in ("1", "2"):
        cli("revise", started, "--seen", number, "Shorter.")
    shown = cli("show", started).stdout
    refused = cli.refused("revise", started, "--seen", "3", "Shorter.", status=2)
    closed = cli("revise", started, "--seen", "3", "Shorter.", "--close")

    assert "This is the last look: 2 of 2 revisions used. Accept this text, edit it by hand, restore an " in shown
    assert refused["sentence"].endswith("close it as not approved. Nothing was recorded. To close it, add --close.")
    assert closed.stdout.startswith("Not approved. Closed, ")
    assert " UTC. Cap reached: 2 of 2 revisions used; the feedback is recorded as unresolved." in closed.stdout
