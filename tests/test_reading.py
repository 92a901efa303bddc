"""Answers of models that are read at the same time."""

import threading
import time

import pytest
from httpx2 import Request

from hitl.pace import Pace
from hitl.writer.limits import READS_A_SECOND, Limits
from hitl.writer.openai import openai_writer
from tests.fakes import asked
from tests.model_server import ModelServer
from tests.replies import says


class Wire:
    """The stream below a response, of which there is always a byte more; `waiting` says whether it is there yet."""

    def __init__(self, *, waiting: bool) -> None:
        self._waiting = waiting

    def get_extra_info(self, name: str) -> bool | None:
        return self._waiting if name == "is_readable" else None

    def read(self, _max_bytes: int, _timeout: float | None = None) -> bytes:
        return b"x"


@pytest.mark.parametrize("waiting", [True, False])
def test_what_has_arrived_is_read_at_once_and_what_has_not_in_turn(waiting: bool) -> None:
    request, wire = Request("GET", "http://model.example"), Wire(waiting=waiting)
    Limits(30).before(request)
    request.extensions["trace"]("connection.connect_tcp.complete", {"return_value": wire})
    began = time.monotonic()
    for _ in range(READS_A_SECOND // 5):
        assert wire.read(1) == b"x"

    assert (time.monotonic() - began < 0.15) is waiting


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


def test_many_answers_at_the_same_time_come_whole(server: ModelServer) -> None:
    words, people, came = [f"word{number} " for number in range(40)], 30, list[str]()
    server.default = lambda _: says(*words, "end.", delay=0.02)
    write = openai_writer("sk-none", server.url)
    threads = [threading.Thread(target=lambda: came.append("".join(write(asked())))) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert came == ["".join([*words, "end."])] * people
