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
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from hitl.writer.limits import MAX_LIST, Late, Limits, TooMuch
from hitl.writer.pieces import pieces
from hitl.writer.prompt import messages
from hitl.writer.reading import together
from hitl.writing import Assignment

NO_KEY = "no-key-needed"
"""Local servers take any key, the client takes none that is empty."""

GARBAGE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the client was seen to raise over answers that are no answers: it does not check their shape, or depth."""

ERRORS = (openai.OpenAIError, InvalidURL, OSError, ImportError, *GARBAGE)
"""All that asking can raise; `fault_of` tells what it means."""

for _name in ("httpx2", "httpx"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # at INFO they log the address, with a password in it if any

CONTEXT_WORDS = ("context_length", "context length", "context window", "context size", "prompt is too long")
QUOTA_WORDS = ("insufficient_quota", "billing_hard_limit")
FILTER_WORDS = ("content_filter", "content_policy")
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
    405: "wrong_address",
    408: "timeout",
    413: "context_too_long",
    429: "rate_limit",
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


class _Untold(openai.OpenAIError):
    """Carries an error past the tracing, which would send its words: a server may repeat the key in them."""

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        self._errors = [error]

    def taken(self) -> Exception:
        """The error, once: two that hold each other keep all that came of the answer until the next collection."""
        return self._errors.pop()


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
            raise _Untold(error) from None


class _Completions:
    """The endpoint that `ChatOpenAI` asks, but of its events only what a draft needs, as plain data.

    The client's own makes a typed object of each, which `ChatOpenAI` at once takes apart again: with that a chunk
    costs twice as much.
    """

    def __init__(self, client: openai.OpenAI) -> None:
        self._client = client

    @contextmanager
    def create(self, **payload: Any) -> Iterator[Iterator[dict[str, Any]]]:  # noqa: ANN401 - whatever `ChatOpenAI` asks
        """Ask for an answer as a stream."""
        with self._client.post(
            "/chat/completions", body=payload, cast_to=object, stream=True, stream_cls=openai.Stream[object]
        ) as events:
            yield pieces(events)


def chunks(server: Server, assignment: Assignment) -> Generator[AIMessageChunk, None, None]:
    """The model's answer as it comes; closing the generator breaks the connection.

    A server that can't count tokens in a stream is asked again without the count.
    """
    limits = Limits(assignment.seconds)
    try:
        yield from _request(server, assignment, limits, usage=True)
    except openai.APIStatusError as error:
        if "stream_options" not in error.message:
            raise
    else:
        return
    yield from _request(server, assignment, limits, usage=False)


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that are trusted, read once: that takes longer than all else that a draft asks of us."""
    return create_ssl_context()


def _http(limits: Limits, silence: float) -> openai.DefaultHttpxClient:
    """A client that keeps to the limits.

    A redirect is not followed: it would send the text to an address that nobody has set, and a circle of
    redirects costs 21 requests for each try.
    """
    hooks: dict[str, Any] = {"request": [limits.before], "response": [limits.during, together]}
    return openai.DefaultHttpxClient(timeout=silence, follow_redirects=False, event_hooks=hooks, verify=_trust())


def _request(
    server: Server, assignment: Assignment, limits: Limits, usage: bool
) -> Generator[AIMessageChunk, None, None]:
    """Ask once, plus retries."""
    silence = min(assignment.seconds, server.silence)
    with _http(limits, silence) as http:
        chat = _Chat(
            name="ChatOpenAI",
            model=assignment.model,
            api_key=SecretStr(server.api_key or NO_KEY),
            base_url=server.base_url,
            timeout=silence,
            max_retries=server.max_retries,
            stream_usage=usage,
            use_responses_api=False,  # the one API that all compatible servers speak
            http_client=http,
        )
        chat.client = _Completions(chat.root_client)
        answer: Any = chat.stream(messages(assignment))  # typed as an iterator, but a generator: it can be closed
        try:
            with closing(answer):
                yield from answer
        except _Untold as untold:
            raise untold.taken() from None


def models(server: Server) -> list[str]:
    """The names of the models that the server lists, asked for once, within the silence that it may keep."""
    with _http(Limits(server.silence, event=MAX_LIST, answer=MAX_LIST), server.silence) as http:
        asked = openai.OpenAI(
            api_key=server.api_key or NO_KEY,
            base_url=server.base_url,
            timeout=server.silence,
            max_retries=server.max_retries,
            http_client=http,
        )
        listed: Any = asked.get("/models", cast_to=object)  # typed objects take 1 KB for `{}`
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
    return _by_words(error, status) or BY_STATUS.get(status) or _by_hundred(status)


def _by_words(error: openai.APIError, status: int) -> str:
    """The fault that the server itself names, where the status alone does not tell."""
    said = f"{error.code} {error.type} {error.message}".lower()
    if any(word in said for word in QUOTA_WORDS):
        return "quota"
    if any(word in said for word in FILTER_WORDS):
        return "content_filter"
    if any(word in said for word in CONTEXT_WORDS):
        return "context_too_long"
    if status == 404:
        return "unknown_model" if "model" in said or "deployment" in said else "wrong_address"
    return ""


def _by_hundred(status: int) -> str:
    if status >= 500:
        return "server_error"
    return "wrong_address" if status < 400 else "bad_request"
