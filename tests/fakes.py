"""A writer that plays a script, for tests of everything above the writers; and what is given to real ones."""

import threading
from collections import deque
from dataclasses import replace

from hitl.domain import Brief, now
from hitl.errors import DraftFailed
from hitl.writer.prompt import messages
from hitl.writing import Assignment, Call, Writer, Writing, Written


def called(text: str, model: str = "m", tokens: int = 5) -> Call:
    """A call of a model that delivered a text."""
    return Call(now(), 120.0, 0.0, tokens, model, written=Written(text, model, tokens))


def asked(topic: str = "Our library opens on Sundays", seconds: float = 30.0) -> Assignment:
    """A first draft to be written by a model, as the desk asks for one."""
    work = Assignment(Brief(topic), model="some-model", seconds=seconds)
    return replace(work, prompt=messages(work))


def read(writing: Writing) -> tuple[list[str], Written]:
    """The pieces of a text, and what was delivered at its end."""
    pieces = []
    while True:
        try:
            pieces.append(next(writing))
        except StopIteration as end:
            return pieces, end.value


class ScriptedWriter:
    """Delivers what was enqueued, then "Draft n"; `history` has the assignments it was given."""

    def __init__(self) -> None:
        self._script: deque[str | DraftFailed | threading.Event] = deque()
        self.history: list[Assignment] = []

    def enqueue(self, *replies: str | DraftFailed | threading.Event) -> None:
        """Add replies: a text, a failure, or an event that the draft waits for in its middle."""
        self._script.extend(replies)

    def __call__(self, assignment: Assignment) -> Writing:
        self.history.append(assignment)
        reply = self._script.popleft() if self._script else f"Draft {len(self.history)} of the text."
        if isinstance(reply, DraftFailed):
            raise reply
        if isinstance(reply, threading.Event):
            yield "The first words "
            while not reply.wait(0.02):
                yield ""
            yield "and the rest."
            return Written("The first words and the rest.", assignment.model, tokens=10)
        yield reply
        return Written(reply, assignment.model, tokens=10)

    def for_model(self, _model: str) -> Writer:
        """Serve every model."""
        return self
