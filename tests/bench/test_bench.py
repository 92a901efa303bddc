"""The benchmark in its shortest form: the rows run, the goals are judged, the page is a table; never a speed."""

import pytest

from tests.bench.__main__ import measured
from tests.bench.table import Figure, Spread, page, slow_end, spread


@pytest.mark.parametrize("row", ["diff", "turn", "storage", "verify"])
def test_a_row_has_figures_that_stand_in_a_table(row: str) -> None:
    figures = measured(row, "tiny")
    lines = [line for line in page({row: figures}, "").splitlines() if line.startswith("|")]

    assert all(figure.ours.median > 0 for figure in figures)
    assert any(figure.met is not None for figure in figures)
    assert len(lines) == 2 + len(figures)
    assert len({line.count("|") for line in lines}) == 1


@pytest.mark.parametrize(
    ("ours", "goal", "met"),
    [
        (12.0, "at most 1.2 times", True),
        (12.1, "at most 1.2 times", False),
        (5.0, "under 0.5 times", False),
        (159.0, "under 150 ms more", True),
        (20.0, "under 20 ms", False),
        (1_000.0, "at least 1,000 ms", True),
        (20.0, "", None),
    ],
)
def test_a_goal_is_met_or_missed_by_what_it_measures(ours: float, goal: str, met: bool | None) -> None:
    assert Figure("a thing", "ms", spread([ours]), spread([10.0]), "another", goal).met is met


def test_a_spread_is_a_median_between_quartiles_and_the_slow_end_one_sample_in_twenty() -> None:
    samples = [float(number) for number in range(1, 102)]

    assert spread(samples) == Spread(51.0, 26.0, 76.0, 101)
    assert slow_end(samples) == Spread(96.0, 51.0, 101.0, 101)
