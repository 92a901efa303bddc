"""A server that stands for LangSmith: it keeps all that arrives."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

BATCHES = {
    "size_limit": 100,
    "size_limit_bytes": 20_000_000,
    "scale_up_nthreads_limit": 2,
    "scale_up_qsize_trigger": 99,
}
INFO = {"version": "0.11.0", "batch_ingest_config": {"use_multipart_endpoint": False} | BATCHES}
Run = dict[str, Any]


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    desk: "TraceServer"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """A test's output stays clean."""

    def do_GET(self) -> None:
        """What a server says of itself, to whatever is asked."""
        self._answer(200, INFO)

    def do_POST(self) -> None:
        """Keep what comes."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.desk.arrived(body, self.headers.get("x-api-key", ""))
        self._answer(self.desk.status, {})

    def _answer(self, status: int, shape: dict[str, Any]) -> None:
        self.desk.asked += 1
        content = json.dumps(shape).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class TraceServer:
    """The server, as a context manager. `asked` counts requests, `bodies` and `keys` are what came with them.

    `status` is what it answers to runs.
    """

    def __init__(self, status: int = 202) -> None:
        self.status = status
        self.asked = 0
        self.bodies: list[bytes] = []
        self.keys: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Exchange", (_Exchange,), {"desk": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="trace-server")

    @property
    def url(self) -> str:
        """The address for LANGSMITH_ENDPOINT."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def runs(self) -> list[Run]:
        """All runs, each with what was told of it last, in the order in which they began."""
        runs: dict[str, Run] = {}
        for batch in map(json.loads, self.bodies):
            for told in (*batch.get("post", ()), *batch.get("patch", ())):
                known = {name: value for name, value in told.items() if value is not None}
                runs[told["id"]] = runs.get(told["id"], {}) | known
        return sorted(runs.values(), key=lambda run: str(run["dotted_order"]))

    def arrived(self, body: bytes, key: str) -> None:
        """Keep a request."""
        self.bodies.append(body)
        self.keys.add(key)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
