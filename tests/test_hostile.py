"""What model servers that are hostile or broken can do to a process that asks them, three times at once."""

import logging
import time

import pytest

from hitl.domain import MAX_TEXT
from hitl.errors import DraftFailed
from hitl.writer.openai import openai_writer
from tests.fakes import asked
from tests.hostile import AT_ONCE, cost, draft, listing
from tests.hostile_servers import LISTS, LONG, SERVERS, STREAM, Script, bomb, choice, elsewhere, hostile_server, sends
from tests.replies import DONE, Step, chunk

MOST_MB = 150
TRIES = 3
DRAFT_SECONDS = 0.5
"""Of a draft that lasts as long as it may; the others end by themselves."""

PATIENCE_SECONDS = 20.0
SLACK_SECONDS = 3.0


@pytest.mark.parametrize("name", SERVERS)
def test_a_hostile_server_costs_a_draft_and_little_else(name: str) -> None:
    hostile = SERVERS[name]
    seconds = DRAFT_SECONDS if "deadline" in hostile.fault else PATIENCE_SECONDS
    measured = cost(hostile, draft, seconds, AT_ONCE, later=0.0)

    assert set(measured.faults) <= set(hostile.fault.split(" or "))
    assert measured.peak < MOST_MB
    assert measured.seconds < seconds + SLACK_SECONDS
    assert measured.requests <= TRIES * AT_ONCE


@pytest.mark.parametrize("name", LISTS)
def test_a_hostile_list_of_models_costs_a_question_and_little_else(name: str) -> None:
    hostile = LISTS[name]
    measured = cost(hostile, listing, DRAFT_SECONDS if hostile.fault == "timeout" else PATIENCE_SECONDS, 1, later=0.0)

    assert measured.faults == (hostile.fault,)
    assert measured.peak < MOST_MB
    assert measured.requests == 1


def test_nothing_is_sent_to_another_server_that_the_first_one_names() -> None:
    with hostile_server(sends(STREAM, b"\r\n", DONE)) as other, hostile_server(elsewhere(other.url).script) as first:
        fault = draft(first.url, PATIENCE_SECONDS)

        assert (fault, first.asked, other.asked) == ("wrong_address", 1, 0)


def test_headers_that_come_letter_by_letter_end_with_the_draft_itself() -> None:
    """Not only whoever waits for the draft gives up: its thread and its connection end too."""
    with hostile_server(SERVERS["a header, letter by letter"].script) as server:
        assert alone(server.url) == "deadline"


def test_a_proxy_is_held_to_the_same_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    with hostile_server(SERVERS["a header, letter by letter"].script) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.removesuffix("/v1"))

        assert alone("http://model.example/v1") == "deadline"
        assert proxy.asked == 1


def alone(url: str) -> str:
    """The fault of a draft that nobody else bounds."""
    began = time.monotonic()
    with pytest.raises(DraftFailed) as caught:
        list(openai_writer("sk-secret", url)(asked(seconds=1)))
    assert time.monotonic() - began < 1 + SLACK_SECONDS
    return caught.value.fault


def events_apart(end: bytes) -> Script:
    """Events of 100 KB whose ends come a byte at a time, more of them than may be one event."""
    thinking = choice(delta={"reasoning_content": LONG}).removesuffix(b"\n\n")
    text = chunk({"content": "Come on Sunday."}, "stop").removesuffix(b"\n\n")
    pauses = [step for byte in end for step in (bytes([byte]), 0.005)]
    steps: list[Step] = [step for event in (*[thinking] * 5, text) for step in (event, 0.005, *pauses)]
    return sends(STREAM, b"\r\n", *steps)


@pytest.mark.parametrize("end", [b"\n\n", b"\r\n\r\n", b"\r\r"])
def test_events_are_told_apart_wherever_their_packets_end(end: bytes) -> None:
    with hostile_server(events_apart(end)) as server:
        assert draft(server.url, PATIENCE_SECONDS) == "written"


def test_the_longest_text_may_come_at_once_with_each_character_escaped() -> None:
    with hostile_server(sends(STREAM, b"\r\n", chunk({"content": "ж" * MAX_TEXT}, "stop"))) as server:
        assert draft(server.url, PATIENCE_SECONDS) == "written"


def test_an_answer_that_is_packed_unasked_is_read() -> None:
    script = bomb(0, STREAM, chunk({"content": "Come on Sunday."}, "stop"))
    with hostile_server(script) as server:
        assert draft(server.url, PATIENCE_SECONDS) == "written"


@pytest.mark.parametrize(
    ("name", "limit"),
    [("a line of 300 MB without an end", "event"), ("more than it announced", "")],
)
def test_the_log_names_what_a_server_sent_too_much_of(name: str, limit: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "hitl")
    hostile = SERVERS[name]
    with hostile_server(hostile.script) as server:
        assert draft(server.url, PATIENCE_SECONDS) == hostile.fault

    told = [record.__dict__["facts"] for record in caplog.records if record.getMessage() == "model_error"]
    assert [(facts["fault"], facts.get("limit", "")) for facts in told] == [(hostile.fault, limit)]
    assert "sk-secret" not in caplog.text + str(told)
