"""Model servers that are hostile or broken: what each sends, and the fault that its draft ends with."""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat

from tests.model_server import ModelServer
from tests.replies import DONE, Reply, Step, chunk

MB = 1_000_000
BLOCK = b" " * MB

STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
ERROR = b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nConnection: close\r\n"
END = b"\r\n"
"""Of the headers: the body that follows ends with the connection."""

Script = Callable[[], Iterator[Step]]


@dataclass(frozen=True)
class Hostile:
    """A script, byte by byte, for every request; and the fault that comes of it, or two, by the machine's speed."""

    script: Script
    fault: str


def event(**payload: object) -> bytes:
    """One event of any JSON."""
    return b"data: " + json.dumps(payload).encode() + b"\n\n"


def choice(**fields: object) -> bytes:
    """One event with one choice."""
    return event(choices=[{"index": 0, "delta": {}} | fields])


def sends(*steps: Step, then: Iterable[Step] = ()) -> Script:
    """These steps, then those of `then`, which must be good for several turns."""

    def script() -> Iterator[Step]:
        yield from steps
        yield from then

    return script


def streams(*steps: Step) -> Script:
    """An answer that begins well."""
    return sends(STREAM, END, chunk({"role": "assistant", "content": "Half a "}), *steps)


def endless(*steps: Step, before: bytes = STREAM + END) -> Script:
    """The same steps again and again."""

    def script() -> Iterator[Step]:
        yield before
        while True:
            yield from steps

    return script


def large(megabytes: int, before: bytes, opening: bytes = b"", closing: bytes = b"") -> Script:
    """So many megabytes of blanks between an opening and a closing."""

    def script() -> Iterator[Step]:
        yield before
        yield opening
        yield from repeat(BLOCK, megabytes)
        yield closing

    return script


def bomb(megabytes: int, headers: bytes, opening: bytes = b"", closing: bytes = b"", layers: int = 1) -> Script:
    """The same, packed: 1 MB to 1 KB in one layer."""

    def script() -> Iterator[Step]:
        yield headers + b"Content-Encoding: " + b", ".join([b"gzip"] * layers) + b"\r\n\r\n"
        packed: Iterable[bytes] = (opening, *repeat(BLOCK, megabytes), closing)
        for _ in range(layers):
            packed = _gzip(packed)
        yield from packed

    return script


