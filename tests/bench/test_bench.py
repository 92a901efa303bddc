"""The harness in its very shortest form: the shape of the table, never a speed."""

import json
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import report
from tests.bench.figures import Effort, Figure, Goal, Spread, in_turn, ratio, slow_end, spread

QUICK = ["diff", "turn", "storage"]


def figure(ours: float, reference: float, goal: Goal | None) -> Figure:
    return Figure("a thing", "ms", spread([ours]), spread([reference]), "another", goal)


@pytest.fixture(scope="module")
def table() -> report.Table:
    return bench.measured(QUICK, Effort.TINY)


def test_each_row_has_figures_of_both_sides(table: report.Table) -> None:
    assert list(table) == QUICK
    for figures in table.values():
        assert figures
        assert all(f.ours.median > 0 and f.reference is not None and f.reference.median > 0 for f in figures)
        assert any(f.met is not None for f in figures) or figures[0].goal is None


def test_a_file_has_every_figure_with_the_machine_and_the_versions(tmp_path: Path, table: report.Table) -> None:
    read = json.loads(report.as_json(table, Effort.TINY))

    assert set(read) == {"effort", "date", "machine", "versions", "rows"}
    assert "langgraph" in read["versions"]
    assert {name: len(figures) for name, figures in read["rows"].items()} == {n: len(f) for n, f in table.items()}
    assert all({"what", "unit", "ours", "ratio", "met"} <= set(f) for figures in read["rows"].values() for f in figures)


def test_the_page_is_a_table_of_all_figures_with_the_command_that_wrote_it(tmp_path: Path, table: report.Table) -> None:
    page = tmp_path / "performance.md"
    report.write(page, table, Effort.SHORT)
    text = page.read_text(encoding="utf-8")

    assert "`python -m tests.bench --short --write`" in text
    assert text.count("\n| ") == 2 + sum(map(len, table.values()))
    assert len({line.count("|") for line in text.splitlines() if line.startswith("|")}) == 1


@pytest.mark.parametrize(
    ("ours", "goal", "met"),
    [
        (12.0, ratio(1.2), True),
        (12.1, ratio(1.2), False),
        (5.0, ratio(0.5, under=True), False),
        (159.0, Goal("difference", 150, under=True), True),
        (160.0, Goal("difference", 150, under=True), False),
        (19.9, Goal("amount", 20, under=True), True),
        (20.0, Goal("amount", 20, under=True), False),
        (20.0, None, None),
    ],
)
def test_a_goal_is_met_or_missed_by_what_it_measures(ours: float, goal: Goal | None, met: bool | None) -> None:
    assert figure(ours, 10.0, goal).met is met


def test_a_missed_goal_is_named_and_ends_the_command_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    table = {"turn": [figure(1.0, 1.0, ratio(1.2)), figure(2.0, 1.0, ratio(1.2))]}
    status = bench.told(table, Effort.TINY)

    assert status == 1
    assert capsys.readouterr().out.endswith("missed: turn: a thing: another\n")


def test_the_page_says_why_a_goal_is_missed(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    report.write(page, {"click": [figure(2.0, 1.0, ratio(1.5))], "turn": [figure(1.0, 1.0, ratio(1.2))]}, Effort.SHORT)
    text = page.read_text(encoding="utf-8")

    assert "python -m tests.bench --short --write" in text
    assert "- **click**: A click that decides draws" in text
    assert "**turn**" not in text


def test_both_sides_are_asked_equally_often_and_the_warm_up_does_not_count() -> None:
    asked: list[str] = []

    def side(name: str) -> float:
        asked.append(name)
        return float(len(asked))

    one, other = in_turn([lambda: side("one"), lambda: side("other")], rounds=4, warm_up=1)

    assert (asked.count("one"), asked.count("other")) == (5, 5)
    assert (one.count, other.count) == (4, 4)
    assert min(one.low, other.low) > 2


def test_a_spread_is_a_median_between_quartiles_and_the_slow_end_one_sample_in_twenty() -> None:
    samples = [float(n) for n in range(1, 102)]

    assert spread(samples) == Spread(51.0, 26.0, 76.0, 101)
    assert slow_end(samples) == Spread(96.0, 51.0, 101.0, 101)


@pytest.mark.parametrize("arguments", [["no-such-row"], ["turn", "--write"]])
def test_what_cannot_be_run_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        bench.main(arguments)

    assert refused.value.code == 2
    assert "python -m tests.bench" in capsys.readouterr().err
