"""What a revision of 3,000 characters takes on disk, everything counted."""

import tempfile
from dataclasses import replace
from pathlib import Path

from tests.bench.bare import BareTurns
from tests.bench.figures import Effort, Figure, Spread, ratio
from tests.bench.ours import OurTurns
from tests.bench.sides import Side, side

AGES = (5, 20, 100)


def run(effort: Effort) -> list[Figure]:
    """Bytes for each revision at several ages, on both sides."""
    ages = AGES[: effort.of(3, 3, 1)]
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name:
        folder = Path(name)
        with side(OurTurns, folder) as ours, side(BareTurns, folder) as bare:
            mine, theirs = (_bytes_each(which, ages, effort.of(4, 2, 1)) for which in (ours, bare))
    figures = [
        Figure(f"each at {age} revisions", "B", _one(mine[age]), _one(theirs[age]), "bare graph") for age in ages
    ]
    first, last = ages[0], ages[-1]
    figures[-1] = replace(figures[-1], goal=ratio(1 / 12, under=True))
    growth = f"each at {last} revisions, against {first}"
    return [*figures, Figure(growth, "B", _one(mine[last]), _one(mine[first]), f"itself at {first}", ratio(1.1))]


def _bytes_each(which: Side, ages: tuple[int, ...], reviews: int) -> dict[int, float]:
    """Bytes for each revision once some reviews have so many; what an almost empty database takes is left out."""
    which.begin()
    empty, found = which.size(), {}
    begun = {which.begin(): 1 for _ in range(reviews)}
    for age in ages:
        for review in begun:
            for _ in range(begun[review], age):
                which.turn(review)
            begun[review] = age
        found[age] = (which.size() - empty) / (age * reviews)
    return found


def _one(value: float) -> Spread:
    """A figure that does not spread."""
    return Spread(value, value, value, 1)
