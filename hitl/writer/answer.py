"""What comes of an answer: from the events that a server sends to the text that counts."""

from collections.abc import Iterable, Iterator
from typing import Any

from hitl.domain import MAX_TEXT
from hitl.writer.faults import failed
from hitl.writer.tidy import plain, tidy
from hitl.writing import Written

LONGEST_NAME = 300
"""Characters of a name that a server gives, of its model or of the way it finished: a database keeps it."""

MOST_TOKENS = 10**9
"""Of what a server may say about its own answer, for the same reason."""

FINENESS = 1_000
"""A chunk has at least this part of the text before it, so that 5,000 make up the longest text.

Nobody sees that: words of models are longer by themselves, in the first 4,000 characters at least.
"""


class Answer:
    """What has come so far: `model` is the name that the server gives it, `tokens` what it says that the answer cost.

    `started` says that an event has come.
    """

    def __init__(self, model: str) -> None:
        self.model = model
        self.started = False
        self._usage: dict[str, Any] = {}
        self._finish = self._held = ""
        self._sent: list[str] = []
        self._size = 0

    @property
    def tokens(self) -> int:
        """As the server counts them last; 0 where it does not."""
        usage = self._usage
        return int(usage.get("total_tokens", usage.get("prompt_tokens", 0) + usage.get("completion_tokens", 0)))

    def chunks(self, events: Iterable[Any]) -> Iterator[dict[str, Any]]:
        """The events in few chunks, as `ChatOpenAI` takes them, with nothing in them but text, finish, model and usage.

        It keeps all that it is given until the draft ends, 3 KB for the smallest chunk, and hostile servers give it
        tool calls, probabilities, empty words, a finish in each event, without an end.
        A refusal is the finish `refusal`. Raises DraftFailed for a text that is too long, and ValueError, LookupError,
        TypeError or AttributeError for an event of a shape that no answer has; what came before it is given first.
        """
        try:
            for event in events:
                self._take(event)
                if len(self._held) > (self._size - len(self._held)) // FINENESS:
                    yield self._chunk()
        except Exception:
            if self.started:
                yield self._last_chunk()
            raise
        if not self.started:
            raise ValueError("no event came")
        yield self._last_chunk()

    def written(self, current: str) -> Written:
        """The text, if it is a whole one, beside the `current` one. Raises DraftFailed."""
        answer = plain("".join(self._sent))
        text, notes = tidy(answer, current)
        if fault := self._fault(text):
            raise failed(fault, self.tokens)
        return Written(text, plain(self.model), self.tokens, notes, None if answer == text else answer)

    def _take(self, event: Any) -> None:  # noqa: ANN401 - any JSON
        self.started = True
        self._usage = _counts(event.get("usage")) or self._usage
        self.model = _name(event.get("model")) or self.model
        if not (choices := event.get("choices")):
            return
        delta = choices[0]["delta"] or {}
        if delta.get("role") not in (None, "", "assistant"):
            raise ValueError("nobody but the model writes")
        text = delta.get("content") or ""
        self._held += text
        self._sent.append(text)
        self._size += len(text)
        if self._size > MAX_TEXT:
            raise failed("too_long", self.tokens, characters=MAX_TEXT)
        if self._finish != "refusal":
            self._finish = "refusal" if delta.get("refusal") else _name(choices[0].get("finish_reason")) or self._finish

    def _chunk(self) -> dict[str, Any]:
        content, self._held = self._held, ""
        return {"choices": [{"delta": {"role": "assistant", "content": content}}]}

    def _last_chunk(self) -> dict[str, Any]:
        """The chunk with all else that is known: what many chunks say is added together, names too."""
        chunk = self._chunk()
        chunk["choices"][0]["finish_reason"] = self._finish
        return chunk | {"model": self.model, "usage": self._usage}

    def _fault(self, text: str) -> str:
        if self._finish in ("length", "content_filter", "refusal"):
            return self._finish
        if not self._finish:
            return "no_end"
        if self._finish != "stop":
            return "garbage"
        return "" if any(character.isalnum() for character in text) else "empty"


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
    counts: dict[str, Any] = {}
    for name, value in usage.items():
        if name.endswith("_details"):
            counts[name] = _counts(value)
        elif isinstance(value, int):
            counts[name] = min(max(value, 0), MOST_TOKENS)
    return counts
