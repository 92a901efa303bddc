"""Two tabs that decide on the same stop at the same moment: in one server, and on two."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import NamedTuple

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Verb
from hitl.errors import HitlError, Stale
from tests.torture.ground import RECORDED, REFUSED, decide, die_of_errors, open_desk, servers, settle

BARRIER_SECONDS = 30.0


class Tab(NamedTuple):
    """What is pressed in a tab, by whom."""

    verb: Verb
    actor: str
    words: str

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor}"


class Told(NamedTuple):
    """What a tab was told: the decision that stands now, and whether it is its own."""

    outcome: str
    verb: str = ""
    actor: str = ""
    number: int = 0


Pair = tuple[Tab, Tab]
Clicking = Callable[[str, Pair], list[Told]]
"""Presses both buttons of a pair at once, at the stop of a review."""

Way = Callable[[str], AbstractContextManager[tuple[ReviewDesk, Clicking]]]
"""Where the two tabs are, on the database of an address."""

ANN, BOB = "Ann", "Bob"
PAIRS: tuple[Pair, ...] = (
    (Tab(Verb.REVISE, ANN, "Shorter."), Tab(Verb.ACCEPT, BOB, "")),
    (Tab(Verb.ACCEPT, ANN, ""), Tab(Verb.ACCEPT, BOB, "")),
    (Tab(Verb.EDIT, ANN, "Ann's own text."), Tab(Verb.REVISE, BOB, "Longer.")),
    (Tab(Verb.REVISE, ANN, "Shorter."), Tab(Verb.REVISE, BOB, "Longer.")),
    (Tab(Verb.ABANDON, ANN, "No use."), Tab(Verb.EDIT, BOB, "Bob's own text.")),
    (Tab(Verb.REVISE, ANN, "Shorter."), Tab(Verb.REVISE, ANN, "Shorter.")),
    (Tab(Verb.ACCEPT, ANN, ""), Tab(Verb.ACCEPT, ANN, "")),
)


@dataclass
class Raced:
    """The races of one pair: how often the "first", the "second" or "both" won, and what went wrong, in words."""

    won: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def press(desk: ReviewDesk, review_id: str, tab: Tab, together: Callable[[], object]) -> Told:
    """Look at the review, wait for the other tab, press."""
    stop = desk.review(review_id).stop
    together()
    if stop is None:
        return Told("saw no stop")
    try:
        decision = decide(desk, review_id, stop, tab.verb, tab.actor, tab.words)
    except Stale as stale:
        winner = stale.winner
        return Told(REFUSED, winner.verb, winner.actor, winner.number) if winner else Told("refused without a winner")
    except HitlError as error:
        return Told(f"{type(error).__name__}: {error}")
    return Told(RECORDED, decision.verb, decision.actor, decision.number)


def race(desk: ReviewDesk, click: Clicking, races: int) -> dict[str, Raced]:
    """Race the pairs in turn, each time on a review of its own."""
    came = {f"{one} | {other}": Raced() for one, other in PAIRS}
    for one, other in islice(cycle(PAIRS), races):
        name = f"{one} | {other}"
        review_id = desk.start(Brief(name), "Cleo", "The first text.")
        settle(desk, review_id)
        told = click(review_id, (one, other))
        settle(desk, review_id)
        won = [outcome.outcome == RECORDED for outcome in told]
        came[name].won["both" if all(won) else "first" if won[0] else "second"] += 1
        came[name].wrong += [f"{sentence}: {told}" for sentence in _wrong(desk, review_id, one == other, told)]
    return came


def _wrong(desk: ReviewDesk, review_id: str, same: bool, told: list[Told]) -> Iterator[str]:
    """What must not be after a race: one decision stands, and each tab was told of it as its own or the other's."""
    decisions, revisions = desk.decisions(review_id), desk.revisions(review_id)
    if len(decisions) != 1:
        yield f"{len(decisions)} decisions at one stop"
    if any(outcome[1:] != (d.verb, d.actor, 1) for outcome in told for d in decisions):
        yield "a tab was told of something else than what stands"
    if Counter(outcome.outcome for outcome in told) != ({RECORDED: 2} if same else {RECORDED: 1, REFUSED: 1}):
        yield "not exactly one winner"
    caused = sum(d.goto != "finalize" for d in decisions)
    if [r.cause for r in revisions] != [0, 1][: 1 + caused]:
        yield f"revisions come of {[r.cause for r in revisions]}"


@contextmanager
def threads(address: str) -> Iterator[tuple[ReviewDesk, Clicking]]:
    """Two threads of one desk."""
    barrier = threading.Barrier(2)
    with closing(open_desk(address)) as desk, ThreadPoolExecutor(2) as tabs:

        def click(review_id: str, pair: Pair) -> list[Told]:
            return list(tabs.map(lambda tab: press(desk, review_id, tab, lambda: barrier.wait(BARRIER_SECONDS)), pair))

        yield desk, click


@contextmanager
def processes(address: str) -> Iterator[tuple[ReviewDesk, Clicking]]:
    """Two processes, each with a desk of its own; a third desk starts the reviews."""
    context = servers()
    barrier, pipes = context.Barrier(2), [context.Pipe() for _ in range(2)]
    with closing(open_desk(address)) as desk:
        tabs = [context.Process(target=_serve, args=(address, end, barrier), daemon=True) for _, end in pipes]
        for process in tabs:
            process.start()

        def click(review_id: str, pair: Pair) -> list[Told]:
            for (near, _), tab in zip(pipes, pair, strict=True):
                near.send((review_id, tab))
            return [near.recv() if near.poll(2 * BARRIER_SECONDS) else Told("silent") for near, _ in pipes]

        try:
            yield desk, click
        finally:
            for (near, _), process in zip(pipes, tabs, strict=True):
                near.send(None)
                process.join(10)
                process.kill()


def _serve(address: str, pipe: Connection, barrier: Barrier) -> None:
    """One server with one tab."""
    die_of_errors()
    with closing(open_desk(address)) as desk:
        while pipe.poll(4 * BARRIER_SECONDS) and (asked := pipe.recv()):
            review_id, tab = asked
            pipe.send(press(desk, review_id, tab, lambda: barrier.wait(BARRIER_SECONDS)))
