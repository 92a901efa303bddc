"""A limit in time and a way to stop, for writers of any kind."""

import threading
import time
from collections.abc import Iterator

import pytest

from hitl.errors import DraftFailed
from hitl.writer.bounded import WAITING_PIECES, bounded
from hitl.writer.openai import openai_writer, warm_up
from hitl.writing import Writing, Written
from tests import replies
from tests.conftest import wait_for
from tests.fakes import asked, read
from tests.model_server import ModelServer


def never() -> bool:
    return False


def helpers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "hitl-writer"]


@pytest.fixture(autouse=True)
def _no_thread_is_left_behind() -> Iterator[None]:
    yield

    wait_for(lambda: not helpers(), "the writers' threads to end")


class Endless:
    """A writer that yields until it is closed, and tells how far it came."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause
        self.count = 0
        self.closed = threading.Event()

    def write(self) -> Writing:
        try:
            while True:
                time.sleep(self.pause)
                self.count += 1
                yield "word "
        finally:
            self.closed.set()


def test_a_writer_in_time_is_passed_on_unchanged() -> None:
    end = Written("one two", "m", 7, ("a note",))

    def write() -> Writing:
        yield "one "
        yield "two"
        return end

    assert read(bounded(write(), 5, never)) == (["one ", "two"], end)


def test_what_the_writer_raises_is_raised_where_the_text_is_read() -> None:
    def write() -> Writing:
        yield "one"
        raise DraftFailed("empty", "Nothing came.", 9)

    writing = bounded(write(), 5, never)
    first = next(writing)

    with pytest.raises(DraftFailed, match="Nothing came") as caught:
        next(writing)
    assert (first, caught.value.fault, caught.value.tokens) == ("one", "empty", 9)


def test_a_writer_that_is_too_slow_is_given_up_and_closed() -> None:
    endless = Endless(pause=0.05)

    with pytest.raises(DraftFailed, match=r"not finished after 0\.4 seconds") as caught:
        read(bounded(endless.write(), 0.4, never))
    assert caught.value.fault == "deadline"
    assert endless.closed.wait(2)


@pytest.mark.parametrize(("seconds", "stops", "fault"), [(0.3, False, "deadline"), (30, True, "stopped")])
def test_a_silent_writer_holds_up_neither_the_deadline_nor_a_stop(seconds: float, stops: bool, fault: str) -> None:
    release, until = threading.Event(), time.monotonic() + 0.2

    def write() -> Writing:
        release.wait(10)
        yield "too late"
        return Written("too late", "m")

    began = time.monotonic()
    with pytest.raises(DraftFailed) as caught:
        read(bounded(write(), seconds, lambda: stops and time.monotonic() > until))
    took = time.monotonic() - began
    release.set()

    assert caught.value.fault == fault
    assert took < 3


def test_stop_takes_effect_between_two_pieces_and_closes_the_writer() -> None:
    endless, stop = Endless(), threading.Event()
    writing = bounded(endless.write(), 30, stop.is_set)
    next(writing)
    stop.set()

    with pytest.raises(DraftFailed, match="was stopped"):
        next(writing)
    assert endless.closed.wait(2)


def test_a_draft_that_is_stopped_before_it_begins_never_reaches_the_writer() -> None:
    endless = Endless()
    with pytest.raises(DraftFailed, match="stopped"):
        next(bounded(endless.write(), 5, lambda: True))

    assert endless.count == 0


def test_nothing_runs_before_the_first_piece_and_then_only_a_little_ahead_of_a_reader_until_he_leaves() -> None:
    endless = Endless()
    writing = bounded(endless.write(), 30, never)
    before = (endless.count, helpers())
    next(writing)
    time.sleep(0.3)
    ahead = endless.count
    writing.close()

    assert before == (0, [])
    assert 1 < ahead <= WAITING_PIECES + 2
    assert endless.closed.wait(2)


def test_an_error_while_an_abandoned_writer_closes_disturbs_nobody() -> None:
    def write() -> Writing:
        try:
            while True:
                yield "word "
        finally:
            raise ValueError("closing failed")

    writing = bounded(write(), 30, never)
    next(writing)
    writing.close()


def test_stopping_the_real_client_breaks_its_connection(server: ModelServer) -> None:
    warm_up()
    server.enqueue(replies.trickles(0.05))
    heard: list[str] = []
    writing = bounded(openai_writer("", server.url)(asked()), 30, lambda: bool(heard))
    heard.append(next(writing))
    with pytest.raises(DraftFailed, match="was stopped"):
        next(writing)

    assert heard == ["word "]
    assert server.left_early.acquire(timeout=5)
