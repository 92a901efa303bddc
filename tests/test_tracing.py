import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from langsmith.utils import tracing_is_enabled

from hitl.tracing import FLUSH_SECONDS, place, traced
from tests import replies
from tests.conftest import ROOT
from tests.model_server import ModelServer
from tests.replies import Reply

KEY, PASSWORD, TRACES_KEY = "sk-hush-1", "hush-2", "lsv2-hush-3"
OURS = ("OPENAI_", "HITL_", "LANGSMITH_", "LANGCHAIN_")

WHOLE_REVIEW = """
import json, sys, time
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.events import write_log
from hitl.settings import export_secrets, load_settings
from tests.conftest import settled, stop_of

export_secrets()
write_log("text", texts=True)
desk = ReviewDesk(load_settings())
review_id = desk.start(Brief("The topic"), "Ann")
desk.revise(review_id, stop_of(desk, review_id), "Ann", "Mention “The feedback.”")
stop = stop_of(desk, review_id)
if stop.problem:
    desk.retry(review_id, stop, "Ann")
desk.accept(review_id, stop_of(desk, review_id), "Ann")
settled(desk, review_id)
if len(sys.argv) > 1:
    desk.archive.replay(desk.archive.record(review_id))
seconds = max(call["seconds"] for call in desk.archive.record(review_id).calls)
began = time.monotonic()
desk.close()
took = time.monotonic() - began
print(json.dumps({"id": review_id, "draft": seconds, "close": took, "closed": time.time()}))
"""

Run = dict[str, Any]


def answers(shape: object, status: int) -> Reply:
    return replies.raw(json.dumps(shape).encode(), status=status, kind="application/json")


class TraceServer(ModelServer):
    """A server that stands for LangSmith: it keeps all that arrives, and answers it with a status."""

    def __init__(self, status: int = 202) -> None:
        super().__init__(default=lambda _: answers({}, status))
        self.looked = 0

    def looked_up(self, path: str) -> Reply:
        """What it says of itself: that it takes whole batches, each run as JSON."""
        self.looked += 1
        limits = {"size_limit": 100, "size_limit_bytes": 20_000_000}
        threads = {"scale_up_nthreads_limit": 2, "scale_up_qsize_trigger": 99}
        return answers(
            {"version": "0.11.0", "batch_ingest_config": {"use_multipart_endpoint": False, **limits, **threads}}, 200
        )

    @property
    def runs(self) -> list[Run]:
        """All runs, each with what was told of it last, in the order in which they began."""
        runs: dict[str, Run] = {}
        for batch in self.requests:
            for told in (*batch.body.get("post", ()), *batch.body.get("patch", ())):
                known = {name: value for name, value in told.items() if value is not None}
                runs[told["id"]] = runs.get(told["id"], {}) | known
        return sorted(runs.values(), key=lambda run: str(run["dotted_order"]))


def sending_to(address: str) -> dict[str, str]:
    """The settings that send traces there."""
    return {"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": TRACES_KEY, "LANGSMITH_ENDPOINT": address}


