"""The table of figures: on the screen, as JSON, and as a page of the documentation."""

import json
import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.figures import Effort, Figure, Goal, Spread
from tests.bench.reasons import WHY

Table = dict[str, list[Figure]]
"""The figures of each row by its name."""

Lines = list[tuple[str, ...]]
"""Another table: its head, then its lines."""

HEAD = ("row", "what", "hitl", "reference", "ratio", "goal", "met")
PACKAGES = ("streamlit", "langgraph", "langgraph-checkpoint-sqlite", "langchain-openai", "sqlalchemy")
PAGE = """\
# Performance

`python -m tests.bench{option} --write` measures all of this on one machine in one run, and writes this page.
Each time is a median with the quartiles around it (of a 95th percentile: the median and the slowest) and the number
of samples; a size is one value. The two sides of a comparison take turns; the crowd is compared with one session
before it, the soak with its own beginning. The references are what one has without hitl: a bare LangGraph graph as a
tutorial builds it, a Streamlit page of two lines, a tutorial's app of forty, Python's own `difflib`.

{facts}

{table}
{reasons}"""


def cells(table: Table) -> list[tuple[str, ...]]:
    """The table in words, a line for each figure."""
    return [(name, *_told(figure)) for name, figures in table.items() for figure in figures]


def printed(table: Table) -> str:
    """The table in columns."""
    return in_columns([HEAD, *cells(table)])


def in_columns(lines: Lines) -> str:
    """Another table in columns."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join("  ".join(map(str.ljust, line, widths)).rstrip() + "\n" for line in lines)


def as_json(table: Table, effort: Effort) -> str:
    """Everything there is to know of a run."""
    rows = {name: [asdict(f) | {"ratio": f.ratio, "met": f.met} for f in figures] for name, figures in table.items()}
    return json.dumps({"effort": effort.name.lower(), **facts(), "rows": rows}, indent=2) + "\n"


def write(page: Path, table: Table, effort: Effort) -> None:
    """Write the page of the documentation."""
    told = (f"- {name}: {value}" for name, value in facts().items())
    option = " --short" if effort is Effort.SHORT else ""
    missing = [name for name, figures in table.items() if lost(figures)]
    why = "".join(f"- **{name}**: {' '.join(WHY[name].split())}\n" for name in missing if name in WHY)
    reasons = f"\nWhere goals are missed, and why:\n\n{why}" if why else ""
    text = PAGE.format(
        option=option,
        facts="\n".join(told),
        table=_lines([HEAD, *cells(table)]),
        reasons=reasons,
    )
    page.write_text(text, encoding="utf-8")


def facts() -> dict[str, str]:
    """The day, the machine and the versions."""
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{_processor()}, {os.cpu_count()} cores, {gib:.0f} GiB, {platform.system()} {platform.release()}",
        "versions": ", ".join(
            [
                f"Python {platform.python_version()}",
                f"SQLite {sqlite3.sqlite_version}",
                *(f"{package} {version(package)}" for package in PACKAGES),
            ]
        ),
    }


def _told(figure: Figure) -> tuple[str, ...]:
    reference = f"{_measured(figure.reference, figure.unit)}, {figure.against}" if figure.reference else ""
    ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
    goal = _goal(figure.goal, figure.unit) if figure.goal else ""
    met = {True: "yes", False: "no", None: ""}[figure.met]
    return figure.what, _measured(figure.ours, figure.unit), reference, ratio, goal, met


def _measured(of: Spread, unit: str) -> str:
    if of.count == 1:
        return f"{_number(of.median)} {unit}"
    return f"{_number(of.median)} {unit} ({_number(of.low)} to {_number(of.high)}, n {of.count})"


def _goal(goal: Goal, unit: str) -> str:
    word = "under" if goal.under else "at most"
    if goal.measure == "ratio":
        return f"{word} {goal.limit:.3g} times"
    more = " more" if goal.measure == "difference" else ""
    return f"{word} {_number(goal.limit)} {unit}{more}"


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _lines(told: Sequence[tuple[str, ...]]) -> str:
    """A table of Markdown, of a head and lines."""
    return "\n".join(f"| {' | '.join(line)} |" for line in (told[0], ("---",) * len(told[0]), *told[1:]))


def lost(figures: Iterable[Figure]) -> list[Figure]:
    """Those that miss their goals."""
    return [figure for figure in figures if figure.met is False]


def missed(table: Table) -> Sequence[str]:
    """The figures that miss their goals, in words."""
    missing = ((name, figure) for name, figures in table.items() for figure in lost(figures))
    return [": ".join((name, *filter(None, (figure.what, figure.against)))) for name, figure in missing]
