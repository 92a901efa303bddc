"""What a draft needs of the events of an answer, in few pieces.

`ChatOpenAI` keeps all that it is given until the draft ends, 3 KB for the smallest chunk, and a hostile server
gives it tool calls, probabilities, empty words, a finish in each event, without an end.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from hitl.writer.limits import MAX_EVENTS, TooMuch

LONGEST_NAME = 300
"""Characters of a name that a server gives, of its model or of the way it finished: a database keeps it."""

FINENESS = 1_000
"""A piece has at least this part of the text before it, so that 5,000 make up the longest text.

Nobody sees that: words of models are longer by themselves, in the first 4,000 characters at least.
"""


def pieces(events: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """The answer as chunks of the same kind, with nothing in them but text, finish, model and usage.

    A refusal is the finish `refusal`. Raises TooMuch, and ValueError, LookupError, TypeError or AttributeError
    for an event of a shape that no answer has; what came before it is given first.
    """
    answer = _Answer()
    try:
        for event in events:
            answer.take(event)
            if len(answer.held) > answer.given // FINENESS:
                yield answer.piece()
    except Exception:
        if answer.events:
            yield answer.piece()
        raise
    if answer.events:
        yield answer.piece()


class _Answer:
    """What has come: `held` is the text that was not given yet, `given` the number of characters that were."""

    def __init__(self) -> None:
        self.events = self.given = 0
        self.held = self._model = self._finish = ""
        self._usage: dict[str, Any] = {}

    def take(self, event: Any) -> None:  # noqa: ANN401 - any JSON
        """Note what an event says."""
        self.events += 1
        if self.events > MAX_EVENTS:
            raise TooMuch("events", "too_long")  # a model that thinks in a circle, more likely than not
        if usage := event.get("usage"):
            self._usage = _counts(usage) or self._usage
        self._model = _name(event.get("model")) or self._model
        if choices := event.get("choices"):
            self._choose(choices[0])

    def _choose(self, choice: Any) -> None:  # noqa: ANN401 - any JSON
        delta = choice["delta"] or {}
        if delta.get("role") not in (None, "", "assistant"):
            raise ValueError("nobody but the model writes")
        self.held += delta.get("content") or ""
        if self._finish != "refusal":
            self._finish = "refusal" if delta.get("refusal") else _name(choice.get("finish_reason")) or self._finish

    def piece(self) -> dict[str, Any]:
        """The chunk for what is held; with it goes all else that is known by now."""
        choice = {"delta": {"role": "assistant", "content": self.held}, "finish_reason": self._finish}
        chunk = {"choices": [choice], "model": self._model, "usage": self._usage}
        self.given += len(self.held)
        self.held, self._usage = "", {}
        return chunk


def _name(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError("a name is a text")
    return value[:LONGEST_NAME]


def _counts(usage: object) -> dict[str, Any]:
    """Whole numbers only: what a server says of its costs in another form takes no text away."""
    if not isinstance(usage, dict):
        return {}
    told = {name: _counts(value) if name.endswith("_details") else value for name, value in usage.items()}
    return {name: value for name, value in told.items() if isinstance(value, dict | int)}
