"""The two sides of turns and storage: hitl, and a LangGraph tutorial's loop. Turns are in milliseconds."""

import time
from functools import cache
from itertools import count
from logging import INFO, LogRecord
from logging.handlers import QueueHandler
from queue import SimpleQueue
from random import Random
from typing import Any, cast
from uuid import uuid4

from langgraph.types import Command

from tests.bench.tutorial_graph import compiled
from tests.diffs import sizes

TURN_SECONDS = 60.0

_words = cache(lambda: sizes.text(3_000, seed=1).split(" "))


def text(number: int, characters: int = 3_000) -> str:
    """Text number `number`, which begins with that number; as long as a long post where nothing else is said."""
    words = Random(number).choices(_words(), k=characters // 4)  # noqa: S311 - a repeatable text, no secret
    return f"Text {number}. {' '.join(words)}"[:characters]


def ask(number: int) -> str:
    """What an editor asks for, about a text with this number."""
    return f"{number}: shorter, friendlier, and keep the figure of {number} per cent in the first paragraph, please."


class BareTurns:
    """Threads of the tutorial's graph on one SQLite file, which records nothing before it goes on."""

    def __init__(self, path: str) -> None:
        self._graph = compiled(lambda state: text(len(state.get("drafts", ())) + 1), path)
        self._numbers = count(1)

    def begin(self) -> str:
        thread = uuid4().hex
        self._go_on({"topic": "The new library"}, thread)
        return thread

    def turn(self, review: str) -> tuple[float, float]:
        taken = self._go_on(Command(resume=ask(next(self._numbers))), review)
        return taken, taken

    def _go_on(self, given: object, thread: str) -> float:
        began = time.perf_counter()
        self._graph.invoke(given, {"configurable": {"thread_id": thread}})
        return 1_000 * (time.perf_counter() - began)


class OurTurns:
    """Reviews of a desk as the server opens it. Its own events tell when the database has something for good."""

    def __init__(self, address: str) -> None:
        from hitl import events  # here, since what one side imports must not slow down the other
        from hitl.desk import ReviewDesk
        from hitl.settings import Settings
        from tests.fakes import ScriptedWriter

        self._writer = ScriptedWriter()
        settings = Settings(database=address, writer="openai", model="scripted-1", max_revisions=1_000)
        self._desk = ReviewDesk(settings, self._writer.for_model)
        self._events: SimpleQueue[LogRecord] = SimpleQueue()
        events.log.addHandler(QueueHandler(cast("Any", self._events)))
        events.log.setLevel(INFO)

    def begin(self, topic: str = "The new library") -> str:
        from hitl.domain import Brief

        self._writer.enqueue(text(1))
        review = self._desk.start(Brief(topic), "Ann")
        self._when("waiting")
        return review

    def turn(self, review: str) -> tuple[float, float]:
        """From the click, and from its being recorded, to the next stop."""
        stop = self._desk.review(review).stop
        assert stop is not None
        self._writer.enqueue(text(stop.number + 1))
        self._writer.history.clear()
        clicked = time.time()
        self._desk.revise(review, stop, "Ann", ask(stop.number))
        recorded, done = self._when("decided"), self._when("waiting")
        return 1_000 * (done - clicked), 1_000 * (done - recorded)

    def _when(self, event: str) -> float:
        """Wait for the next event of this kind; when it was. Raises Empty."""
        while (heard := self._events.get(timeout=TURN_SECONDS)).getMessage() != event:
            pass
        return heard.created
