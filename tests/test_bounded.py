"""A limit in time and a way to stop, for writers of any kind."""

import threading
import time
from collections.abc import Iterator

import pytest

from hitl.errors import DraftFailed
from hitl.writer.bounded import bounded
from hitl.writer.openai import openai_writer, warm_up
from hitl.writing import Writing, Written
from tests import replies
from tests.conftest import wait_for
from tests.fakes import asked
from tests.model_server import ModelServer


def never() -> bool:
    return False


@pytest.fixture(autouse=True)
def _no_thread_is_left_behind() -> Iterator[None]:
    yield

    wait_for(lambda: all(each.name != "hitl-writer" for each in threading.enumerate()), "the writers' threads to end")


class Endless:
    """A writer that yields until it is closed, and tells what was heard of it."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.closed = threading.Event()

    def write(self) -> Writing:
        try:
            while True:
                yield "word "
                time.sleep(0.01)
        finally:
            self.closed.set()
            raise ValueError("nobody hears this any more")


def test_a_writer_in_time_is_passed_on_unchanged() -> None:
    end, heard = Written("one two", "m", 7, ("a note",)), list[str]()

    def write() -> Writing:
        yield "one "
        yield "two"
        return end

    assert (bounded(write(), 5, never, heard.append), heard) == (end, ["one ", "two"])


@pytest.mark.parametrize("error", [DraftFailed("empty", "Nothing came.", 9), TimeoutError("of its own")])
def test_what_the_writer_raises_is_raised_where_the_text_is_waited_for(error: Exception) -> None:
    heard: list[str] = []

    def write() -> Writing:
        yield "one"
        raise error

    with pytest.raises(DraftFailed) as caught:
        bounded(write(), 5, never, heard.append)
    assert (heard, caught.value.fault) == (["one"], getattr(error, "fault", "broken"))
    assert error in (caught.value, caught.value.__cause__)


@pytest.mark.parametrize(("seconds", "stops", "fault"), [(0.3, False, "deadline"), (30, True, "stopped")])
def test_a_silent_writer_holds_up_neither_the_deadline_nor_a_stop(seconds: float, stops: bool, fault: str) -> None:
    release, heard, until = threading.Event(), list[str](), time.monotonic() + 0.2

    def write() -> Writing:
        release.wait(10)
        yield "too late"
        return Written("too late", "m")

    began = time.monotonic()
    with pytest.raises(DraftFailed) as caught:
        bounded(write(), seconds, lambda: stops and time.monotonic() > until, heard.append)
    took = time.monotonic() - began
    release.set()

    assert (caught.value.fault, heard) == (fault, [])
    assert took < 3


@pytest.mark.parametrize(("seconds", "stops", "told"), [(0.4, False, r"after 0\.4 seconds"), (30, True, "was stopped")])
def test_a_writer_that_is_given_up_is_closed_and_heard_no_more(seconds: float, stops: bool, told: str) -> None:
    endless = Endless()

    with pytest.raises(DraftFailed, match=told):
        bounded(endless.write(), seconds, lambda: stops and bool(endless.heard), endless.heard.append)
    heard = len(endless.heard)

    assert endless.closed.wait(2)
    assert heard == len(endless.heard) > 0


def test_a_draft_that_is_stopped_before_it_begins_never_reaches_the_writer() -> None:
    endless = Endless()
    with pytest.raises(DraftFailed, match="stopped"):
        bounded(endless.write(), 5, lambda: True, endless.heard.append)

    assert endless.heard == []


def test_stopping_the_real_client_breaks_its_connection(server: ModelServer) -> None:
    warm_up()
    server.enqueue(replies.trickles(0.05))
    heard: list[str] = []
    with pytest.raises(DraftFailed, match="was stopped"):
        bounded(openai_writer("", server.url)(asked()), 30, lambda: bool(heard), heard.append)

    assert heard[0] == "word "
    assert server.left_early.acquire(timeout=5)