def told(folder: Path, script: str, *arguments: str, **settings: str) -> tuple[dict[str, Any], str]:
    """What came of a process with a script for reviews, which knows no other settings than these, and its log."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    came = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        timeout=90,
        cwd=folder,
        env=env | {"PYTHONPATH": str(ROOT)} | settings,
    )
    assert came.returncode == 0, came.stderr
    return json.loads(came.stdout), came.stderr


def spans(runs: list[Run], name: str) -> list[Run]:
    return [run for run in runs if run["name"] == name]


@pytest.mark.parametrize(
    ("endpoint", "shown"),
    [
        ("", "api.smith.langchain.com"),
        ("https://eu.api.smith.langchain.com", "eu.api.smith.langchain.com"),
        (f"http://user:{PASSWORD}@127.0.0.1:1984/api", "127.0.0.1:1984"),
        (f"http://user:1/{PASSWORD}@127.0.0.1:1984", "the address in LANGSMITH_ENDPOINT"),
        (f"http://[{PASSWORD}", "the address in LANGSMITH_ENDPOINT"),
        (PASSWORD, "the address in LANGSMITH_ENDPOINT"),
    ],
)
def test_where_traces_go_is_shown_without_a_password(
    endpoint: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("TRACING", "true"), ("API_KEY", TRACES_KEY), ("ENDPOINT", endpoint)):
        monkeypatch.setenv(f"LANGSMITH_{name}", value)

    assert place() == shown


def test_the_runs_of_a_review_are_one_thread_with_each_call_below_its_draft_and_no_secret(tmp_path: Path) -> None:
    with TraceServer() as traces, ModelServer() as model:
        secrets = sending_to(traces.url) | {"LANGSMITH_PROJECT": "desk"}
        (tmp_path / ".streamlit").mkdir()
        lines = [f'{name} = "{value}"' for name, value in secrets.items()]
        (tmp_path / ".streamlit" / "secrets.toml").write_text("\n".join(lines), encoding="utf-8")
        model.enqueue(replies.says("The text."), replies.refused(401, "invalid_api_key", f"Incorrect API key: {KEY}"))
        address = model.url.replace("http://", f"http://user:{PASSWORD}@")
        came, log = told(tmp_path, WHOLE_REVIEW, "replay", OPENAI_API_KEY=KEY, OPENAI_BASE_URL=address)
    runs = traces.runs
    roots = [run for run in runs if not run.get("parent_run_id")]
    calls, drafts = spans(runs, "ChatOpenAI"), {run["id"]: run for run in spans(runs, "draft")}
    sent = json.dumps([request.body for request in traces.requests], ensure_ascii=False)

    assert [run["name"] for run in roots] == ["hitl: start", "hitl: revise", "hitl: retry", "hitl: accept"]
    assert {run["extra"]["metadata"]["thread_id"] for run in runs} == {came["id"]}
    assert {run["session_name"] for run in runs} == {"desk"}
    assert len(calls) == len(drafts) == 3
    assert {run["parent_run_id"] for run in calls} == set(drafts)
    assert [bool(run.get("error")) for run in calls] == [False, True, False]
    assert {request.headers["x-api-key"] for request in traces.requests} == {TRACES_KEY}
    assert "The feedback." in sent
    assert not [secret for secret in (KEY, PASSWORD, TRACES_KEY) if secret in sent + log]


def test_nothing_is_sent_unless_the_settings_of_langsmith_ask_for_it_and_have_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, key = {"LANGSMITH_TRACING": "true"}, {"LANGSMITH_API_KEY": TRACES_KEY}
    (tmp_path / ".env").write_text(f"LANGSMITH_TRACING=true\nLANGSMITH_API_KEY={TRACES_KEY}\n", encoding="utf-8")
    with TraceServer() as traces:
        others = key | {"LANGCHAIN_TRACING_V2": "true", "LANGSMITH_ENDPOINT": traces.url}
        told(tmp_path, WHOLE_REVIEW, HITL_WRITER="offline", **others)
    for environment in ({}, key, asked, key | {"LANGSMITH_TRACING": "false"}):
        with monkeypatch.context() as here:
            for name in [name for name in os.environ if name.startswith(OURS)]:
                here.delenv(name)
            for name, value in environment.items():
                here.setenv(name, value)
            with traced():
                assert not tracing_is_enabled()

    assert (traces.requests, traces.looked) == ([], 0)


def test_a_silent_server_for_traces_holds_up_no_draft_and_the_end_by_little(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = sending_to(f"http://127.0.0.1:{silent.getsockname()[1]}")
        came, _ = told(tmp_path, WHOLE_REVIEW, HITL_WRITER="offline", **settings)
        seconds = time.time() - came["closed"]

    assert came["draft"] < 10
    assert FLUSH_SECONDS * 0.9 < came["close"] < FLUSH_SECONDS + 3
    assert seconds < 5


def test_traces_that_are_refused_are_told_in_the_log_and_fail_no_draft(tmp_path: Path) -> None:
    with TraceServer(status=403) as refusing:
        _, log = told(tmp_path, WHOLE_REVIEW, HITL_WRITER="offline", **sending_to(refusing.url))

    assert refusing.requests
    assert "not_traced error=LangSmithError" in log
    assert all(line.startswith("20") for line in log.splitlines())
    assert TRACES_KEY[:5] not in log
