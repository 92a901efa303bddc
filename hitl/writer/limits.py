"""How much a model's server may send, and for how long.

It may be hostile, or broken, or no such server at all: `python -m tests.hostile` has a server for each limit.
"""

import time
from collections.abc import Iterable, Iterator
from typing import Any

import openai
from httpcore2 import ReadTimeout
from httpx2 import Request, Response

from hitl.domain import MAX_TEXT

MAX_ANSWER = 1_000 * MAX_TEXT
"""Bytes of an answer: the longest text, a character an event, in 1 KB of JSON each (servers send 200 to 600 bytes).

Words have four characters or more, so there is room for three times as much thinking.
"""

MAX_EVENTS = 4 * MAX_TEXT
"""Events of an answer: a character each, and three times as many of thinking."""

MAX_EVENT = 6 * MAX_TEXT + 4_096
"""Bytes of one event: the longest text at once, each character escaped, and what is around it.

In memory JSON takes up to 45 times as much.
"""

MAX_LIST = 2_000_000
"""Bytes of a list of models: those that resell all others have some hundreds, in 1 to 2 KB each."""

MAX_ERROR = 64 * 1_024
"""Bytes that are read of an error; the status and the first words say what it is."""

_PACKET = 64 * 1_024


class Late(openai.OpenAIError):
    """The draft's time is over."""


class TooMuch(openai.OpenAIError):
    """The server sent more than any draft needs: `limit` names of what, `fault` what to call it."""

    def __init__(self, limit: str, fault: str = "garbage") -> None:
        super().__init__(limit)
        self.limit, self.fault = limit, fault


class Limits:
    """The time and the bytes of one answer, over all tries: two hooks of an HTTP client, and its events counted.

    The client's own time-out measures the silence between two reads only, so a letter now and then keeps it waiting.
    """

    def __init__(self, seconds: float, event: int = MAX_EVENT, answer: int = MAX_ANSWER) -> None:
        self._until = time.monotonic() + seconds
        self._most_of_event, self._most_of_answer = event + _PACKET, answer
        self._since_event = 0

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise Late
        return left

    def before(self, request: Request) -> None:
        """No request after the time: nobody would read the answer. 1 KB of gzip may be 1 MB: none is asked for."""
        self._left()
        request.headers["Accept-Encoding"] = "identity"
        request.extensions["trace"] = self._connected

    def _connected(self, step: str, told: dict[str, Any]) -> None:
        """Look at the clock at each read of a connection: headers too may come letter by letter."""
        if not step.endswith((".connect_tcp.complete", ".start_tls.complete")):
            return
        wire = told["return_value"]
        read = wire.read

        def read_in_time(max_bytes: int, timeout: float | None = None) -> bytes:
            left = self._left()
            try:
                return bytes(read(max_bytes, left if timeout is None else min(left, timeout)))
            except ReadTimeout:
                self._left()
                raise

        wire.read = read_in_time

    def during(self, response: Response) -> None:
        """Count the bytes of a body once they are unpacked, before anything gathers them."""
        packets = response.iter_bytes
        limited = self._whole if response.is_success else _beginning
        response.encoding = "utf-8"  # a server may name one that takes seconds for 64 KB, such as punycode

        def iter_bytes(chunk_size: int | None = None) -> Iterator[bytes]:
            return limited(packets(chunk_size))

        response.iter_bytes = iter_bytes  # type: ignore[method-assign] # the only door that leaves proxies alone

    def events(self, events: Iterable[Any]) -> Iterator[Any]:
        """The same events of an answer, as long as there are not too many."""
        for number, event in enumerate(events, 1):
            if number > MAX_EVENTS:
                raise TooMuch("events", "too_long")  # a model that thinks in a circle, more likely than not
            self._since_event = 0
            yield event

    def _whole(self, packets: Iterable[bytes]) -> Iterator[bytes]:
        came = self._since_event = 0
        for packet in _small(packets):
            came += len(packet)
            self._since_event += len(packet)
            if came > self._most_of_answer:
                raise TooMuch("answer")
            if self._since_event > self._most_of_event:
                raise TooMuch("event")
            yield packet


def _small(packets: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes; what was packed comes in packets of 1 MB."""
    for packet in packets:
        for start in range(0, len(packet), _PACKET):
            yield packet[start : start + _PACKET]


def _beginning(packets: Iterable[bytes]) -> Iterator[bytes]:
    """As much of an error as is read."""
    room = MAX_ERROR
    for packet in packets:
        yield packet[:room]
        room -= len(packet)
        if room <= 0:
            return
