"""What a model's server can answer: texts, and everything that goes wrong with them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

MODEL = "scripted-1"
FOREVER = 3_600.0


class Cut:
    """A step of a script: the connection breaks here."""


Step = bytes | float | type[Cut]
"""Bytes to send, seconds to wait, or `Cut`."""


@dataclass(frozen=True)
class Reply:
    """What one request gets: seconds of silence, a status line with headers, then the steps of the body.

    With status 0 the steps are all of it, byte by byte.
    """

    steps: Callable[[], Iterator[Step]]
    status: int = 200
    kind: str = "text/event-stream"
    headers: tuple[tuple[str, str], ...] = ()
    silence: float = 0.0


def chunk(delta: dict[str, Any] | None, finish: str | None = None, usage: int = 0, model: str = MODEL) -> bytes:
    """One server-sent event of a streamed completion; without a delta it is the one that carries the usage."""
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    payload: dict[str, Any] = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": model}
    payload |= {"choices": choices}
    if usage:
        payload["usage"] = {"prompt_tokens": usage // 2, "completion_tokens": usage - usage // 2, "total_tokens": usage}
    return b"data: " + json.dumps(payload).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


def says(
    *pieces: str,
    finish: str | None = "stop",
    tokens: int = 42,
    delay: float = 0.0,
    model: str = MODEL,
    done: bool = True,
) -> Reply:
    """A streamed text, `delay` seconds before each piece, then the finish reason, the usage and `[DONE]`."""

    def steps() -> Iterator[Step]:
        yield chunk({"role": "assistant", "content": ""}, model=model)
        for piece in pieces:
            yield delay
            yield chunk({"content": piece}, model=model)
        if finish:
            yield chunk({}, finish, model=model)
        if tokens:
            yield chunk(None, usage=tokens, model=model)
        if done:
            yield DONE

    return Reply(steps)


def raw(*steps: Step, status: int = 200, kind: str = "text/event-stream", silence: float = 0.0) -> Reply:
    """Exactly these steps."""
    return Reply(lambda: iter(steps), status=status, kind=kind, silence=silence)


def models(*names: str) -> Reply:
    """The list of models that a server offers."""
    listed = [{"id": name, "object": "model", "owned_by": "tests"} for name in names]
    return raw(json.dumps({"object": "list", "data": listed}).encode(), kind="application/json")


def refused(status: int, code: str, message: str, *headers: tuple[str, str]) -> Reply:
    """An error in OpenAI's form."""
    body = json.dumps({"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}})
    return Reply(lambda: iter([body.encode()]), status=status, kind="application/json", headers=headers)


SOON = ("Retry-After", "0.05")
"""Asks to be asked again at once."""


wrong_key = partial(refused, 401, "invalid_api_key", "Incorrect API key provided: sk-secret-key-1234567890.")
"""Like some gateways it repeats the key that it was sent."""

forbidden = partial(refused, 403, "unsupported_country_region_territory", "Country, region, or territory not supported")
unknown_model = partial(refused, 404, "model_not_found", "The model `nope` does not exist or you do not have access.")
"""As OpenAI and Ollama say it."""

unknown_path = partial(raw, b'{"detail":"Not Found"}', status=404, kind="application/json")
"""As a server says it whose address lacks the /v1."""

context_too_long = partial(
    refused, 400, "context_length_exceeded", "This model's maximum context length is 8192 tokens."
)
bad_request = partial(refused, 400, "invalid_value", "Invalid value: 'user'.")
no_stream_options = partial(refused, 400, "unknown_parameter", "Unrecognized request argument supplied: stream_options")
filtered_prompt = partial(
    refused, 400, "content_filter", "The response was filtered due to the prompt triggering a policy."
)
"""Azure: the prompt was taken for harmful."""

quota = partial(refused, 429, "insufficient_quota", "You exceeded your current quota, please check your plan.", SOON)


def rate_limit(*, retry_after: float | None = None) -> Reply:
    """HTTP 429, with seconds to wait or without."""
    headers = () if retry_after is None else (("Retry-After", f"{retry_after:g}"),)
    return refused(429, "rate_limit_exceeded", "Rate limit reached for requests", *headers)


def server_error(status: int = 500) -> Reply:
    """HTTP 500, 503 and the like."""
    return refused(status, "server_error", "The server had an error while processing your request.", SOON)


HALF = chunk({"content": "Half a "})

stream_error = partial(
    raw, HALF, b'data: {"error": {"message": "The server had an error.", "type": "server_error", "code": null}}\n\n'
)
"""An error event in the middle of a stream, after status 200."""

hangs = partial(raw, silence=FOREVER)
"""No byte ever comes."""

stalls = partial(raw, HALF, FOREVER)
cut = partial(raw, HALF, chunk({"content": "sen"}), 0.05, Cut)
cut_early = partial(raw, 0.05, Cut)
"""The connection breaks after the status line, before the first piece."""

hangs_up = partial(raw, Cut, status=0)
"""The connection breaks before the status line."""

no_end = partial(says, "Half a ", "sentence", finish=None, tokens=0, done=False)
"""The body ends cleanly, but neither a finish reason nor `[DONE]` was sent."""

refusal = partial(
    raw,
    chunk({"role": "assistant", "content": None, "refusal": ""}),
    chunk({"refusal": "I can't help "}),
    chunk({"refusal": "with that."}),
    chunk({}, "stop"),
    chunk(None, usage=21),
    DONE,
)
"""The model declines, in the field that OpenAI keeps for that."""

not_json = partial(raw, b"OK", kind="text/plain")
"""Status 200 and a body that is no stream, as are the next two."""

whole_json = partial(
    raw, b'{"choices": [{"message": {"role": "assistant", "content": "Hello."}}]}', kind="application/json"
)
web_page = partial(raw, b"<!doctype html><title>Welcome</title><h1>Welcome</h1>", kind="text/html")
broken_event = partial(raw, HALF, b'data: {"choices": [{"delta"\n\n')
"""A stream whose second event is no JSON."""

not_utf8 = partial(raw, b'data: {"choices": "\xff\xfe"}\n\n')


def trickles(delay: float = 0.2) -> Reply:
    """A word at a time, for longer than anybody waits."""

    def steps() -> Iterator[Step]:
        while True:
            yield delay
            yield chunk({"content": "word "})

    return Reply(steps)


def keeps_alive(delay: float = 0.1) -> Reply:
    """Comments without end and never a text."""

    def steps() -> Iterator[Step]:
        while True:
            yield b": keep-alive\n\n"
            yield delay

    return Reply(steps)


def odd_event(payload: object) -> Reply:
    """A stream with one event of an unexpected shape."""
    return raw(b"data: " + json.dumps(payload).encode() + b"\n\n", DONE)


def redirect(to: str = "/elsewhere") -> Reply:
    """HTTP 307."""
    return Reply(lambda: iter([b""]), status=307, headers=(("Location", to),))


def runaway(characters: int = 250_000) -> Reply:
    """A text that doesn't know when to stop."""
    return says(*["word " * 200] * (characters // 1_000))


_NAMES = """
    wrong_key forbidden unknown_model unknown_path context_too_long bad_request no_stream_options filtered_prompt
    rate_limit quota server_error stream_error hangs stalls trickles keeps_alive cut cut_early hangs_up no_end refusal
    not_json whole_json broken_event not_utf8 web_page redirect runaway
"""
FAULTS: dict[str, Callable[[], Reply]] = {
    name.replace("_", "-"): globals()[name] for name in _NAMES.split()
} | {
    "length": lambda: says("Half a ", "sentence", finish="length"),
    "content-filter": lambda: says("Half a ", "sentence", finish="content_filter"),
    "empty": lambda: says(""),
    "blank": lambda: says(" \n", "\t"),
}  # fmt: skip
"""Every fault by the name that `--fault` takes."""

OPENINGS = (
    "We have news that we have wanted to share for a while.",
    "Some changes are small on paper and large in practice.",
    "A year ago this was an idea on a whiteboard.",
)


def draft(number: int, delay: float = 0.0) -> Reply:
    """The draft that request `number` gets when nothing is enqueued."""
    text = (
        f"Draft {number}\n\n{OPENINGS[number % len(OPENINGS)]} "
        "It took patience, a good many questions and the help of people who know the work better than we do.\n\n"
        f"What comes next is up to our readers. This is version {number} of the text."
    )
    return says(*(word + " " for word in text.split(" ")), delay=delay)
