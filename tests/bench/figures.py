"""What a comparison comes to: how both sides spread, and whether the goal is met."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal


class Effort(Enum):
    """How much is done for a figure: enough to trust it, enough to look at it, or just enough to have one."""

    FULL = auto()
    SHORT = auto()
    TINY = auto()

    def of(self, full: int, short: int, tiny: int = 1) -> int:
        """The number that belongs to this effort."""
        return {Effort.FULL: full, Effort.SHORT: short, Effort.TINY: tiny}[self]


@dataclass(frozen=True)
class Spread:
    """The median of some samples, the quartiles around it, and how many samples there are."""

    median: float
    low: float
    high: float
    count: int


def spread(samples: Iterable[float]) -> Spread:
    """How samples spread, of which there is at least one."""
    taken = sorted(samples)
    if len(taken) < 2:
        return Spread(taken[0], taken[0], taken[0], 1)
    low, median, high = statistics.quantiles(taken, n=4, method="inclusive")
    return Spread(median, low, high, len(taken))


def slow_end(samples: Sequence[float]) -> Spread:
    """The 95th percentile of some samples, between their median and the slowest."""
    taken = sorted(samples)
    place = min(len(taken) - 1, round(0.95 * (len(taken) - 1)))
    return Spread(taken[place], statistics.median(taken), taken[-1], len(taken))


@dataclass(frozen=True)
class Goal:
    """A limit on our figure as a multiple of the reference's, on how much more it is, or on itself.

    `under` says that the limit itself is too much.
    """

    measure: Literal["ratio", "difference", "amount"]
    limit: float
    under: bool = False

    def allows(self, measured: float) -> bool:
        """True if the goal is met."""
        return measured < self.limit if self.under else measured <= self.limit


@dataclass(frozen=True)
class Figure:
    """One line of the table. Both sides are in `unit`; `against` says what the reference is."""

    what: str
    unit: str
    ours: Spread
    reference: Spread | None = None
    against: str = ""
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """Our median in multiples of the reference's."""
        return self.ours.median / self.reference.median if self.reference and self.reference.median else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none, or nothing to hold it against."""
        if self.goal is None:
            return None
        if self.goal.measure == "amount":
            return self.goal.allows(self.ours.median)
        if self.goal.measure == "difference":
            return self.goal.allows(self.ours.median - self.reference.median) if self.reference else None
        return self.goal.allows(self.ratio) if self.ratio is not None else None


def ratio(limit: float, *, under: bool = False) -> Goal:
    """At most so many times the reference."""
    return Goal("ratio", limit, under)


def amount(limit: float) -> Goal:
    """Less than this, whatever the reference."""
    return Goal("amount", limit, under=True)


def in_turn(sides: Sequence[Callable[[], float]], rounds: int, warm_up: int = 1) -> list[Spread]:
    """Ask each side for a sample, round after round, so that what disturbs the machine disturbs all of them.

    The first rounds warm up and do not count; each round begins with another side.
    """
    taken: list[list[float]] = [[] for _ in sides]
    for number in range(-warm_up, rounds):
        for place in range(len(sides)):
            which = (place + number) % len(sides)
            sample = sides[which]()
            if number >= 0:
                taken[which].append(sample)
    return [spread(samples) for samples in taken]
