import threading
import time
from collections.abc import Callable, Iterator

import pytest

from hitl.domain import Brief
from hitl.errors import DraftFailed
from hitl.writer.bounded import WAITING_PIECES, bounded
from hitl.writer.openai import openai_writer, warm_up
from hitl.writing import Assignment, Writing, Written
from tests import replies
from tests.model_server import ModelServer
from tests.replies import Reply


def never() -> bool:
    return False


def written(writing: Writing) -> tuple[list[str], Written]:
    pieces = []
    while True:
        try:
            pieces.append(next(writing))
        except StopIteration as end:
            return pieces, end.value


def helpers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "hitl-writer"]


def helpers_end(seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while helpers() and time.monotonic() < until:
        time.sleep(0.01)
    return not helpers()


@pytest.fixture(autouse=True)
def _no_thread_is_left_behind() -> Iterator[None]:
    yield

    assert helpers_end()


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
    def write() -> Writing:
        yield "one "
        yield "two"
        return Written("one two", "m", 7, ("a note",))

    pieces, end = written(bounded(write(), 5, never))

    assert pieces == ["one ", "two"]
    assert end == Written("one two", "m", 7, ("a note",))


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
        written(bounded(endless.write(), 0.4, never))
    assert caught.value.fault == "deadline"
    assert endless.closed.wait(2)


def test_a_silent_writer_cannot_hold_up_the_deadline() -> None:
    release = threading.Event()

    def write() -> Writing:
        release.wait(10)
        yield "too late"
        return Written("too late", "m")

    began = time.monotonic()
    with pytest.raises(DraftFailed) as caught:
        written(bounded(write(), 0.3, never))
    took = time.monotonic() - began
    release.set()

    assert caught.value.fault == "deadline"
    assert took < 3


def test_stop_takes_effect_while_the_writer_is_silent() -> None:
    release, stop = threading.Event(), threading.Event()

    def write() -> Writing:
        release.wait(10)
        yield "too late"
        return Written("too late", "m")

    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    with pytest.raises(DraftFailed, match="was stopped") as caught:
        written(bounded(write(), 30, stop.is_set))
    took = time.monotonic() - began
    release.set()

    assert caught.value.fault == "stopped"
    assert took < 3


def test_stop_takes_effect_between_two_pieces_and_closes_the_writer() -> None:
    endless, stop = Endless(), threading.Event()
    writing = bounded(endless.write(), 30, stop.is_set)
    next(writing)
    stop.set()

    with pytest.raises(DraftFailed, match="was stopped"):
        next(writing)
    assert endless.closed.wait(2)


def test_a_reader_who_leaves_closes_the_writer() -> None:
    endless = Endless()
    writing = bounded(endless.write(), 30, never)
    next(writing)
    writing.close()

    assert endless.closed.wait(2)


def test_a_writer_runs_only_a_little_ahead_of_a_slow_reader() -> None:
    endless = Endless()
    writing = bounded(endless.write(), 30, never)
    next(writing)
    time.sleep(0.3)
    ahead = endless.count
    writing.close()

    assert ahead <= WAITING_PIECES + 2


def test_nothing_runs_before_the_first_piece_is_asked_for() -> None:
    endless = Endless()
    writing = bounded(endless.write(), 30, never)

    assert (endless.count, helpers()) == (0, [])
    writing.close()


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

    assert helpers_end()


@pytest.mark.parametrize("fault", [replies.hangs, replies.stalls, replies.trickles, replies.keeps_alive])
def test_the_real_client_is_held_to_the_deadline(fault: Callable[[], Reply]) -> None:
    warm_up()
    with ModelServer() as server:
        server.enqueue(fault())
        assignment = Assignment(Brief("Snow"), model="m", seconds=1)
        began = time.monotonic()
        with pytest.raises(DraftFailed, match=r"not finished after 0\.8 seconds") as caught:
            written(bounded(openai_writer("", server.url)(assignment), 0.8, never))
        took = time.monotonic() - began

        assert caught.value.fault == "deadline"
        assert took < 4
        assert helpers_end()
        assert len(server.requests) == 1


def test_stopping_the_real_client_breaks_its_connection() -> None:
    warm_up()
    with ModelServer() as server:
        server.enqueue(replies.trickles(0.05))
        writing = bounded(openai_writer("", server.url)(Assignment(Brief("Snow"), model="m")), 30, lambda: bool(heard))
        heard: list[str] = []
        heard.append(next(writing))
        with pytest.raises(DraftFailed, match="was stopped"):
            next(writing)

        assert heard == ["word "]
        assert server.left_early.acquire(timeout=5)


def test_a_draft_that_is_stopped_before_it_begins_never_reaches_the_writer() -> None:
    asked: list[int] = []

    def writing() -> Writing:
        asked.append(1)
        yield "A word."
        return Written("A word.", "m")

    with pytest.raises(DraftFailed, match="stopped"):
        next(bounded(writing(), 5, lambda: True))

    assert asked == []
