import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hitl import events
from hitl.cli import hitl
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.errors import BadInput, DraftFailed, Stale, StoreFault
from hitl.events import Form, Lines, tell, write_log
from hitl.settings import Settings
from hitl.store.faults import faults_in_words
from hitl.writing import Assignment, Writing
from tests.conftest import settled, stop_of, wait_for
from tests.fakes import ScriptedWriter

Told = list[dict[str, Any]]
Log = Callable[[], Told]

FORGED = "2026-11-24T00:00:00.000000Z info    decided review=forged"


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """The log is the process's: what a test sets ends with it."""
    log, handlers = events.log, events.log.handlers[:]
    before = log.propagate, log.level
    yield
    write_log("off")
    log.handlers[:], (log.propagate, level) = handlers, before
    log.setLevel(level)


@pytest.fixture
def database(tmp_path: Path) -> str:
    """What is told does not hang on the database."""
    return str(tmp_path / "reviews.sqlite")


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Log:
    """The events that were told so far, each as the object of its line."""
    write_log("json")
    said: list[str] = []

    def told() -> Told:
        said.append(capsys.readouterr().err)
        return [json.loads(line) for line in "".join(said).splitlines()]

    return told


def names(told: Told) -> list[str]:
    return [line["event"] for line in told]


def whole_review(desk: ReviewDesk, writer: ScriptedWriter) -> str:
    """One review with a click that comes twice, one that comes too late, a draft that fails and an accepted text."""
    writer.enqueue("The first draft.", DraftFailed("cut", "The connection broke.", 7), "The second draft.")
    review_id = desk.start(Brief("The topic"), "Ann", click="one")
    desk.start(Brief("The topic"), "Ann", click="one")
    first = stop_of(desk, review_id)
    for _ in range(2):
        desk.revise(review_id, first, "Ann", "The feedback.")
    with pytest.raises(Stale):
        desk.accept(review_id, first, "Bob", "The note.")
    desk.retry(review_id, stop_of(desk, review_id), "Ann")
    with pytest.raises(BadInput):
        desk.revise(review_id, stop_of(desk, review_id), "Ann", " ")
    desk.accept(review_id, stop_of(desk, review_id), "Ann")
    settled(desk, review_id)
    desk.attend(desk.review(review_id))
    return review_id


def test_each_event_of_a_review_is_told_once_in_order_with_small_and_plain_facts(
    desk: ReviewDesk, writer: ScriptedWriter, log: Log
) -> None:
    review_id = whole_review(desk, writer)
    wait_for(lambda: "finished" in names(log()), "the last event")
    lines = log()
    refused = [line for line in lines if line["event"] == "refused"]
    told = {line["event"]: line for line in lines[::-1]}

    assert [name for name in names(lines) if name != "refused"] == [
        "started", "drafted", "waiting", "decided", "failed", "waiting", "decided", "drafted", "waiting", "decided",
        "finished",
    ]  # fmt: skip
    assert [(line["verb"], line["why"]) for line in refused] == [("accept", "stale"), ("revise", "bad_input")]
    assert {line["review"] for line in lines} == {review_id}
    assert (told["started"]["actor"], told["started"]["model"]) == ("Ann", "built-in")
    assert (told["drafted"]["revision"], told["drafted"]["tokens"], told["drafted"]["model"]) == (1, 10, "built-in")
    assert told["drafted"]["seconds"] >= 0
    assert (told["failed"]["fault"], told["failed"]["tokens"], told["failed"]["level"]) == ("cut", 7, "warning")
    assert (told["decided"]["verb"], told["decided"]["revision"], told["decided"]["route"]) == ("revise", 1, "draft")
    assert (told["finished"]["status"], told["finished"]["revision"]) == ("accepted", 2)


