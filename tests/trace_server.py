"""A server that stands for LangSmith: it keeps all that arrives."""

import json
from typing import Any

from tests.serving import Exchange, Serving

BATCHES = {
    "size_limit": 100,
    "size_limit_bytes": 20_000_000,
    "scale_up_nthreads_limit": 2,
    "scale_up_qsize_trigger": 99,
}
INFO = {"version": "0.11.0", "batch_ingest_config": {"use_multipart_endpoint": False} | BATCHES}
Run = dict[str, Any]


class _Exchange(Exchange):
    def answer(self, body: bytes) -> None:
        """Keep what comes; whoever only asks is told what the server says of itself."""
        if posted := self.command == "POST":
            self.desk.bodies.append(body)
            self.desk.keys.add(self.headers.get("x-api-key", ""))
        content = json.dumps({} if posted else INFO).encode()
        self.send_response(self.desk.status if posted else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class TraceServer(Serving):
    """The server: `bodies` and `keys` are what came with requests, `status` is what it answers to runs."""

    def __init__(self, status: int = 202) -> None:
        super().__init__(_Exchange)
        self.status = status
        self.bodies: list[bytes] = []
        self.keys: set[str] = set()

    @property
    def runs(self) -> list[Run]:
        """All runs, each with what was told of it last, in the order in which they began."""
        runs: dict[str, Run] = {}
        for batch in map(json.loads, self.bodies):
            for told in (*batch.get("post", ()), *batch.get("patch", ())):
                known = {name: value for name, value in told.items() if value is not None}
                runs[told["id"]] = runs.get(told["id"], {}) | known
        return sorted(runs.values(), key=lambda run: str(run["dotted_order"]))
