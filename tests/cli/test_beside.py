"""Commands beside a desk on the same database: whoever drives, the other follows."""

import signal
import threading
import time
from pathlib import Path

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status
from hitl.errors import Stale
from hitl.settings import Settings
from tests.cli.conftest import CommandLine, at_home, ended, process, slowly
from tests.conftest import settled, stop_of, wait_for
from tests.fakes import ScriptedWriter


@pytest.fixture
def cli(desk: ReviewDesk, writer: ScriptedWriter, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on the database of a desk that runs."""
    return at_home(desk.settings.database, writer, monkeypatch)


def test_of_two_processes_at_one_stop_one_decides_and_the_other_and_the_page_are_told(
    desk: ReviewDesk, cli: CommandLine, review_id: str
) -> None:
    seen_on_the_page = stop_of(desk, review_id)
    rivals = [
        process("accept", review_id[:8], "--seen", "1", "--as", "Bob"),
        process("abandon", review_id, "--seen", "1", "No longer needed.", "--as", "Cleo"),
    ]
    first, late = sorted(ended(rival) for rival in rivals)
    review = settled(desk, review_id)
    with pytest.raises(Stale, match="already decided on revision 1 before you"):
        desk.accept(review_id, seen_on_the_page, "Ann")

    assert (first[0], late[0], late[1]) == (0, 3, "")
    assert late[2].count("already decided on revision 1 before you, ") == 1
    assert len(desk.decisions(review_id)) == 1
    assert review.status in (Status.ACCEPTED, Status.ABANDONED)


def test_a_command_follows_the_draft_that_the_desk_is_writing(
    desk: ReviewDesk, cli: CommandLine, writer: ScriptedWriter
) -> None:
    writer.enqueue(threading.Event())
    review_id = desk.start(Brief("Topic"), "Ann")
    wait_for(lambda: bool(desk.live(review_id)), "the draft to begin")
    shown = cli.status_of(review_id)
    stopped = cli.told("stop", review_id, "--as", "Bob")["review"]

    assert shown == "drafting"
    assert stopped["waiting"]["problem"] == {"fault": "stopped", "sentence": "Bob stopped this draft."}
    assert len(writer.history) == 1


def test_a_draft_that_nobody_writes_is_stopped_too(cli: CommandLine, desk: ReviewDesk) -> None:
    desk.close()
    left = cli("start", "Left by somebody", "--no-wait").stdout.strip()

    assert "Ann stopped this draft. It counts as no revision." in cli("stop", left).stdout


def test_a_draft_that_is_left_with_ctrl_c_is_written_by_the_next_start(
    tmp_path: Path, writer: ScriptedWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    at_home("reviews.sqlite", writer, monkeypatch)
    left = process("start", "The new library", program=slowly("word " * 100, 0.1))
    wait_for(Path("drafting").exists, "the draft to begin")
    began = time.monotonic()
    left.send_signal(signal.SIGINT)
    status, out, err = ended(left)
    seconds = time.monotonic() - began
    review_id = out.strip()
    server = ReviewDesk(Settings(), writer.for_model)
    settled(server, review_id)
    text = server.revision(review_id, 1).text
    server.close()

    assert (status, text) == (130, "Draft 1 of the text.")
    assert f"python -m hitl review {review_id[:8]}" in err
    assert "Traceback" not in err
    assert seconds < 10
