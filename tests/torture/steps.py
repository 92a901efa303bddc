"""A server that dies at one chosen step between a click and the next stop: each statement, each commit, in turn.

A step is everything that is sent to the database, counted as it is about to be sent, and each return of a
connection to its pool, which is where a commit is done and nobody has been told of it.
"""

import os
import signal
import sqlite3
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Decision, Status, Verb
from hitl.store.postgres import PostgresDatabase
from hitl.store.sqlite import SqliteDatabase
from tests.torture.clicks import RECORDED, STARTED, Click, ClickLog, recorded
from tests.torture.editors import decide
from tests.torture.ground import HastyWriter, dice, die_of_errors, recovered, servers, settings, settle, wait_until
from tests.torture.verdict import DUPLICATED, LOST, Broken, review_verdict

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
    acknowledged: int = 0
    untold: int = 0
    absent: int = 0
    broken: Broken = field(default_factory=dict)

    def found(self, promise: str, sentence: str) -> None:
        """Note what was found against a promise."""
        self.broken.setdefault(promise, []).append(sentence)


class Countdown:
    """Counts the steps of this process, from when it is armed, and kills it at the n-th."""

    def __init__(self, last: int) -> None:
        self._left = last
        self._guard = threading.Lock()
        self._deaf: set[int] = set()
        self.armed = False
        self.counted = 0

    def step(self, *_about: object) -> None:
        """Die if this is the one."""
        if not self.armed or threading.get_ident() in self._deaf:
            return
        with self._guard:
            self._left -= 1
            self.counted += 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)

    def spare_this_thread(self) -> None:
        """Do not count what this thread does from here on: it only waits."""
        self._deaf.add(threading.get_ident())


def torture(address: str, folder: Path, name: str, every: int = 1) -> Turn:
    """Kill a turn at its first step, its second, and so on to its end; `every` leaves some out."""
    turn, context = Turn(name), servers()
    for n in range(1, MOST_STEPS, every):
        review_id = "" if name == START else _waiting(address)
        log = ClickLog(folder / f"{name}-{n}.jsonl")
        near, far = context.Pipe()
        arguments = (address, str(folder / f"{name}-{n}.jsonl"), name, review_id, n, far)
        process = context.Process(target=_take_turn, args=arguments, daemon=True)
        process.start()
        process.join(60)
        process.kill()
        killed = process.exitcode == -signal.SIGKILL
        clicks = log.clicks()
        log.close()
        turn.kills += killed
        _judge(turn, address, n, review_id, clicks)
        if not killed:
            turn.steps = near.recv() if near.poll(1) else 0
            return turn
    return turn


def _waiting(address: str) -> str:
    """A review that waits with its first draft."""
    desk = _desk(address)
    review_id = desk.start(Brief("Topic"), ANN)
    settle(desk, review_id)
    desk.close()
    return review_id


def _take_turn(address: str, log_path: str, name: str, review_id: str, last: int, pipe: Any) -> None:  # noqa: ANN401
    """One server: a click, then the way to the next stop, unless it dies before."""
    die_of_errors()
    countdown = Countdown(last)
    _count_postgres(countdown)
    desk, log = _desk(address), ClickLog(Path(log_path))
    _count(desk, countdown)
    stop = desk.review(review_id).stop if review_id else None
    countdown.armed = True
    if stop is None:
        review_id = desk.start(Brief(f"Topic {last}"), ANN)
        log.add(Click(STARTED, review_id, actor=ANN))
    else:
        log.add(recorded(review_id, decide(desk, review_id, stop, Verb(name), ANN, WORDS)))
    countdown.spare_this_thread()
    settle(desk, review_id)
    wait_until(lambda: not any(t.name == "hitl-drive" for t in threading.enumerate()))
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


def _judge(turn: Turn, address: str, n: int, review_id: str, clicks: list[Click]) -> None:
    """Let a new desk finish what is there, hold it against what was acknowledged, and go on."""
    desk = _desk(address)
    review_id = review_id or _started(desk, f"Topic {n}")
    well = recovered(desk)
    decisions = desk.decisions(review_id) if review_id else []
    stands = bool(decisions) if turn.name != START else bool(review_id)
    told = any(click.outcome in (RECORDED, STARTED) for click in clicks)
    turn.acknowledged += told
    turn.untold += stands and not told
    turn.absent += not stands
    if not well:
        turn.found(LOST, f"step {n}: nothing was taken up")
    if told and not stands:
        turn.found(LOST, f"step {n}: what was acknowledged is not there")
    if review_id:
        _go_on(turn, desk, n, review_id)
    desk.close()
    if review_id:
        for promise, sentences in review_verdict(address, review_id, clicks).items():
            turn.broken.setdefault(promise, []).extend(f"step {n}: {sentence}" for sentence in sentences)


def _started(desk: ReviewDesk, title: str) -> str:
    """The id of the review of this title, empty where there is none."""
    return next((line.id for line in desk.lines(search=title)[0] if line.title == title), "")


def _go_on(turn: Turn, desk: ReviewDesk, n: int, review_id: str) -> None:
    """One more revision, as the editor would ask for it; after an accept that stands there is none."""
    review = desk.review(review_id)
    before = desk.decisions(review_id)
    if review.status is Status.ACCEPTED and [d.verb for d in before] == [Verb.ACCEPT]:
        return
    if review.stop is None:
        turn.found(LOST, f"step {n}: the review is {review.status} and cannot go on")
        return
    decision: Decision = desk.revise(review_id, review.stop, "Bob", "Go on.")
    settle(desk, review_id)
    caused = [r.cause for r in desk.revisions(review_id)].count(decision.number)
    if caused != 1:
        turn.found(DUPLICATED if caused else LOST, f"step {n}: going on led to {caused} revisions")


def _desk(address: str) -> ReviewDesk:
    return ReviewDesk(settings(address), HastyWriter(dice(0)).for_model)