@pytest.mark.parametrize(("form", "texts"), [("text", False), ("json", False), ("text", True)])
def test_words_stand_in_the_log_only_where_that_was_asked_for(
    desk: ReviewDesk, writer: ScriptedWriter, form: Form, texts: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    write_log(form, texts=texts)
    whole_review(desk, writer)
    desk.close()
    said = capsys.readouterr().err
    words = ("The topic", "The first draft.", "The feedback.", "The second draft.")

    assert "finished" in said
    assert [word in said for word in words] == [texts] * len(words)


def test_what_was_left_and_taken_up_stopped_and_deleted_is_told_with_who_did_it(
    settings: Settings, writer: ScriptedWriter, log: Log
) -> None:
    writer.enqueue(threading.Event())
    with closing(ReviewDesk(settings, writer.for_model, drives="none")) as left:
        review_id = left.start(Brief("Topic"), "Ann")
    with closing(ReviewDesk(settings, writer.for_model)) as desk:
        wait_for(lambda: desk.live(review_id) is not None, "the draft to begin")
        desk.halt(review_id, 0, "Bob")
        settled(desk, review_id)
        wait_for(lambda: "waiting" in names(log()), "the last event of the draft")
        desk.archive.delete(review_id, "Cleo", "Asked for by a reader.")
    told = log()

    assert names(told) == ["started", "taken_up", "stop_asked", "stopped", "waiting", "deleted"], told
    assert [line["actor"] for line in told if "actor" in line][:2] == ["Ann", "Bob"]
    assert (told[-1]["review"], told[-1]["actor"]) == (review_id, "Cleo")
    assert "reader" not in json.dumps(told)


def test_a_mistake_is_told_by_its_kind_and_place_and_not_by_its_words(settings: Settings, log: Log) -> None:
    def broken(_assignment: Assignment) -> Writing:
        raise ZeroDivisionError("the words of a text")
        yield ""

    desk = ReviewDesk(settings, lambda _model: broken)
    settled(desk, desk.start(Brief("Topic"), "Ann"))
    wait_for(lambda: "waiting" in names(log()), "the last event")
    desk.close()
    told = next(line for line in log() if line["event"] == "broken")

    assert told["error"] == "ZeroDivisionError"
    assert told["at"].startswith("test_log.py:")
    assert told["review"]
    assert "the words of a text" not in json.dumps(log())


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_name_cannot_forge_a_line(form: Form) -> None:
    for end in ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\u202e", "\x1b[2K"):
        record = logging.LogRecord("hitl", logging.INFO, "", 0, "decided", None, None)
        record.facts = {"review": f"a{end}{FORGED}", "actor": f'Ann" verb=accept{end}{FORGED}'}
        line = Lines(form).format(record)

        assert len(line.splitlines()) == 1
        assert line.isprintable()
        assert line.count("decided") - line.count(FORGED) == 1
        assert not line.startswith(FORGED)


def test_what_was_said_in_a_line_of_text_can_be_read_back() -> None:
    record = logging.LogRecord("hitl", logging.INFO, "", 0, "decided", None, None)
    record.facts = {"actor": 'Zoë "Z" verb=accept\n', "revision": 2, "verb": "revise"}
    line = Lines("text").format(record)

    assert line.endswith('info    decided actor="Zoë \\"Z\\" verb=accept\\n" revision=2 verb=revise')


def test_of_an_address_given_as_a_name_the_host_is_left_out(log: Log) -> None:
    tell("decided", "a", actor="ann.lee@example.com")

    assert log()[0]["actor"] == "ann.lee@..."


def test_a_failing_database_is_told_without_the_words_of_a_row(log: Log) -> None:
    with pytest.raises(StoreFault), faults_in_words():
        raise OSError(28, "No space left\nDETAIL: the words of a row")

    told = log()[0]
    assert (told["event"], told["fault"], told["error"]) == ("store_failed", "full", "OSError")
    assert told["said"] == "[Errno 28] No space left"


def test_a_line_by_other_means_goes_the_same_way_as_one_line(log: Log) -> None:
    logging.getLogger("hitl.elsewhere").warning("something failed: %s", "busy\nDETAIL: the words of a row")

    assert [(line["event"], line["said"]) for line in log()] == [("note", "something failed: busy")]


def test_a_root_logger_of_somebody_else_doubles_nothing_and_a_log_that_is_off_says_nothing(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    other = logging.StreamHandler(sys.stderr)
    logging.getLogger().addHandler(other)
    tell("closed")
    once = log()
    write_log("off")
    tell("broken", mistake=ValueError())
    logging.getLogger().removeHandler(other)

    assert names(once) == ["closed"]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("form", "told"), [("", []), ("off", []), ("json", ["started"])])
def test_a_command_prints_its_answer_alone_and_a_log_only_where_that_is_asked_for(
    tmp_path: Path, form: str, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HITL_WRITER", "offline")
    monkeypatch.setenv("HITL_LOG", form)
    came = CliRunner().invoke(hitl, ["start", "Topic", "--no-wait", "--json"])

    assert isinstance(json.loads(came.stdout), dict)
    assert [json.loads(line)["event"] for line in came.stderr.splitlines()] == told
