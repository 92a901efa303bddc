"""A server that dies at one chosen step between a click and the next stop: each statement, each commit, in turn.

A step is everything that is sent to the database, counted as it is about to be sent, and each return of a
connection to its pool, which is where a commit is done and nobody has been told of it.
"""

import os
import signal
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status, Verb
from hitl.store.postgres import PostgresDatabase
from hitl.store.sqlite import SqliteDatabase
from tests.torture import ground
from tests.torture.verdict import verdict_on

START = "start"
TURNS = (START, Verb.REVISE, Verb.EDIT, Verb.ACCEPT)
MOST_STEPS = 400
ANN, WORDS = "Ann", "Ann's own words."


@dataclass
class Turn:
    """A kind of turn, killed at each of its steps.

    `untold` clicks stand though nobody was told; `absent` ones were not told either and left no trace.
    """

    name: str
    steps: int = 0
    kills: int = 0
    told: int = 0
    untold: int = 0
    absent: int = 0
    wrong: list[str] = field(default_factory=list)


class Countdown:
    """Counts the steps of this process, from when it is armed, and kills it at the n-th; a `deaf` thread only waits."""

    def __init__(self, last: int) -> None:
        self._left = last
        self._guard = threading.Lock()
        self.armed, self.deaf = False, 0
        self.counted = 0

    def step(self, *_about: object) -> None:
        """Die if this is the one."""
        if not self.armed or threading.get_ident() == self.deaf:
            return
        with self._guard:
            self._left -= 1
            self.counted += 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


def torture(address: str, folder: Path, name: str, every: int = 1) -> Turn:
    """Kill a turn at its first step, its second, and so on to its end; `every` leaves some out."""
    turn, context = Turn(name), ground.servers()
    for n in range(1, MOST_STEPS, every):
        review_id = "" if name == START else _waiting(address)
        log = ground.ClickLog(folder / f"{name}-{n}.jsonl")
        near, far = context.Pipe()
        process = context.Process(target=_take_turn, args=(address, log, name, review_id, n, far), daemon=True)
        process.start()
        process.join(60)
        process.kill()
        with closing(ground.open_desk(address)) as desk:
            turn.wrong += [f"step {n}: {sentence}" for sentence in _judged(turn, desk, n, review_id, log.clicks())]
        if process.exitcode != -signal.SIGKILL:
            turn.steps = near.recv() if near.poll(1) else 0
            return turn
        turn.kills += 1
    return turn


def _waiting(address: str) -> str:
    """A review that waits with its first draft."""
    with closing(ground.open_desk(address)) as desk:
        review_id = desk.start(Brief("Topic"), ANN)
        ground.settle(desk, review_id)
        return review_id


def _take_turn(address: str, log: ground.ClickLog, name: str, review_id: str, last: int, pipe: Any) -> None:  # noqa: ANN401
    """One server: a click, then the way to the next stop, unless it dies before."""
    ground.die_of_errors()
    countdown = Countdown(last)
    _count_postgres(countdown)
    desk = ground.open_desk(address)
    _count(desk, countdown)
    stop = desk.review(review_id).stop if review_id else None
    countdown.armed = True
    if stop is None:
        review_id = desk.start(Brief(f"Topic {last}"), ANN)
        log.add(ground.Click(ground.STARTED, review_id, actor=ANN))
    else:
        log.add(ground.recorded(review_id, ground.decide(desk, review_id, stop, Verb(name), ANN, WORDS)))
    countdown.deaf = threading.get_ident()
    ground.settle(desk, review_id)
    ground.wait_until(lambda: not any(t.name == "hitl-drive" for t in threading.enumerate()))
    countdown.armed = False
    pipe.send(countdown.counted)
    desk.close()


def _count(desk: ReviewDesk, countdown: Countdown) -> None:
    """Count what goes to a SQLite file, and connections that come back."""
    database = desk._store.database
    event.listen(database.engine, "checkin", countdown.step)
    if isinstance(database, SqliteDatabase):
        database.engine.dispose()  # connections from now on are counted

        @event.listens_for(database.engine, "connect")
        def _trace(connection: sqlite3.Connection, _record: object) -> None:
            connection.set_trace_callback(countdown.step)

        with database.reader() as saver:
            saver.conn.set_trace_callback(countdown.step)
    else:
        for what in ("begin", "commit", "rollback"):
            event.listen(database.engine, what, countdown.step)


def _count_postgres(countdown: Countdown) -> None:
    """Count the statements that this process sends to PostgreSQL."""

    class Counted(psycopg.Cursor[Any]):
        def execute(self, *args: Any, **kwargs: Any) -> "Counted":  # noqa: ANN401 - psycopg's own
            countdown.step()
            return super().execute(*args, **kwargs)

        def executemany(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - psycopg's own
            countdown.step()
            super().executemany(*args, **kwargs)

    PostgresDatabase.connect_args = {**PostgresDatabase.connect_args, "cursor_factory": Counted}


def _judged(turn: Turn, desk: ReviewDesk, n: int, review_id: str, clicks: list[ground.Click]) -> list[str]:
    """Let a new desk finish what is there, go on, and hold it against what was acknowledged; what is wrong."""
    title = f"Topic {n}"
    review_id = review_id or next((line.id for line in desk.lines(search=title)[0] if line.title == title), "")
    wrong = [] if ground.recovered(desk) else ["nothing was taken up"]
    stands = bool(review_id) and (turn.name == START or bool(desk.decisions(review_id)))
    told = any(click.outcome in (ground.RECORDED, ground.STARTED) for click in clicks)
    turn.told += told
    turn.untold += stands and not told
    turn.absent += not stands
    if not review_id:
        return [*wrong, "what was acknowledged is not there"] if told else wrong
    return [*wrong, *_gone_on(desk, review_id), *verdict_on(desk, review_id, clicks)]


def _gone_on(desk: ReviewDesk, review_id: str) -> list[str]:
    """Ask for one more revision, as the editor would; after an accept that stands there is none."""
    review = desk.review(review_id)
    if review.status is Status.ACCEPTED and [d.verb for d in desk.decisions(review_id)] == [Verb.ACCEPT]:
        return []
    if review.stop is None:
        return [f"the review is {review.status} and cannot go on"]
    decision = desk.revise(review_id, review.stop, "Bob", "Go on.")
    ground.settle(desk, review_id)
    caused = [r.cause for r in desk.revisions(review_id)].count(decision.number)
    return [] if caused == 1 else [f"going on led to {caused} revisions"]
