"""A scripted OpenAI-compatible server: the other end of the real client, in tests and by hand.

`with ModelServer() as server:` listens on 127.0.0.1, `server.enqueue(replies.cut())` says what the next request
gets, `server.requests` is what has arrived. With nothing enqueued every request gets a plausible draft.
By hand: `python -m tests.model_server --port 8099`, then `OPENAI_BASE_URL=http://127.0.0.1:8099/v1`.
"""

import argparse
import json
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests import replies
from tests.replies import FAULTS, MODEL, Cut, Reply, draft
from tests.serving import Exchange, Serving


@dataclass(frozen=True)
class Request:
    """A request that arrived: its bytes, its headers with names in lower case, its path."""

    sent: bytes
    headers: dict[str, str] = field(repr=False)
    path: str = ""

    @property
    def body(self) -> dict[str, Any]:
        """What was sent, parsed."""
        return json.loads(self.sent or b"{}")  # type: ignore[no-any-return] # an object, as all that ask send

    @property
    def text(self) -> str:
        """The contents of all messages, one after the other."""
        return "\n".join(message["content"] for message in self.body.get("messages", ()))


class _Exchange(Exchange):
    def answer(self, body: bytes) -> None:
        """Record a request and play the next script; answer whoever only looks."""
        if self.command == "POST":
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._play(self.desk.arrived(Request(body, headers, self.path)))
        else:
            self._play(self.desk.looked_up(self.path))

    def _play(self, reply: Reply) -> None:
        self.close_connection = True
        if self.desk.closing.wait(reply.silence):
            return
        try:
            self._send(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.desk.left_early.release()

    def _send(self, reply: Reply) -> None:
        if reply.status:
            self.send_response(reply.status)
            for name, value in (("Content-Type", reply.kind), ("Transfer-Encoding", "chunked"), *reply.headers):
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
        for step in reply.steps():
            if isinstance(step, float):
                self.desk.closing.wait(step)
            if step is Cut or self.desk.closing.is_set():
                return
            if isinstance(step, bytes) and step:
                self.wfile.write(f"{len(step):x}\r\n".encode() + step + b"\r\n" if reply.status else step)
        self.wfile.write(b"0\r\n\r\n" * bool(reply.status))


class ModelServer(Serving):
    """The server. `url` is the base URL for a client, ending in /v1.

    `enqueue` scripts the next requests, `requests` is the history, `left_early` is a semaphore that
    is released each time a client hangs up in the middle of a reply; `default` makes the reply when
    nothing is enqueued, from the number of requests so far. `models` is what the list of models answers.
    """

    def __init__(self, port: int = 0, default: Callable[[int], Reply] = draft) -> None:
        super().__init__(_Exchange, port)
        self.requests: list[Request] = []
        self.default = default
        self.models = replies.models(MODEL)
        self.left_early = threading.Semaphore(0)
        self._scripts: deque[Reply] = deque()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """The base URL, ending in /v1."""
        return f"{super().url}/v1"

    def enqueue(self, *replies: Reply) -> None:
        """Give these to the next requests, one each."""
        with self._lock:
            self._scripts.extend(replies)

    def looked_up(self, path: str) -> Reply:
        """What is answered to whoever only looks."""
        return self.models if path.rstrip("/").endswith("/models") else replies.unknown_path()

    def forget(self) -> None:
        """Begin anew: no request so far, and nothing enqueued."""
        with self._lock:
            self.requests.clear()
            self._scripts.clear()

    def arrived(self, request: Request) -> Reply:
        """Record a request and take its reply."""
        with self._lock:
            self.requests.append(request)
            return self._scripts.popleft() if self._scripts else self.default(len(self.requests))


def main() -> None:
    """Serve until Ctrl-C."""
    options = argparse.ArgumentParser(description="A scripted OpenAI-compatible server.")
    options.add_argument("--port", type=int, default=8099)
    options.add_argument("--delay", type=float, default=0.03, help="seconds before each word of a draft")
    options.add_argument("--fault", choices=sorted(FAULTS), help="what every request gets instead of a draft")
    chosen = options.parse_args()
    default = (lambda _: FAULTS[chosen.fault]()) if chosen.fault else lambda number: draft(number, chosen.delay)
    with ModelServer(chosen.port, default) as server:
        sys.stdout.write(f"OPENAI_BASE_URL={server.url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
