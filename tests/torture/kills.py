"""Servers that are killed at random moments under editors who click at random on reviews that all servers share."""

import os
import signal
import threading
import time
import uuid
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status, Stop, Verb
from hitl.errors import BadInput, HitlError, Stale
from tests.torture import ground
from tests.torture.verdict import verdict

EDITORS = 3
OPEN_REVIEWS = 8
THINK_SECONDS = 0.03

WEIGHTS = {Verb.REVISE: 12, Verb.EDIT: 3, Verb.RESTORE: 3, Verb.ACCEPT: 2, Verb.ABANDON: 1}
WEIGHTS_AFTER_A_FAILURE = {Verb.RETRY: 6, Verb.REVISE: 3, Verb.EDIT: 1}
WEIGHTS_WITHOUT_A_DRAFT = {Verb.RETRY: 6, Verb.ABANDON: 1}
PIECE_SECONDS = 0.02
FAILING = 0.05
LIFE_SECONDS = (0.05, 0.45)
"""Between two kills, of whichever server."""

LONGEST_SECONDS = 900.0


class Editor:
    """One person at one desk, who keeps a log of what they were told."""

    def __init__(self, desk: ReviewDesk, log: ground.ClickLog, name: str, rng: Random) -> None:
        self._desk, self._log, self._name, self._rng = desk, log, name, rng

    def work(self) -> None:
        """Click for as long as this process lives."""
        while True:
            try:
                self._look_at_the_list()
            except HitlError as error:
                self._note(ground.FAULTED, words=str(error))
            time.sleep(self._rng.uniform(0, THINK_SECONDS))

    def _look_at_the_list(self) -> None:
        lines, total, _ = self._desk.lines((Status.WAITING, Status.DRAFTING), limit=OPEN_REVIEWS)
        if total < OPEN_REVIEWS:
            self._note(ground.STARTED, self._desk.start(Brief(f"Topic {uuid.uuid4().hex}"), self._name))
            return
        review = self._desk.review(self._rng.choice(lines).id)
        if review.stop:
            self._click(review.id, review.stop)
        elif self._rng.random() < 0.2:
            self._desk.attend(review)

    def _click(self, review_id: str, stop: Stop) -> None:
        weights = WEIGHTS if stop.problem is None else WEIGHTS_AFTER_A_FAILURE
        if not stop.number:
            weights = WEIGHTS_WITHOUT_A_DRAFT
        verb = self._rng.choices(list(weights), list(weights.values()))[0]
        words, number = f"{self._name} says {uuid.uuid4().hex}", self._rng.randint(1, stop.number or 1)
        try:
            decision = ground.decide(self._desk, review_id, stop, verb, self._name, words, number)
        except Stale:
            self._note(ground.REFUSED, review_id, verb, "" if verb in (Verb.RESTORE, Verb.RETRY) else words)
        except BadInput:
            return
        else:
            self._log.add(ground.recorded(review_id, decision))

    def _note(self, outcome: str, review_id: str = "", verb: str = "", words: str = "") -> None:
        self._log.add(ground.Click(outcome, review_id, verb, self._name, words))


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
    recovered: bool
    recovery_seconds: float
    wrong: list[str]

    @property
    def well(self) -> bool:
        """Whether every promise was kept, and every server died by signal 9."""
        return self.recovered and not self.wrong and set(self.exits) == {-signal.SIGKILL}


def serve(address: str, log_path: Path, seed: int) -> None:
    """One server with its editors; it runs until it is killed, or whoever started it is gone."""
    ground.die_of_errors()
    rng, log, parent = ground.dice(seed), ground.ClickLog(log_path), os.getppid()
    desk = ground.open_desk(address, rng, PIECE_SECONDS, FAILING)
    for n in range(EDITORS):
        editor = Editor(desk, log, f"Editor {seed}-{n}", ground.dice(rng.getrandbits(64)))
        threading.Thread(target=editor.work, daemon=True).start()
    ground.wait_until(lambda: os.getppid() != parent, LONGEST_SECONDS, every=0.2)


def torture(address: str, folder: Path, kills: int, processes: int, seed: int) -> Killed:
    """Kill that many servers, let one more desk finish what they left, and judge."""
    rng, log = ground.dice(seed), ground.ClickLog(folder / "clicks.jsonl")
    ground.open_desk(address).close()  # the tables
    began = time.monotonic()
    exits = _massacre(address, log, kills, processes, rng)
    dead = time.monotonic()
    with closing(ground.open_desk(address, rng)) as desk:
        undone = len(desk._store.unfinished())
        well, recovery = ground.recovered(desk), time.monotonic() - dead
        clicks = log.clicks()
        wrong = verdict(desk, clicks)
    outcomes = Counter(click.outcome for click in clicks)
    faults = Counter(click.words for click in clicks if click.outcome == ground.FAULTED)
    return Killed(outcomes, faults, exits, dead - began, undone, well, recovery, wrong)


def _massacre(address: str, log: ground.ClickLog, kills: int, processes: int, rng: Random) -> Counter[int]:
    """Kill servers and start others in their places; how each of them ended."""
    context, exits = ground.servers(), Counter[int]()

    def start() -> ForkServerProcess:
        process = context.Process(target=serve, args=(address, log.path, rng.getrandbits(48)), daemon=True)
        process.start()
        return process

    running = [start() for _ in range(processes)]
    try:
        ground.wait_until(lambda: ground.RECORDED in log.path.read_text("utf-8"))  # a busy machine comes to its work
        for _ in range(kills):
            time.sleep(rng.uniform(*LIFE_SECONDS))
            n = rng.randrange(processes)
            exits[_killed(running[n])] += 1
            running[n] = start()
    finally:
        exits.update(_killed(process) for process in running)
    return exits


def _killed(process: ForkServerProcess) -> int:
    """The exit code of a process that is killed, or that had ended before."""
    process.kill()
    process.join(10)
    return process.exitcode or 0
