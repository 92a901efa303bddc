"""How often the answers of models are read where there are many."""

import ssl
import time
from itertools import count

from httpx2 import Response

from hitl.pace import Pace

READS_A_SECOND = 250
"""Of all answers together: a read wakes a thread, which costs the processor more than the words that it brings."""

LONGEST_PAUSE_SECONDS = 0.25
READ_AT_ONCE = 3
"""Reads in which an answer's head and its first words come."""

_pace = Pace(READS_A_SECOND)


def together(response: Response, pace: Pace = _pace) -> None:
    """Let words come together: wait for a turn before a read that would have to wait for words anyway.

    What has arrived is read at once, so that no answer falls behind. A hook for responses of httpx.
    """
    wire = response.extensions.get("network_stream")
    if wire is None or response.status_code != 200:
        return  # after a fault the next answer may come on the same wire
    if isinstance(wire.get_extra_info("ssl_object"), ssl.SSLObject):
        return  # a tunnel within a tunnel, which does not say what has arrived
    read, reads = wire.read, count(1)

    def read_in_turn(max_bytes: int, timeout: float | None = None) -> bytes:
        if next(reads) > READ_AT_ONCE and not wire.get_extra_info("is_readable"):
            time.sleep(min(pace.pause(), LONGEST_PAUSE_SECONDS))
        return bytes(read(max_bytes, timeout))

    wire.read = read_in_turn
