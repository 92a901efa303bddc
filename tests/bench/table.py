"""The figures: how samples spread, whether a goal is met, and the page with the table of them all."""

import operator
import os
import platform
import re
import sqlite3
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

HEAD = ("row", "what", "hitl", "reference", "ratio", "goal", "met")
PACKAGES = ("streamlit", "langgraph", "langgraph-checkpoint-sqlite", "langchain-openai", "sqlalchemy")
WITHIN = {"under": operator.lt, "at most": operator.le, "at least": operator.ge}

Sample = Callable[[], float]


class Spread(NamedTuple):
    """The median of some samples, what lies around it, and how many samples there are."""

    median: float
    low: float
    high: float
    samples: int

    def describe(self, unit: str) -> str:
        around = f" ({_number(self.low)} to {_number(self.high)}, n {self.samples})" if self.samples > 1 else ""
        return f"{_number(self.median)} {unit}{around}"


@dataclass(frozen=True)
class Figure:
    """One line of the table. Both sides are in `unit`; `against` says what the reference is.

    A goal is "at most 1.2 times" or "under 150 ms more" than the reference, or an amount: "at least 1,000 a second".
    """

    what: str
    unit: str
    ours: Spread
    reference: Spread | None = None
    against: str = ""
    goal: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if not self.goal:
            return None
        found = re.fullmatch(r"(under|at most|at least) ([\d.,]+) (.+)", self.goal)
        assert found and found[3] in (self.unit, f"{self.unit} more", "times"), self.goal
        measured, theirs = self.ours.median, self.reference.median if self.reference else 0.0
        if found[3] == "times":
            measured /= theirs
        elif found[3] == f"{self.unit} more":
            measured -= theirs
        return bool(WITHIN[found[1]](measured, float(found[2].replace(",", ""))))

    def cells(self, row: str) -> tuple[str, ...]:
        reference = ratio = ""
        if self.reference:
            reference = f"{self.reference.describe(self.unit)}, {self.against}"
            ratio = f"{self.ours.median / self.reference.median:.2f}"
        met = {True: "yes", False: "no", None: ""}[self.met]
        return row, self.what, self.ours.describe(self.unit), reference, ratio, self.goal, met


def spread(samples: Iterable[float]) -> Spread:
    """The median and the quartiles of samples, of which there is at least one."""
    taken = list(samples)
    low, median, high = statistics.quantiles(taken, n=4, method="inclusive") if len(taken) > 1 else taken * 3
    return Spread(median, low, high, len(taken))


def slow_end(samples: Iterable[float]) -> Spread:
    """The 95th percentile, between the median and the slowest sample."""
    taken = sorted(samples)
    return Spread(taken[round(0.95 * (len(taken) - 1))], statistics.median(taken), taken[-1], len(taken))


def in_turn(sides: Sequence[Sample], rounds: int, warm_up: int = 1) -> list[Spread]:
    """Ask each side for a sample, round after round, so that what disturbs the machine disturbs all of them.

    The first rounds warm up and do not count; each round begins with another side.
    """
    taken: list[list[float]] = [[] for _ in sides]
    for number in range(-warm_up, rounds):
        for place in range(len(sides)):
            side = (place + number) % len(sides)
            sample = sides[side]()
            if number >= 0:
                taken[side].append(sample)
    return [spread(samples) for samples in taken]


def page(rows: dict[str, list[Figure]], effort: str) -> str:
    """What changes on the page of the documentation: how, when and on what it was measured, and the table."""
    cells = [figure.cells(row) for row, figures in rows.items() for figure in figures]
    processor = re.search(r"(?m)^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{os.cpu_count()} cores, {gib:.0f} GiB, {platform.system()} {platform.release()}"
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    facts = {
        "effort": effort,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{processor[1] if processor else 'unknown'}, {system}",
        "versions": ", ".join(versions + [f"{package} {version(package)}" for package in PACKAGES]),
    }
    lines = [f"| {' | '.join(line)} |" for line in (HEAD, ("---",) * len(HEAD), *cells)]
    return "\n".join([*(f"- {fact}: {said}" for fact, said in facts.items()), "", *lines, ""])


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
