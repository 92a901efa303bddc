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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests import replies
from tests.replies import FAULTS, MODEL, Cut, Reply, draft


@dataclass(frozen=True)
class Request:
    """A request that arrived: its parsed body, its headers with names in lower case, its path."""

    body: dict[str, Any]
    headers: dict[str, str] = field(repr=False)
    path: str = ""

    @property
    def text(self) -> str:
        """The contents of all messages, one after the other."""
        return "\n".join(message["content"] for message in self.body.get("messages", ()))


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    desk: "ModelServer"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """A test's output stays clean."""

    def do_GET(self) -> None:
        """The list of models; anything else is unknown."""
        self._play(self.desk.looked_up(self.path))

    def do_POST(self) -> None:
        """Record the request, then play the next script."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._play(self.desk.arrived(Request(body, headers, self.path)))

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
            if isinstance(step, bytes):
                self.wfile.write(f"{len(step):x}\r\n".encode() + step + b"\r\n" if step else b"")
            elif step is Cut or self.desk.closing.wait(step):  # type: ignore[arg-type] # a Cut has no seconds
                return
        self.wfile.write(b"0\r\n\r\n")


class ModelServer:
    """The server. `url` is the base URL for a client; use it as a context manager.

    `enqueue` scripts the next requests, `requests` is the history, `left_early` is a semaphore that
    is released each time a client hangs up in the middle of a reply; `default` makes the reply when
    nothing is enqueued, from the number of requests so far. `models` is what the list of models answers.
    """

    def __init__(self, port: int = 0, default: Callable[[int], Reply] = draft) -> None:
        self.requests: list[Request] = []
        self.default = default
        self.models = replies.models(MODEL)
        self.closing = threading.Event()
        self.left_early = threading.Semaphore(0)
        self._scripts: deque[Reply] = deque()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), type("Exchange", (_Exchange,), {"desk": self}))
        self._server.daemon_threads = False  # so that closing the server waits for them
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="model-server")

    @property
    def url(self) -> str:
        """The base URL, ending in /v1."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

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

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


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
