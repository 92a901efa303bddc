"""Where a turn spends its time on the processor, on both sides: `cProfile` in each thread that takes part in it.

Waiting, for a disk or for another thread, is not in it: how often the database commits tells of that.
"""

import cProfile
import pstats
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.bare import BareTurns
from tests.bench.figures import Effort
from tests.bench.ours import OurTurns
from tests.bench.report import Lines, in_columns
from tests.bench.sides import Turns

AGE = 20
HEAD = (f"a turn at revision {AGE}, milliseconds of the processor under a profiler (calls)", "hitl", "bare graph")
ONE_THREAD = sys.version_info >= (3, 12)
WARM_UP = 3
LISTED = 25
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("SQLite", ("sqlite3.",)),
    ("SQLAlchemy", ("/sqlalchemy/", "sqlalchemy.")),
    ("checkpoints", ("/langgraph/checkpoint/", "ormsgpack")),
    ("the graph's loop", ("/langgraph/",)),
    ("LangChain", ("/langchain_core/", "/langsmith/")),
    ("pydantic", ("/pydantic", "pydantic_core")),
    ("lock files", ("/filelock/", "fcntl")),
    ("threads, queues, futures", ("/threading.py", "/concurrent/", "_queue", "_thread", "contextvars")),
    ("hitl", ("/hitl/",)),
    ("JSON and copies", ("/json/", "/copy.py", "/dataclasses.py", "_json")),
)
"""A group, and what is in the name of a function of it, or in its file's; the first one that fits counts."""

COMMIT = "'commit' of 'sqlite3.Connection'"

Key = tuple[str, int, str]
Times = dict[Key, tuple[int, float, float]]
"""A function -> how often it was called, the seconds in it alone, and those in what it called too."""


@dataclass(frozen=True)
class Profile:
    """What some turns did, and the seconds on the processor that each of them took before anybody looked on."""

    times: Times
    turns: int
    unwatched: float


def lines(effort: Effort) -> Lines:
    """A head and a line for each group of functions; nothing where Python can profile one thread at a time only."""
    return [] if ONE_THREAD else _groups(*_both(effort))


def profile(effort: Effort) -> None:
    """Print the groups of both sides, then the functions that take most of ours."""
    if ONE_THREAD:
        sys.exit("Since Python 3.12 only one thread can be profiled at a time; take 3.11.")
    ours, bare = _both(effort)
    sys.stdout.write(in_columns(_groups(ours, bare)))
    _functions("by the time in themselves", ours, 1)
    _functions("with what they call", ours, 2)


def _both(effort: Effort) -> tuple[Profile, Profile]:
    """Ours, and the bare graph's."""
    turns = effort.of(60, 20, 1)
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name:
        bare_turns, our_turns = BareTurns(Path(name)), OurTurns(Path(name))
        bare, ours = _profiled(bare_turns, turns), _profiled(our_turns, turns)
        our_turns.close()
        bare_turns.close()
    return ours, bare


def _profiled(side: Turns, turns: int) -> Profile:
    """What the threads did that were begun in these turns; this thread only looks on."""
    review = side.begin()

    def turn() -> None:
        thread = threading.Thread(target=side.turn, args=(review,))
        thread.start()
        thread.join()

    for _ in range(AGE + WARM_UP):
        turn()
    began = time.process_time() - time.thread_time()
    for _ in range(turns):
        turn()
    unwatched = (time.process_time() - time.thread_time() - began) / turns
    with _in_new_threads() as profiles:
        for _ in range(turns):
            turn()
        time.sleep(0.2)  # the last ones end
    stats: Any = pstats.Stats(profiles[0])
    stats.add(*profiles[1:])
    times = {key: (calls, own, whole) for key, (_, calls, own, whole, _) in stats.stats.items()}
    return Profile(times, turns, unwatched)


@contextmanager
def _in_new_threads() -> Iterator[list[cProfile.Profile]]:
    profiles: list[cProfile.Profile] = []

    def begin(*_event: object) -> None:
        profiles.append(cProfile.Profile(time.thread_time))
        profiles[-1].enable()  # in the place of this very function, in this thread

    threading.setprofile(begin)
    try:
        yield profiles
    finally:
        threading.setprofile(None)


def _groups(ours: Profile, bare: Profile) -> Lines:
    """Milliseconds and calls of each turn by group, then what the profiler does not lengthen."""
    sides = (ours, bare)
    columns = [_by_group(side) for side in sides]
    told: Lines = [HEAD]
    for group in [*(name for name, _ in GROUPS), "the rest", "all"]:
        told.append((group, *(f"{ms:,.2f} ({calls:,.0f})" for ms, calls in (column[group] for column in columns))))
    told.append(("all, without the profiler", *(f"{1_000 * side.unwatched:,.2f}" for side in sides)))
    told.append(("commits", *(f"{_commits(side):,.0f}" for side in sides)))
    return told


def _commits(side: Profile) -> float:
    return sum(calls for key, (calls, _, _) in side.times.items() if COMMIT in key[2]) / side.turns


def _by_group(side: Profile) -> dict[str, tuple[float, float]]:
    found = dict.fromkeys([*(name for name, _ in GROUPS), "the rest", "all"], (0.0, 0.0))
    for key, (calls, own, _) in side.times.items():
        for each in (_group(key), "all"):
            ms, count = found[each]
            found[each] = ms + 1_000 * own / side.turns, count + calls / side.turns
    return found


def _group(key: Key) -> str:
    where = f"{key[0]} {key[2]}"
    return next((name for name, marks in GROUPS if any(mark in where for mark in marks)), "the rest")


def _functions(title: str, side: Profile, place: int) -> None:
    sys.stdout.write(f"\nhitl's functions, {title}: milliseconds and calls of each turn\n")
    for key, told in sorted(side.times.items(), key=lambda item: -item[1][place])[:LISTED]:
        name = f"{'/'.join(Path(key[0]).parts[-3:])}:{key[1]} {key[2]}"
        sys.stdout.write(f"{1_000 * told[place] / side.turns:>9.2f}{told[0] / side.turns:>9.1f}  {name}\n")
