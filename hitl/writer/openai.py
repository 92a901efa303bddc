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
LONGEST_NAME = 300
"""Bounds of what a server may say about its own answer: a database keeps it."""

UNLISTED = (403, 404, 405, 501)
"""What servers say that have no list of models, or none for this key."""

GARBAGE = (ValueError, LookupError, TypeError, AttributeError)
"""What the client was seen to raise over answers that are no answers: it does not check their shape."""


def warm_up() -> None:
    """Import the client, which takes seconds, so that the first draft need not wait for it."""
    import_module("hitl.writer.client")


def openai_writer(api_key: str, base_url: str | None, max_retries: int = 2, silence: float = 60.0) -> Writer:
    """A writer that asks the server at `base_url` (`None`: OpenAI itself) and reads its answer as a stream.

    A request is repeated up to `max_retries` times, only before the answer has begun; `silence` is the
    longest wait for the next byte, in seconds. An empty key is fine for a server that wants none.
    The text counts only if the model said that it was finished; all else is a `DraftFailed` with a
    fault of `hitl.writer.faults`. Wrap it in `bounded`: alone it can overrun the draft's time by one silence.
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
    except client.ClientError as error:
        if getattr(error, "status_code", 0) in UNLISTED:
            return None
        fault = client.fault_of(error, started=False)
        raise failed("timeout" if fault == "deadline" else fault) from None
    except client.BadAddress:
        raise failed("wrong_address") from None
    except (OSError, ImportError) as error:
        raise failed("unreachable") from error
    except GARBAGE as error:
        raise failed("garbage") from error


@dataclass
class _Answer:
    """What has come of an answer so far."""

    model: str
    sent: list[str] = field(default_factory=list)
    size: int = 0
    tokens: int = 0
    finish: str | None = None
    refused: bool = False
    started: bool = False

    def take(self, chunk: "AIMessageChunk") -> str:
        """Note what a chunk says, and give its text."""
        self.started = True
        counted = chunk.usage_metadata["total_tokens"] if chunk.usage_metadata else self.tokens
        self.tokens = min(max(counted, 0), MOST_TOKENS)
        self.finish = chunk.response_metadata.get("finish_reason") or self.finish
        self.model = plain(chunk.response_metadata.get("model_name") or self.model)[:LONGEST_NAME]
        self.refused = self.refused or "refusal" in chunk.additional_kwargs
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
        if self.refused or self.finish == "refusal":
            return "refusal"
        if self.finish in ("length", "content_filter"):
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
    except client.ClientError as error:
        # The error may repeat the key, so it is neither chained nor logged.
        raise _explained(error, assignment, answer) from None
    except client.BadAddress:
        raise failed("wrong_address") from None
    except (OSError, ImportError) as error:  # a certificate file or a proxy's package that is not there
        raise failed("unreachable") from error
    except UnicodeEncodeError as error:
        raise failed("bad_request") from error
    except GARBAGE as error:
        raise failed("garbage", answer.tokens) from error


def _explained(error: "client.ClientError", assignment: Assignment, answer: _Answer) -> DraftFailed:
    from hitl.writer import client

    fault = client.fault_of(error, answer.started)
    tell("model_error", fault=fault, error=type(error).__name__, http=getattr(error, "status_code", None))
    return failed(fault, answer.tokens, model=assignment.model, seconds=assignment.seconds)


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
