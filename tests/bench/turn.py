"""A turn: from a click on Revise to the next stop, with a writer that has its text ready."""

import tempfile
from pathlib import Path

from tests.bench.bare import BareTurns
from tests.bench.figures import Effort, Figure, ratio, spread
from tests.bench.ours import OurTurns
from tests.bench.sides import Side, Turn, side

WINDOW = 5
"""Turns in a row that stand for the revision at which they begin."""

GOALS = {5: 1.2, 20: 1.2, 100: 1.0}
AGAINST = "bare graph, its own durability"


def run(effort: Effort) -> list[Figure]:
    """Turns of reviews of both sides, in step, at three ages."""
    ages = [5, 20, 100][: effort.of(3, 3, 1)]
    taken: dict[int, list[tuple[Turn, Turn]]] = {age: [] for age in ages}
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as name:
        folder = Path(name)
        with side(OurTurns, folder) as ours, side(BareTurns, folder) as bare:
            _one_review(ours, bare, {}, last=2)  # warms up
            for _ in range(effort.of(12, 6, 1)):
                _one_review(ours, bare, taken, last=ages[-1] + WINDOW)
    return [figure for age in ages for figure in _figures(age, taken[age])]


def _one_review(ours: Side, bare: Side, taken: dict[int, list[tuple[Turn, Turn]]], last: int) -> None:
    """Take a review of each side to its last revision, in step, and keep the turns that count."""
    mine, theirs = ours.begin(), bare.begin()
    for number in range(1, last):
        if number % 2:
            turn = ours.turn(mine)
            reference = bare.turn(theirs)
        else:
            reference = bare.turn(theirs)
            turn = ours.turn(mine)
        for age, turns in taken.items():
            if age <= number < age + WINDOW:
                turns.append((turn, reference))


def _figures(age: int, turns: list[tuple[Turn, Turn]]) -> list[Figure]:
    reference = spread(1_000 * bare.from_click for _, bare in turns)
    recorded = spread(1_000 * mine.from_record for mine, _ in turns)
    clicked = spread(1_000 * mine.from_click for mine, _ in turns)
    return [
        Figure(f"recorded click to next stop, revision {age}", "ms", recorded, reference, AGAINST, ratio(GOALS[age])),
        Figure(f"the same with its recording, revision {age}", "ms", clicked, reference, AGAINST),
    ]
