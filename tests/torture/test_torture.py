"""The tortures in short: what must hold, never how long it takes."""

from pathlib import Path

import pytest

from tests.torture import kills, races, steps
from tests.torture.ground import RECORDED, STARTED


def test_what_was_acknowledged_is_carried_out_once_however_often_servers_are_killed(
    database: str, tmp_path: Path
) -> None:
    came = kills.torture(database, tmp_path, kills=8, processes=3, seed=1)

    assert came.wrong == []
    assert came.well
    assert came.faults == {}
    assert came.clicks[RECORDED] > 0
    assert came.clicks[STARTED] > 0


@pytest.mark.parametrize("turn", steps.TURNS)
def test_a_turn_that_dies_at_any_step_is_wholly_there_or_wholly_absent(
    database: str, tmp_path: Path, turn: str
) -> None:
    came = steps.torture(database, tmp_path, turn, every=17)

    assert came.wrong == []
    assert came.kills >= 2
    assert came.steps > came.kills
    assert came.absent >= 1


@pytest.mark.parametrize("way", [races.threads, races.processes])
def test_of_two_tabs_that_decide_at_once_one_wins_and_the_other_is_told(database: str, way: races.Way) -> None:
    with way(database) as (desk, click):
        came = races.race(desk, click, 2 * len(races.PAIRS))

    assert [raced.wrong for raced in came.values()] == [[]] * len(races.PAIRS)
    assert all(raced.won.total() == 2 for raced in came.values())
