import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator

import pytest

import hitl.worker
from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status
from hitl.settings import Settings
from tests.conftest import ROOT, settled, stop_of, wait_for
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
def no_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sweep at the start only."""
    monkeypatch.setattr(hitl.worker, "SWEEP_SECONDS", 600.0)


@pytest.fixture
def servers(shared: Settings) -> Iterator[tuple[Server, Server]]:
    servers = Server(shared), Server(shared)
    yield servers
    for server in servers:
        server.close()


def test_a_draft_that_another_server_writes_is_shown_as_such_and_not_written_twice(
    servers: tuple[Server, Server],
) -> None:
    ours, theirs = servers
    held = threading.Event()
    theirs.writer.enqueue(held)
    review_id = theirs.start(Brief("Topic"), "Ann")
    wait_for(lambda: bool(theirs.live(review_id)), "the draft to begin")
    changing = ours.attend(ours.review(review_id))
    wait_for(lambda: bool(ours.fault(review_id)), "our server to meet the other one")
    said = set()
    for _ in range(100):
        ours.attend(ours.review(review_id))
        said.add(ours.fault(review_id))
        time.sleep(0.02)
    held.set()
    settled(ours, review_id)
    texts = [revision.text for revision in ours.revisions(review_id)]

    assert changing
    assert said == {"Another server is writing this draft. It appears here as soon as it is finished."}
    assert texts == ["The first words and the rest."]
    assert ours.writer.history == []


def test_stop_at_one_server_stops_the_draft_at_another(servers: tuple[Server, Server]) -> None:
    ours, theirs = servers
    theirs.writer.enqueue(threading.Event())
    review_id = theirs.start(Brief("Topic"), "Ann")
    wait_for(lambda: bool(theirs.live(review_id)), "the draft to begin")
    ours.halt(review_id, 0, "Bob")
    stop = stop_of(ours, review_id)

    assert stop.problem is not None
    assert stop.problem.sentence == "Bob stopped this draft."


def test_a_click_at_one_server_right_after_another_put_up_the_stop_does_not_wait_for_a_sweep(
    no_sweep: None, servers: tuple[Server, Server]
) -> None:
    ours, theirs = servers
    review_id, seconds = theirs.start(Brief("Topic"), "Ann", text="My own words."), []
    for n in range(5):
        stop = stop_of(theirs, review_id)
        began = time.monotonic()
        (ours, theirs)[n % 2].revise(review_id, stop, "Ann", f"Ask {n}.")
        settled(theirs, review_id)
        seconds.append(time.monotonic() - began)

    assert theirs.review(review_id).counters.texts == 6
    assert max(seconds) < 2.5, seconds


def test_each_of_three_servers_carries_out_a_decision_on_the_same_review(shared: Settings) -> None:
    servers = [Server(shared) for _ in range(3)]
    review_id = servers[0].start(Brief("Topic"), "Ann")
    for n, server in enumerate(servers, 1):
        stop = stop_of(server, review_id)
        server.writer.enqueue(f"Written by server {n}.")
        server.revise(review_id, stop, f"Editor {n}", "Again.")
        settled(server, review_id)
    texts = [revision.text for revision in servers[0].revisions(review_id)]
    for server in servers:
        server.close()

    assert texts[1:] == ["Written by server 1.", "Written by server 2.", "Written by server 3."]


def test_the_draft_of_a_server_that_is_killed_is_taken_over_within_seconds(
    shared: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = Server(shared)
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVER), shared.database], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert child.stdout is not None
    review_id = ({child.stdout.readline().strip(), child.stdout.readline().strip()} - {"drafting"}).pop()
    before = ours.review(review_id).status
    child.kill()
    child.communicate(timeout=10)
    killed = time.monotonic()
    review = settled(ours, review_id)
    seconds = time.monotonic() - killed
    ours.close()
    with capsys.disabled():
        sys.stdout.write(f"[taken over after {seconds:.1f} s]")

    assert before is Status.DRAFTING
    assert review.counters.texts == 1
    assert seconds < TAKEN_OVER_SECONDS
