"""Answers of models that are read at the same time."""

import threading
import time
from collections.abc import Iterator

import pytest
from httpx2 import Response

from hitl.domain import Brief
from hitl.pace import Pace
from hitl.writer.openai import openai_writer
from hitl.writer.reading import READ_AT_ONCE, together
from hitl.writing import Assignment
from tests.model_server import ModelServer
from tests.replies import says

READS = 20


class Turns(Pace):
    """A pace at which everybody may go on, that counts who asked."""

    def __init__(self) -> None:
        super().__init__(1)
        self.taken = 0

    def pause(self) -> float:
        self.taken += 1
        return 0.0


class Wire:
    """The stream below a response, of which there is always a byte more."""

    def __init__(self, *, waiting: bool) -> None:
        self._waiting = waiting

    def get_extra_info(self, name: str) -> bool | None:
        return self._waiting if name == "is_readable" else None

    def read(self, _max_bytes: int, _timeout: float | None = None) -> bytes:
        return b"x"


def turns_for(status: int, *, waiting: bool) -> int:
    """How many turns it took to read so often."""
    wire, turns = Wire(waiting=waiting), Turns()
    together(Response(status, extensions={"network_stream": wire}), turns)
    for _ in range(READS):
        assert wire.read(1, None) == b"x"
    return turns.taken


def test_an_answer_is_read_in_turn_once_its_first_words_have_come() -> None:
    assert turns_for(200, waiting=False) == READS - READ_AT_ONCE


def test_what_has_arrived_is_read_at_once() -> None:
    assert turns_for(200, waiting=True) == 0


def test_an_answer_that_failed_leaves_the_wire_to_the_next_try() -> None:
    assert turns_for(503, waiting=False) == 0


def test_nobody_waits_at_a_pace_that_is_not_busy() -> None:
    pace = Pace(1_000)
    pace.pause()
    time.sleep(0.01)

    assert pace.pause() == 0


def test_a_busy_pace_is_shared_out() -> None:
    pace = Pace(100)
    pauses = [pace.pause() for _ in range(50)]

    assert pauses == sorted(pauses)
    assert 0.3 < pauses[-1] <= 0.5


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def test_many_answers_at_the_same_time_come_whole(server: ModelServer) -> None:
    words, people, came = [f"word{number} " for number in range(40)], 30, list[str]()
    for _ in range(people):
        server.enqueue(says(*words, "end.", delay=0.02))
    write = openai_writer("sk-none", server.url)

    def read() -> None:
        pieces = write(Assignment(Brief("The new library"), model="some-model", seconds=60))
        came.append("".join(pieces))

    threads = [threading.Thread(target=read) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert came == ["".join([*words, "end."])] * people
