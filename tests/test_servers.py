import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

import hitl.worker
from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status
from hitl.settings import Settings
from tests.conftest import ROOT, first_words, settled, stop_of, wait_for
from tests.fakes import ScriptedWriter
from tests.postgres import Postgres

TAKEN_OVER_SECONDS = 10.0

SERVER = """
import sys, time
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.settings import Settings

def write(assignment):
    yield "Half a "
    print("drafting", flush=True)
    time.sleep(60)

desk = ReviewDesk(Settings(database=sys.argv[1]), lambda model: write)
desk.warm_up()
print(desk.start(Brief("Topic"), "Ann"), flush=True)
time.sleep(60)
"""


class Server(ReviewDesk):
    """One of several servers, with a writer of its own."""

    def __init__(self, settings: Settings) -> None:
        self.writer = ScriptedWriter()
        super().__init__(settings, self.writer.for_model)


@pytest.fixture
def shared(postgres: Postgres) -> Settings:
    return Settings(database=postgres.fresh(), writer="offline")


@pytest.fixture
def servers(shared: Settings) -> Iterator[list[Server]]:
    with ExitStack() as closes:
        yield [closes.enter_context(closing(Server(shared))) for _ in range(3)]


def test_a_draft_that_another_server_writes_is_shown_as_such_not_written_twice_and_can_be_stopped(
    servers: list[Server],
) -> None:
    ours, theirs, _ = servers
    theirs.writer.enqueue(threading.Event())
    review_id = theirs.start(Brief("Topic"), "Ann")
    first_words(theirs, review_id)
    changing = ours.attend(ours.review(review_id))
    wait_for(lambda: bool(ours.fault(review_id)), "our server to meet the other one")
    said = set()
    for _ in range(60):
        ours.attend(ours.review(review_id))
        said.add(ours.fault(review_id))
        time.sleep(0.02)
    ours.halt(review_id, 0, "Bob")
    stop = stop_of(ours, review_id)

    assert changing
    assert said == {"Another server is writing this draft. It appears here as soon as it is finished."}
    assert ours.writer.history == []
    assert stop.problem is not None
    assert stop.problem.sentence == "Bob stopped this draft."


def test_a_click_at_one_server_right_after_another_put_up_the_stop_does_not_wait_for_a_sweep(
    monkeypatch: pytest.MonkeyPatch, servers: list[Server]
) -> None:
    monkeypatch.setattr(hitl.worker, "SWEEP_SECONDS", 600.0)
    review_id, seconds = servers[0].start(Brief("Topic"), "Ann", text="My own words."), []
    for n, server in enumerate(servers, 1):
        stop = stop_of(servers[0], review_id)
        server.writer.enqueue(f"Written by server {n}.")
        began = time.monotonic()
        server.revise(review_id, stop, "Ann", f"Ask {n}.")
        settled(servers[0], review_id)
        seconds.append(time.monotonic() - began)
    texts = [revision.text for revision in servers[0].revisions(review_id)]

    assert texts[1:] == ["Written by server 1.", "Written by server 2.", "Written by server 3."]
    assert max(seconds) < 2.5, seconds


def test_the_draft_of_a_server_that_is_killed_is_taken_over_within_seconds(shared: Settings) -> None:
    server = [sys.executable, "-c", textwrap.dedent(SERVER), shared.database]
    with closing(Server(shared)) as ours:
        child = subprocess.Popen(server, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert child.stdout is not None
        (review_id,) = {child.stdout.readline().strip() for _ in range(2)} - {"drafting"}
        before = ours.review(review_id).status
        child.kill()
        child.communicate(timeout=10)
        killed = time.monotonic()
        review = settled(ours, review_id)
        seconds = time.monotonic() - killed

    assert before is Status.DRAFTING
    assert review.counters.texts == 1
    assert seconds < TAKEN_OVER_SECONDS
