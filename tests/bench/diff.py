"""What changed between two texts, against Python's own `difflib` on the same words."""

import time
from collections.abc import Callable

from tests.bench.figures import Effort, Figure, in_turn, ratio
from tests.diffs.rivals import Differ, installed
from tests.diffs.sizes import edited, text

OURS, REFERENCE = "hitl", "difflib, words"
GOALS = {1_000: ratio(1 / 10)}


def run(effort: Effort) -> list[Figure]:
    """Texts of three sizes with one word in 200 edited and a paragraph moved."""
    differs, figures = installed(), []
    for size in (100, 1_000, 10_000)[: effort.of(3, 2, 2)]:
        old = text(size, 1)
        new = edited(old)
        sides = [_sample(differs[name], old, new) for name in (OURS, REFERENCE)]
        ours, reference = in_turn(sides, effort.of(3 if size > 1_000 else 25, 9, 1), warm_up=size <= 1_000)
        figures.append(Figure(f"{size:,} words", "ms", ours, reference, "difflib", GOALS.get(size)))
    return figures


def _sample(differ: Differ, old: str, new: str) -> Callable[[], float]:
    def sample() -> float:
        began = time.perf_counter()
        list(differ(old, new))
        return 1_000 * (time.perf_counter() - began)

    return sample
