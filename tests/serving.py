"""What servers of tests share: HTTP on 127.0.0.1, as a context manager."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class Exchange(BaseHTTPRequestHandler):
    """One connection to a server of tests, which is its `desk`."""

    protocol_version = "HTTP/1.1"
    timeout = 5
    desk: Any

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """A test's output stays clean."""

    def do_GET(self) -> None:
        """Answer."""
        self.do_POST()

    def do_POST(self) -> None:
        """Answer, with what came along."""
        self.desk.asked += 1
        self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def answer(self, body: bytes) -> None:
        """What each server does in its own way."""
        raise NotImplementedError


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = False  # so that closing the server waits for them


class Serving:
    """A server whose connections are each an exchange of this kind; `asked` counts requests, `closing` ends waits."""

    def __init__(self, exchange: type[Exchange], port: int = 0) -> None:
        self.asked = 0
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", port), type("Exchange", (exchange,), {"desk": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="server")

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_port}"

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
