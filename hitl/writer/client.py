"""The client of OpenAI-compatible servers, and what its failures mean.

Importing this module takes seconds, so import it inside a call (or in a thread, early).
"""

import logging
import ssl
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import openai
from httpx2 import InvalidURL, create_ssl_context
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from hitl.domain import MAX_TEXT
from hitl.errors import DraftFailed
from hitl.events import tell
from hitl.writer.answer import Answer
from hitl.writer.faults import failed
from hitl.writer.limits import MAX_LIST, Late, Limits, TooMuch
from hitl.writing import Assignment

NO_KEY = "no-key-needed"
"""Local servers take any key, the client takes none that is empty."""

GARBAGE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the client was seen to raise over answers that are no answers: it does not check their shape, or depth."""

ERRORS = (openai.OpenAIError, InvalidURL, OSError, ImportError, *GARBAGE)
"""All that asking can raise; `fault_of` tells what it means."""

for _name in ("httpx2", "httpx"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # at INFO they log the address, with a password in it if any

BY_WORDS = {
    "insufficient_quota": "quota",
    "billing_hard_limit": "quota",
    "content_filter": "content_filter",
    "content_policy": "content_filter",
    "context_length": "context_too_long",
    "context length": "context_too_long",
    "context window": "context_too_long",
    "context size": "context_too_long",
    "prompt is too long": "context_too_long",
}
"""Of the faults that a server names itself, where its status does not tell them from others."""

BY_KIND = (
    (Late, "deadline"),
    (openai.APITimeoutError, "timeout"),
    (InvalidURL, "wrong_address"),
    ((OSError, ImportError), "unreachable"),  # a certificate file or a proxy's package that is not there
    (UnicodeEncodeError, "bad_request"),
    (GARBAGE, "garbage"),
)
BY_STATUS = {
    401: "wrong_key",
    402: "quota",
    403: "forbidden",
    404: "wrong_address",
    405: "wrong_address",
    408: "timeout",
    413: "context_too_long",
    429: "rate_limit",
    3: "wrong_address",  # the hundreds of all others
    5: "server_error",
}


@dataclass(frozen=True)
class Server:
    """Where to ask, how often to ask again, and the seconds without a byte after which a request is given up.

    The key stays out of the repr, and so does the address, which may hold a password.
    """

    api_key: str = field(repr=False)
    base_url: str | None = field(repr=False)
    max_retries: int
    silence: float


class _Completions:
    """The endpoint that `ChatOpenAI` asks, in place of the client that it would make for itself.

    That one makes a typed object of each event, which `ChatOpenAI` at once takes apart again, so that a chunk costs
    twice as much, and it sends texts wherever OPENAI_API_BASE says: a record names the server that the desk was given.
    """

    def __init__(self, server: Server, work: Assignment, answer: Answer) -> None:
        self._server, self._work, self._answer = server, work, answer
        self._limits = Limits(work.seconds)

    @contextmanager
    def create(self, **payload: Any) -> Iterator[Iterator[dict[str, Any]]]:  # noqa: ANN401 - whatever `ChatOpenAI` asks
        """Ask for an answer as a stream; a server that can't count tokens in one is asked again without the count."""
        with _client(self._server, self._limits, min(self._work.seconds, self._server.silence)) as asking:
            try:
                events = _posted(asking, payload)
            except openai.APIStatusError as error:
                if "stream_options" not in error.message:
                    raise
                events = _posted(asking, {name: value for name, value in payload.items() if name != "stream_options"})
            with events:
                yield self._answer.chunks(self._limits.events(events))

    def explained(self, error: Exception) -> DraftFailed:
        """What one of `ERRORS` means; its own words may repeat the key, and stay here."""
        fault = fault_of(error, self._answer.started)
        status, limit = getattr(error, "status_code", None), getattr(error, "limit", None)
        tell("model_error", fault=fault, error=type(error).__name__, http=status, limit=limit)
        values = {"model": self._work.model, "seconds": self._work.seconds, "characters": MAX_TEXT}
        return failed(fault, self._answer.tokens, **values)


class _Chat(ChatOpenAI):
    """No trace shows a secret: an address may hold a password, and an error's words anything."""

    @property
    def lc_secrets(self) -> dict[str, str]:
        """What a trace has the names of, and no more."""
        return super().lc_secrets | {"openai_api_base": "OPENAI_BASE_URL", "openai_proxy": "OPENAI_PROXY"}

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:  # noqa: ANN401 - only passed on
        try:
            yield from super()._stream(*args, **kwargs)
        except ERRORS as error:
            failure = self.client.explained(error)
        else:
            return
        raise failure  # out here: a trace shows the errors that led to one


def _posted(asking: openai.OpenAI, payload: dict[str, Any]) -> openai.Stream[object]:
    return asking.post("/chat/completions", body=payload, cast_to=object, stream=True, stream_cls=openai.Stream[object])


def pieces(server: Server, work: Assignment, answer: Answer) -> Generator[str, None, None]:
    """The model's words as they come, noted in `answer`; closing it breaks the connection. Raises DraftFailed."""
    asked = _Completions(server, work, answer)
    chat = _Chat(
        name="ChatOpenAI",
        model=work.model,
        api_key=SecretStr(NO_KEY),  # or it would read the environment
        client=asked,
        async_client=asked,
        stream_usage=True,
        use_responses_api=False,  # the one API that all compatible servers speak
    )
    chunks: Any = chat.stream(list(work.prompt))  # typed as an iterator, but a generator: it can be closed
    with closing(chunks):
        for chunk in chunks:
            yield str(chunk.text)


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that are trusted, read once: that takes longer than all else that a draft asks of us."""
    return create_ssl_context()


@contextmanager
def _client(server: Server, limits: Limits, silence: float) -> Iterator[openai.OpenAI]:
    """A client of the server that keeps to the limits.

    A redirect is not followed: it would send the text to an address that nobody has set, and a circle of
    redirects costs 21 requests for each try.
    """
    hooks: dict[str, Any] = {"request": [limits.before], "response": [limits.during]}
    with openai.DefaultHttpxClient(timeout=silence, follow_redirects=False, event_hooks=hooks, verify=_trust()) as http:
        yield openai.OpenAI(
            api_key=server.api_key or NO_KEY,
            base_url=server.base_url,
            timeout=silence,
            max_retries=server.max_retries,
            http_client=http,
        )


def models(server: Server) -> list[str]:
    """The names of the models that the server lists, asked for once, within the silence that it may keep."""
    with _client(server, Limits(server.silence, event=MAX_LIST, answer=MAX_LIST), server.silence) as asking:
        listed: Any = asking.get("/models", cast_to=object)  # typed objects take 1 KB for `{}`
        return [str(model["id"]) for model in listed["data"]]


def fault_of(error: Exception, started: bool) -> str:
    """The name of the fault behind one of `ERRORS`; `started` says that a part of the answer had come."""
    if isinstance(error, TooMuch):
        return error.fault
    for kinds, fault in BY_KIND:
        if isinstance(error, kinds):
            return fault
    if isinstance(error, openai.APIConnectionError):
        return "cut" if started else "unreachable"
    if not isinstance(error, openai.APIError):
        return "bad_request"
    status = error.status_code if isinstance(error, openai.APIStatusError) else 500
    said = f"{error.code} {error.type} {error.message}".lower()
    if named := next((fault for words, fault in BY_WORDS.items() if words in said), ""):
        return named
    if status == 404 and ("model" in said or "deployment" in said):
        return "unknown_model"
    return BY_STATUS.get(status) or BY_STATUS.get(status // 100) or "bad_request"
