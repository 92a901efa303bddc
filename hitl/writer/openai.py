"""The writer for OpenAI and every server that speaks like it: Ollama, vLLM, LM Studio, llama.cpp."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hitl.domain import MAX_TEXT
from hitl.errors import DraftFailed
from hitl.events import tell
from hitl.writer.faults import failed
from hitl.writer.tidy import plain, tidy
from hitl.writing import Assignment, Writer, Writing, Written

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk

    from hitl.writer import client

MOST_TOKENS = 10**9
"""Of what a server may say about its own answer: a database keeps it."""

UNLISTED = (403, 404, 405, 501)
"""What servers say that have no list of models, or none for this key."""


def warm_up() -> None:
    """Import the client, which takes seconds, so that the first draft need not wait for it."""
    import_module("hitl.writer.client")


def openai_writer(api_key: str, base_url: str | None, max_retries: int = 2, silence: float = 60.0) -> Writer:
    """A writer that asks the server at `base_url` (`None`: OpenAI itself) and reads its answer as a stream.

    A request is repeated up to `max_retries` times, only before the answer has begun; `silence` is the
    longest wait for the next byte, in seconds. An empty key is fine for a server that wants none.
    The text counts only if the model said that it was finished; all else is a `DraftFailed` with a
    fault of `hitl.writer.faults`. Wrap it in `bounded`, which can also stop it.
    """
    key, address = api_key.strip(), (base_url or "").strip() or None

    def write(assignment: Assignment) -> Writing:
        _check(key, address)
        from hitl.writer import client

        answer = _Answer(assignment.model)
        yield from _hear(client.Server(key, address, max_retries, silence), assignment, answer)
        return answer.written(assignment.draft)

    return write


def listed_models(api_key: str, base_url: str | None, seconds: float = 5.0) -> list[str] | None:
    """The models that the server lists, `None` where it answers but does not list any; costs no tokens.

    It is asked once. Raises DraftFailed where it cannot be reached or does not take the key.
    """
    key, address = api_key.strip(), (base_url or "").strip() or None
    _check(key, address)
    from hitl.writer import client

    try:
        return client.models(client.Server(key, address, 0, seconds))
    except client.ERRORS as error:
        if getattr(error, "status_code", 0) in UNLISTED:
            return None
        fault = client.fault_of(error, started=False)
    raise failed("timeout" if fault == "deadline" else fault)


@dataclass
class _Answer:
    """What has come of an answer so far."""

    model: str
    sent: list[str] = field(default_factory=list)
    size: int = 0
    tokens: int = 0
    finish: str | None = None
    started: bool = False

    def take(self, chunk: "AIMessageChunk") -> str:
        """Note what a chunk says, and give its text."""
        self.started = True
        counted = chunk.usage_metadata["total_tokens"] if chunk.usage_metadata else self.tokens
        self.tokens = min(max(counted, 0), MOST_TOKENS)
        self.finish = chunk.response_metadata.get("finish_reason") or self.finish
        self.model = plain(chunk.response_metadata.get("model_name") or self.model)
        text = str(chunk.text)
        self.sent.append(text)
        self.size += len(text)
        if self.size > MAX_TEXT:
            raise failed("too_long", self.tokens, characters=MAX_TEXT)
        return plain(text)

    def written(self, current: str) -> Written:
        """The text, if it is a whole one."""
        answer = plain("".join(self.sent))
        text, notes = tidy(answer, current)
        if fault := self._fault(text):
            raise failed(fault, self.tokens)
        return Written(text, self.model, self.tokens, notes, None if answer == text else answer)

    def _fault(self, text: str) -> str:
        if self.finish in ("length", "content_filter", "refusal"):
            return self.finish
        if self.finish is None:
            return "no_end"
        if self.finish != "stop":
            return "garbage"
        return "" if any(character.isalnum() for character in text) else "empty"


def _hear(server: "client.Server", assignment: Assignment, answer: _Answer) -> Iterator[str]:
    """Yield the answer's text and note the rest."""
    from hitl.writer import client

    try:
        with closing(client.chunks(server, assignment)) as chunks:
            for chunk in chunks:
                if piece := answer.take(chunk):
                    yield piece
            return
    except client.ERRORS as error:
        failure = _explained(error, assignment, answer)
    raise failure  # out here: as the context of another, an error would keep all that came, and it may repeat the key


def _explained(error: Exception, assignment: Assignment, answer: _Answer) -> DraftFailed:
    from hitl.writer import client

    fault = client.fault_of(error, answer.started)
    status, limit = getattr(error, "status_code", None), getattr(error, "limit", None)
    tell("model_error", fault=fault, error=type(error).__name__, http=status, limit=limit)
    values = {"model": assignment.model, "seconds": assignment.seconds, "characters": MAX_TEXT}
    return failed(fault, answer.tokens, **values)


def _check(key: str, address: str | None) -> None:
    """Raise for a key or an address that can't even be sent; the client's own errors would show them."""
    if not (key.isascii() and key.isprintable()):
        raise failed("wrong_key")
    if address is None:
        return
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not (usable and address.isprintable() and " " not in address):
        raise failed("wrong_address")
