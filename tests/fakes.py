"""A writer that plays a script, for tests of everything above the writers."""

import threading
from collections import deque

from hitl.domain import now
from hitl.errors import DraftFailed
from hitl.writing import Assignment, Call, Writer, Writing, Written


def called(text: str, model: str = "m", tokens: int = 5) -> Call:
    """A call of a model that delivered a text."""
    return Call(now(), 120.0, 0.0, tokens, model, written=Written(text, model, tokens))


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
