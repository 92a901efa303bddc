"""Servers that are killed at random moments under editors who never stop clicking."""

import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

from hitl.desk import ReviewDesk
from hitl.store import Store, open_database
from tests.torture.clicks import FAULTED, RECORDED, ClickLog
from tests.torture.editors import Editor
from tests.torture.ground import HastyWriter, dice, die_of_errors, recovered, servers, settings, while_wanted
from tests.torture.verdict import Broken, verdict

EDITORS = 3
PIECE_SECONDS = 0.02
FAILING = 0.05
LIFE_SECONDS = (0.05, 0.45)
"""Between two kills, of whichever server."""

LONGEST_SECONDS = 900.0


@dataclass(frozen=True)
class Killed:
    """What came of it: clicks by outcome, faults in words, exits by code.

    `undone` reviews were in the middle of something when all servers were dead; `recovery_seconds` later none was.
    """

    clicks: Counter[str]
    faults: Counter[str]
    exits: Counter[int]
    seconds: float
    undone: int
    recovery_seconds: float
    recovered: bool
    broken: Broken


def serve(address: str, log_path: str, seed: int) -> None:
    """One server with its editors; it runs until it is killed."""
    die_of_errors()
    rng = dice(seed)
    desk = ReviewDesk(settings(address), HastyWriter(rng, PIECE_SECONDS, FAILING).for_model)
    log = ClickLog(Path(log_path))
    for n in range(EDITORS):
        editor = Editor(desk, log, f"Editor {seed}-{n}", dice(rng.getrandbits(64)))
        threading.Thread(target=editor.work, daemon=True).start()
    while_wanted(LONGEST_SECONDS)


def torture(address: str, folder: Path, kills: int, processes: int, seed: int) -> Killed:
    """Kill that many servers, let one more desk finish what they left, and judge."""
    rng = dice(seed)
    log = ClickLog(folder / "clicks.jsonl")
    ReviewDesk(settings(address)).close()  # the tables
    began = time.monotonic()
    exits = _massacre(address, folder / "clicks.jsonl", kills, processes, rng)
    killing = time.monotonic() - began
    undone = _undone(address)
    began = time.monotonic()
    desk = ReviewDesk(settings(address), HastyWriter(rng).for_model)
    well = recovered(desk)
    recovery = time.monotonic() - began
    desk.close()
    clicks = log.clicks()
    log.close()
    outcomes = Counter(click.outcome for click in clicks)
    faults = Counter(click.words for click in clicks if click.outcome == FAULTED)
    return Killed(outcomes, faults, exits, killing, undone, recovery, well, verdict(address, clicks))


def _undone(address: str) -> int:
    database = open_database(address)
    try:
        return len(Store(database).unfinished())
    finally:
        database.close()


def _massacre(address: str, log: Path, kills: int, processes: int, rng: Random) -> Counter[int]:
    """Kill servers and start others in their places; how each of them ended."""
    context, exits = servers(), Counter[int]()
    started = iter(range(kills + processes))

    def start() -> ForkServerProcess:
        seed = rng.getrandbits(32) * 10_000 + next(started)
        process = context.Process(target=serve, args=(address, str(log), seed), daemon=True)
        process.start()
        return process

    running = [start() for _ in range(processes)]
    try:
        _wait_for_a_click(log)
        for _ in range(kills):
            time.sleep(rng.uniform(*LIFE_SECONDS))
            n = rng.randrange(processes)
            exits[_killed(running[n])] += 1
            running[n] = start()
    finally:
        exits.update(_killed(process) for process in running)
    return exits


def _wait_for_a_click(log: Path) -> None:
    """Let the servers of a busy machine come to their work before the first one is killed."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and RECORDED not in log.read_text(encoding="utf-8"):
        time.sleep(0.05)


def _killed(process: ForkServerProcess) -> int:
    """The exit code of a process that is killed, or that had ended before."""
    process.kill()
    process.join(10)
    code = process.exitcode
    process.close()
    return 0 if code is None else code


def unkilled(exits: Counter[int]) -> int:
    """How many servers ended in another way than by signal 9."""
    return sum(times for code, times in exits.items() if code != -signal.SIGKILL)
