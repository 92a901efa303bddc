"""Two tabs that decide on the same stop at the same moment: in one server, and on two."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Verb
from hitl.errors import HitlError, Stale
from tests.torture.clicks import RECORDED, REFUSED
from tests.torture.editors import decide
from tests.torture.ground import HastyWriter, dice, die_of_errors, servers, settings, settle

BARRIER_SECONDS = 30.0


@dataclass(frozen=True)
class Tab:
    """What is pressed in a tab, by whom."""

    verb: Verb
    actor: str
    words: str

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor}"


@dataclass(frozen=True)
class Told:
    """What a tab was told: the decision that stands now, and whether it is its own."""

    outcome: str
    verb: str = ""
    actor: str = ""
    number: int = 0


Pair = tuple[Tab, Tab]
Clicking = Callable[[str, Pair], tuple[Told, Told]]
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
    """The races of one pair: who won, who was told of it, and what went wrong, in words."""

    races: int = 0
    first_won: int = 0
    second_won: int = 0
    losers_told: int = 0
    same_click: int = 0
    wrong: tuple[str, ...] = ()


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
        raced = came[f"{one} | {other}"]
        review_id = desk.start(Brief(f"{one} | {other}"), "Cleo", "The first text.")
        settle(desk, review_id)
        told = click(review_id, (one, other))
        settle(desk, review_id)
        _count(raced, (one, other), told)
        raced.wrong += tuple(f"{sentence}: {told}" for sentence in _wrong(desk, review_id, (one, other), told))
    return came


def _count(raced: Raced, pair: Pair, told: tuple[Told, Told]) -> None:
    raced.races += 1
    won = [outcome.outcome == RECORDED for outcome in told]
    raced.same_click += all(won) and pair[0] == pair[1]
    raced.first_won += won == [True, False]
    raced.second_won += won == [False, True]
    raced.losers_told += any(
        loser.outcome == REFUSED and (loser.verb, loser.actor) == (winner.verb, winner.actor)
        for loser, winner in (told, told[::-1])
        if winner.outcome == RECORDED
    )


def _wrong(desk: ReviewDesk, review_id: str, pair: Pair, told: tuple[Told, Told]) -> Iterator[str]:
    """What must not be after a race."""
    decisions, revisions = desk.decisions(review_id), desk.revisions(review_id)
    if len(decisions) != 1:
        yield f"{len(decisions)} decisions at one stop"
    if any(
        (outcome.verb, outcome.actor, outcome.number) != (d.verb, d.actor, 1) for outcome in told for d in decisions
    ):
        yield "a tab was told of something else than what stands"
    if sum(outcome.outcome == RECORDED for outcome in told) != (2 if pair[0] == pair[1] else 1):
        yield "not exactly one winner"
    caused = sum(d.goto != "finalize" for d in decisions)
    if [r.cause for r in revisions] != [0, 1][: 1 + caused]:
        yield f"revisions come of {[r.cause for r in revisions]}"


@contextmanager
def threads(address: str) -> Iterator[tuple[ReviewDesk, Clicking]]:
    """Two threads of one desk."""
    desk = _desk(address)

    def click(review_id: str, pair: Pair) -> tuple[Told, Told]:
        barrier, told = threading.Barrier(2), {}

        def tab(n: int) -> None:
            told[n] = press(desk, review_id, pair[n], lambda: barrier.wait(BARRIER_SECONDS))

        tabs = [threading.Thread(target=tab, args=(n,)) for n in (0, 1)]
        for thread in tabs:
            thread.start()
        for thread in tabs:
            thread.join(2 * BARRIER_SECONDS)
        return told[0], told[1]

    try:
        yield desk, click
    finally:
        desk.close()


@contextmanager
def processes(address: str) -> Iterator[tuple[ReviewDesk, Clicking]]:
    """Two processes, each with a desk of its own; a third desk starts the reviews."""
    context, desk = servers(), _desk(address)
    barrier = context.Barrier(2)
    pipes = [context.Pipe() for _ in (0, 1)]
    tabs = [context.Process(target=_serve, args=(address, end, barrier), daemon=True) for _, end in pipes]
    for process in tabs:
        process.start()

    def click(review_id: str, pair: Pair) -> tuple[Told, Told]:
        for (near, _), tab in zip(pipes, pair, strict=True):
            near.send((review_id, tab))
        first, second = (near.recv() if near.poll(2 * BARRIER_SECONDS) else Told("silent") for near, _ in pipes)
        return first, second

    try:
        yield desk, click
    finally:
        for (near, _), process in zip(pipes, tabs, strict=True):
            near.send(None)
            process.join(10)
            process.kill()
        desk.close()


def _serve(address: str, pipe: Connection, barrier: Barrier) -> None:
    """One server with one tab."""
    die_of_errors()
    desk = _desk(address)
    while pipe.poll(4 * BARRIER_SECONDS) and (asked := pipe.recv()):
        review_id, tab = asked
        pipe.send(press(desk, review_id, tab, lambda: barrier.wait(BARRIER_SECONDS)))
    desk.close()


def _desk(address: str) -> ReviewDesk:
    return ReviewDesk(settings(address), HastyWriter(dice(0)).for_model)
