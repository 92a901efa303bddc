"""Many editors at once, each with a review of their own and no time to think."""

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from random import Random
from typing import TYPE_CHECKING

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Stop
from hitl.errors import HitlError
from hitl.live import Live
from tests.torture.clicks import STARTED, Click, recorded
from tests.torture.ground import HastyWriter, dice, die_of_errors, servers, settings
from tests.torture.verdict import Broken, verdict

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

POLL_SECONDS = (0.02, 0.05)
"""Between two looks at a review that is being carried out, for the first `PATIENCE_SECONDS`."""

PATIENCE_SECONDS = 0.4
FOLLOW_SECONDS = 0.25
"""Then a page follows the draft, and looks again at least so often."""

TURN_SECONDS = 120.0
LONGEST_SECONDS = 900.0


@dataclass
class Tally:
    """What the editors of a server met: seconds until a click was recorded, and of whole turns."""

    recorded: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    clicks: list[Click] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take in what others have met."""
        self.recorded += other.recorded
        self.turns += other.turns
        self.errors += other.errors
        self.clicks += other.clicks


@dataclass(frozen=True)
class Crowded:
    """What came of it: the tally of all editors, seconds in all, and the promises that were broken."""

    tally: Tally
    seconds: float
    broken: Broken


def torture(address: str, editors: int, turns: int, processes: int) -> Crowded:
    """Let the editors work, spread over the servers, and judge what is stored."""
    context, tally = servers(), Tally()
    ReviewDesk(settings(address)).close()  # the tables
    barrier = context.Barrier(processes + 1)
    running: list[tuple[ForkServerProcess, Connection]] = []
    for n in range(processes):
        mine = len(range(n, editors, processes))
        near, far = context.Pipe(duplex=False)
        process = context.Process(target=_serve, args=(address, mine, turns, n, barrier, far), daemon=True)
        process.start()
        running.append((process, near))
    barrier.wait(TURN_SECONDS)
    began = time.monotonic()
    for _, near in running:
        tally.add(near.recv() if near.poll(LONGEST_SECONDS) else Tally(errors=["a server fell silent"]))
    seconds = time.monotonic() - began
    for process, _ in running:
        process.join(10)
        process.kill()
    return Crowded(tally, seconds, verdict(address, tally.clicks))


def _serve(address: str, editors: int, turns: int, seed: int, barrier: Barrier, pipe: Connection) -> None:
    """One server with its editors."""
    die_of_errors()
    rng = dice(seed)
    desk = ReviewDesk(settings(address, max_revisions=turns), HastyWriter(rng).for_model)
    desk.warm_up()
    barrier.wait(TURN_SECONDS)
    tallies = [Tally() for _ in range(editors)]
    people = [
        threading.Thread(target=_edit, args=(desk, f"Editor {seed}-{n}", turns, tally, dice(rng.getrandbits(64))))
        for n, tally in enumerate(tallies)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    pipe.send(whole)
    desk.close()


def _edit(desk: ReviewDesk, name: str, turns: int, tally: Tally, rng: Random) -> None:
    """Start a review, then ask for one draft after the other."""
    try:
        review_id = desk.start(Brief(f"Topic of {name}"), name)
        tally.clicks.append(Click(STARTED, review_id, actor=name))
        stop = _next_stop(desk, review_id, rng)
        for turn in range(turns):
            began = time.monotonic()
            decision = desk.revise(review_id, stop, name, f"{name} asks for turn {turn}")
            tally.recorded.append(time.monotonic() - began)
            tally.clicks.append(recorded(review_id, decision))
            stop = _next_stop(desk, review_id, rng)
            tally.turns.append(time.monotonic() - began)
            if stop.problem:
                tally.errors.append(stop.problem.sentence)
    except HitlError as error:
        tally.errors.append(f"{type(error).__name__}: {error}")


def _next_stop(desk: ReviewDesk, review_id: str, rng: Random) -> Stop:
    """Look at the review as its page does, until it waits."""
    began = time.monotonic()
    while time.monotonic() < began + TURN_SECONDS:
        review = desk.review(review_id)
        if review.stop:
            return review.stop
        desk.attend(review)
        live = desk.live(review_id)
        if time.monotonic() < began + PATIENCE_SECONDS:
            time.sleep(rng.uniform(*POLL_SECONDS))
        elif live:
            _follow(live)
        else:
            time.sleep(FOLLOW_SECONDS)
    raise HitlError(f"No stop came within {TURN_SECONDS:.0f} s.")


def _follow(live: Live) -> None:
    seen, until = -1, time.monotonic() + TURN_SECONDS
    while not live.over and time.monotonic() < until:
        seen = live.wait(seen, FOLLOW_SECONDS)


def spread(seconds: list[float]) -> str:
    """Median, 95th percentile and maximum, in milliseconds."""
    if len(seconds) < 2:
        return "too few"
    cuts: Callable[[int], float] = statistics.quantiles(seconds, n=20, method="inclusive").__getitem__
    return f"{1000 * cuts(9):.0f} / {1000 * cuts(18):.0f} / {1000 * max(seconds):.0f} ms"
