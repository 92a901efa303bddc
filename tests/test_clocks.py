"""Clocks of processes that are apart: no decision is lost, doubled or put into another order."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hitl.audit import verify
from hitl.desk import ReviewDesk
from hitl.doctor import examine
from hitl.domain import Brief
from hitl.graph import build_graph
from hitl.replay import replay
from hitl.settings import Settings
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from tests.conftest import ROOT, settled, stop_of, wait_for
from tests.fakes import ScriptedWriter

TEXT = (
    "The library opens on Monday. It has 40 desks and a quiet room. Coffee is served until nine. Members may bring "
    "guests at weekends. The old hall is closed for repairs. We thank everybody who carried books."
)
COMMAND_SECONDS = 60


@pytest.fixture(scope="module")
def faketime() -> str:
    """The library that fakes the clock of a process, from Debian's package faketime."""
    found = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if found is None:
        missing = "libfaketime is not installed (Debian's package faketime)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return str(found)


Run = Callable[..., Any]


def environment(database: str, faketime: str, offset: str) -> dict[str, str]:
    """For a process whose clocks are so far off, all by the same time."""
    faked = {"LD_PRELOAD": faketime, "FAKETIME": offset} if offset else {}
    ours = {"HITL_DATABASE": database, "HITL_WRITER": "offline", "HITL_ACTOR": "Ann", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **ours, **faked}


@pytest.fixture
def hitl(database: str, faketime: str, tmp_path: Path) -> Run:
    """Runs a command in a process whose clock is so far off, and gives what it printed as JSON."""
    (tmp_path / "text.txt").write_text(TEXT)

    def run(offset: str, *arguments: str) -> Any:  # noqa: ANN401 - JSON
        command = [sys.executable, "-m", "hitl", *arguments, "--json"]
        env = environment(database, faketime, offset)
        ran = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=COMMAND_SECONDS)
        assert ran.returncode == 0, (offset, arguments, ran.stdout, ran.stderr)
        return json.loads(ran.stdout)

    return run


def test_decisions_from_processes_whose_clocks_are_apart_keep_their_order(hitl: Run, database: str) -> None:
    review_id = hitl("", "start", "The library", "--text", "text.txt")["review"]["id"]
    hitl("", "revise", review_id, "--seen", "1", "Shorter.")
    hitl("-10s", "revise", review_id, "--seen", "2", "Shorter.")
    hitl("+1h", "restore", review_id, "--seen", "3", "--number", "1")
    hitl("-1h", "accept", review_id, "--seen", "4")
    verified, rebuilt = hitl("", "verify", "--all"), hitl("", "rebuild", review_id)

    assert verified["well"]
    assert rebuilt["reviews"][0]["changed"] is False
    with closing(open_database(database)) as opened:
        record = record_of(Store(opened), review_id)
    assert [row["verb"] for row in record.decisions] == ["revise", "revise", "restore", "accept"]
    assert record.review["status"] == "Accepted"
    assert replay(build_graph(), record).difference is None


@pytest.mark.one_database
def test_kills_of_processes_whose_clocks_are_apart_lose_and_double_nothing(
    hitl: Run, database: str, faketime: str, tmp_path: Path
) -> None:
    dice = random.Random(20261130)  # noqa: S311 - the same kills each time
    review_id = hitl("", "start", "The library", "--text", "text.txt")["review"]["id"]
    for number, offset in enumerate(("-10s", "+1h", "-1h"), 1):
        (tmp_path / f"{number}.txt").write_text(f"{TEXT} Line {number}.")
        edit = [sys.executable, "-m", "hitl", "edit", review_id, "--seen", str(number), f"{number}.txt"]
        env = environment(database, faketime, offset)
        command = subprocess.Popen(edit, env=env, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with closing(open_database(database)) as opened:
            store = Store(opened)
            wait_for(partial(has_decided, store, review_id, number), "the decision")
        time.sleep(dice.uniform(0, 0.1))
        command.send_signal(signal.SIGKILL)
        command.wait(10)
        settle(database, review_id)
    hitl("-1h", "accept", review_id, "--seen", "4")
    with closing(open_database(database)) as opened:
        record = record_of(Store(opened), review_id)

    assert verify(record) == []
    assert [(row["verb"], row["seen_number"]) for row in record.decisions] == [
        *(("edit", n) for n in range(1, 4)),
        ("accept", 4),
    ]


def has_decided(store: Store, review_id: str, number: int) -> bool:
    return len(store.decisions(review_id)) == number


def settle(database: str, review_id: str) -> None:
    """Let a desk carry out what a dead one left."""
    desk = ReviewDesk(Settings(database=database, writer="offline"))
    with closing(desk):
        settled(desk, review_id)


@pytest.mark.one_database
@pytest.mark.parametrize("jump", ["-1h", "+1h"])
def test_what_a_dead_process_left_is_taken_up_whatever_its_clock_said(
    hitl: Run, database: str, writer: ScriptedWriter, jump: str
) -> None:
    review_id = hitl(jump, "start", "The library", "--no-wait")["review"]["id"]
    desk = ReviewDesk(Settings(database=database), writer.for_model)
    with closing(desk):
        stop = stop_of(desk, review_id)

    assert stop.number == 1


@pytest.mark.one_database
def test_the_list_has_the_newest_first_whatever_the_clock_said_and_doctor_warns_of_times_in_the_future(
    hitl: Run,
) -> None:
    ids = [
        hitl(jump, "start", f"Number {n}", "--text", "text.txt")["review"]["id"]
        for n, jump in enumerate(("+1h", "", "-1h"), 1)
    ]
    checks = {check["name"]: check for check in hitl("", "doctor")["checks"]}

    assert [row["id"] for row in hitl("", "list")["reviews"]] == ids[::-1]
    assert checks["clock"]["state"] == "warning"


def test_doctor_warns_of_servers_whose_clocks_are_apart(engine: str, hitl: Run, database: str) -> None:
    if engine == "sqlite":
        review_id = hitl("", "start", "The library", "--text", "text.txt")["review"]["id"]
        hitl("-1h", "accept", review_id, "--seen", "1")
        checks = {check["name"]: check for check in hitl("", "doctor")["checks"]}
        assert "go back by" in checks["clock"]["told"]
        return
    with closing(open_database(database)) as here:
        here.stands_at()
        checks = {check["name"]: check for check in hitl("-5s", "doctor")["checks"]}

    assert "clocks of the servers on this database, and its own, are 5 s apart" in checks["clock"]["told"]


@pytest.mark.one_database
def test_doctor_finds_nothing_where_clocks_agree(desk: ReviewDesk, settings: Settings) -> None:
    desk.accept(here := desk.start(Brief("Topic"), "Ann", TEXT), stop_of(desk, here), "Ann")
    settled(desk, here)
    (check,) = (check for check in examine(settings) if check.name == "clock")

    assert (check.state, check.told) == ("ok", "Clocks agree, and no recorded time lies in the future.")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    yield