def _gzip(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(wbits=31)
    for part in parts:
        yield packer.compress(part)
    yield packer.flush()


OPENING = b'data: {"choices": [{"index": 0, "delta": {"content": "'
CLOSING = b'"}}]}\n\n'
LONG = "x" * 100_000
NESTED = b"[" * 900 + b"]" * 900
"""As deep as Python's own reader of JSON takes it."""

SERVERS: dict[str, Hostile] = {
    # more than there is room for
    "gzip, one delta of 100 MB": Hostile(bomb(100, STREAM, OPENING, CLOSING), "garbage"),
    "gzip in gzip, 50 MB": Hostile(bomb(50, STREAM, OPENING, CLOSING, layers=2), "garbage"),
    "gzip, an error body of 100 MB": Hostile(bomb(100, ERROR), "wrong_key"),
    "a line of 300 MB without an end": Hostile(large(300, STREAM + END, OPENING), "garbage"),
    "an event of 300 MB in short lines": Hostile(endless(b"data: 1\n" * 10_000), "garbage"),
    "an error body of 50 MB": Hostile(large(50, ERROR + END, b'{"error": "', b'"}'), "wrong_key"),
    "an error body without an end": Hostile(endless(BLOCK, before=ERROR + END), "wrong_key"),
    "a header of 50 MB": Hostile(large(50, STREAM + b"X: "), "unreachable"),
    "headers without an end": Hostile(endless(b"X: y\r\n" * 1_000, before=STREAM), "unreachable"),
    "a chunk's size without an end": Hostile(
        large(50, STREAM + b"Transfer-Encoding: chunked\r\n\r\n1;"), "unreachable"
    ),
    # very many of something small
    "10,000 empty deltas a second": Hostile(endless(chunk({"content": ""}) * 100, 0.01), "too_long or deadline"),
    "empty objects as fast as can be": Hostile(endless(b"data: {}\n\n" * 5_000), "too_long or deadline"),
    "a text of single characters": Hostile(endless(chunk({"content": "x"}) * 300), "too_long or deadline"),
    "thinking without an end": Hostile(endless(choice(delta={"reasoning": "Hm."}) * 200), "too_long or deadline"),
    "comments without an end": Hostile(endless(b":\n\n" * 20_000), "garbage or deadline"),
    "blank lines without an end": Hostile(endless(b"\n" * 60_000), "garbage or deadline"),
    "tool calls without an end": Hostile(
        endless(choice(delta={"tool_calls": [{"index": 0, "function": {"arguments": LONG}}]})), "garbage or deadline"
    ),
    "function calls without an end": Hostile(
        endless(choice(delta={"function_call": {"name": "x", "arguments": LONG}})), "garbage or deadline"
    ),
    "a finish in every event": Hostile(endless(choice(finish_reason="stop") * 300), "too_long or deadline"),
    "probabilities without an end": Hostile(
        endless(choice(delta={"content": ""}, logprobs={"content": [{"token": LONG}]})), "garbage or deadline"
    ),
    "a chunk for each byte": Hostile(
        endless(b"1\r\n:\r\n1\r\n\n\r\n" * 5_000, before=STREAM + b"Transfer-Encoding: chunked\r\n\r\n"), "deadline"
    ),
    "interim answers without an end": Hostile(
        endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 500, before=b""), "deadline"
    ),
    # of an absurd shape
    "an event nested 200,000 deep": Hostile(streams(b"data: " + b"[" * 200_000 + b"\n\n"), "garbage"),
    "events nested 900 deep": Hostile(
        endless(b'data: {"choices": [], "x": [' + b",".join([NESTED] * 195) + b"]}\n\n"), "garbage or deadline"
    ),
    "115,000 empty objects in an event": Hostile(
        endless(b'data: {"choices": [], "x": [' + b",".join([b"{}"] * 115_000) + b"]}\n\n"), "garbage or deadline"
    ),
    "10,000 choices in an event": Hostile(
        endless(event(choices=[{"index": 0, "delta": {"content": ""}}] * 10_000)), "garbage or deadline"
    ),
    "an error nested 60,000 deep": Hostile(sends(ERROR, END, b"[" * 60_000), "wrong_key"),
    "a finish that is an object": Hostile(streams(choice(finish_reason={"x": LONG}) * 10, DONE), "garbage"),
    "a model with a name of 100 KB": Hostile(endless(event(model=LONG, choices=[])), "garbage or deadline"),
    "counts beyond all numbers": Hostile(
        streams(
            b'data: {"choices": [], "usage": {"total_tokens": 1' + b"0" * 4_000 + b"}}\n\n",
            b'data: {"choices": [], "usage": {"total_tokens": NaN, "prompt_tokens": 1e999}}\n\n',
            chunk({}, "length"),
            DONE,
        ),
        "length",
    ),
    "half a letter in UTF-8": Hostile(streams(OPENING + b"\xe2\x82" + CLOSING, DONE), "garbage"),
    "an error in a slow alphabet": Hostile(
        sends(ERROR.replace(b"json", b"json; charset=punycode"), END, b"a" * 65_000 + b"-" + b"9" * 500_000),
        "wrong_key",
    ),
    # slow, cut off, or sent elsewhere
    "a header, letter by letter": Hostile(endless(b"x", 0.1, before=STREAM + b"X: "), "deadline"),
    "an error, letter by letter": Hostile(endless(b"x", 0.1, before=ERROR + END), "deadline"),
    "a text, letter by letter": Hostile(endless(b"x", 0.1, before=STREAM + END + OPENING), "deadline"),
    "less than it announced": Hostile(sends(STREAM, b"Content-Length: 1000\r\n\r\n", chunk({"content": "x"})), "cut"),
    "more than it announced": Hostile(
        sends(STREAM, b"Content-Length: 20\r\n\r\n", then=repeat(BLOCK, 50)), "garbage"
    ),
    "a length that is none": Hostile(sends(STREAM, b"Content-Length: -5\r\n\r\n", DONE), "unreachable"),
    "a chunk of 10 EB": Hostile(
        sends(STREAM, b"Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n", then=repeat(BLOCK, 300)), "garbage"
    ),
    "a busy server that asks to be asked again": Hostile(
        large(50, b"HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nX-Should-Retry: true\r\n\r\n"), "server_error"
    ),
    "an error in the stream, of 100 KB": Hostile(streams(event(error={"message": LONG, "code": LONG})), "server_error"),
}  # fmt: skip
"""Every hostile server by its name, for a draft."""

LISTS: dict[str, Hostile] = {
    "gzip, 200 MB": Hostile(bomb(200, JSON, b'{"data": [', b"]}"), "garbage"),
    "300 MB": Hostile(large(300, JSON + END, b'{"data": ['), "garbage"),
    "very many empty objects": Hostile(
        sends(JSON, END, b'{"data": [', then=[b",".join([b"{}"] * 600_000) + b"]}"]), "garbage"
    ),
    "nested 900 deep, again and again": Hostile(
        sends(JSON, END, b'{"data": [], "x": [' + b",".join([NESTED] * 1_100) + b"]}"), "listed"
    ),
    "nested 200,000 deep": Hostile(sends(JSON, END, b"[" * 200_000), "garbage"),
    "letter by letter": Hostile(endless(b" ", 0.1, before=JSON + END), "timeout"),
    "an error body without an end": Hostile(endless(BLOCK, before=ERROR + END), "wrong_key"),
}
"""Every hostile server by its name, for the list of models."""


def elsewhere(url: str) -> Hostile:
    """A server that sends its clients to another one."""
    moved = f"HTTP/1.1 307 Moved\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n"
    return Hostile(sends(moved.encode()), "wrong_address")


def hostile_server(script: Script) -> ModelServer:
    """A server that plays one script for every request."""
    reply = Reply(script, status=0)
    server = ModelServer(default=lambda _: reply)
    server.models = reply
    return server
