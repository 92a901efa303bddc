"""Everything that hitl promises of its speed and size, measured: `python -m tests.bench turn storage --short`.

Without names all rows are run, one after the other; each makes what it needs and clears it away. The exit status is 1
where a goal is missed.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from tests.bench import report
from tests.bench.figures import Effort

ROWS = {
    "turn": "turn",
    "storage": "storage",
    "click": "click",
    "first-words": "first_words",
    "tutorial": "tutorial",
    "first-page": "first_page",
    "list": "listing",
    "open": "opening",
    "crowd": "crowd",
    "diff": "diff",
    "soak": "soak",
}
"""The module of each row, imported only for it: what one side of a comparison imports must not slow the other."""

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


def main(arguments: list[str] | None = None) -> int:
    """Run rows and tell what came of them."""
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("rows", nargs="*", metavar="row", help=f"of {', '.join(ROWS)}; all without")
    options.add_argument("--short", action="store_true", help="a quick form of each, to look at")
    options.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, after each row")
    options.add_argument("--write", action="store_true", help="write docs/performance.md; only of all rows")
    chosen = options.parse_args(arguments)
    if unknown := [name for name in chosen.rows if name not in ROWS]:
        options.error(f"there is no such row: {', '.join(unknown)}")
    if chosen.write and chosen.rows:
        options.error("the page is written of all rows, in one run")
    effort = Effort.SHORT if chosen.short else Effort.FULL
    return told(measured(chosen.rows or list(ROWS), effort, chosen.json), effort, page=PAGE if chosen.write else None)


def measured(rows: list[str], effort: Effort, file: Path | None = None) -> report.Table:
    """The figures of some rows; the file has those that are there so far."""
    table: report.Table = {}
    for name in rows:
        sys.stderr.write(f"{name} …\n")
        table[name] = import_module(f"tests.bench.{ROWS[name]}").run(effort)
        if file:
            file.write_text(report.as_json(table, effort), encoding="utf-8")
    return table


def told(table: report.Table, effort: Effort, page: Path | None = None) -> int:
    """Print the table, and write it if there is a page; 1 where a goal is missed."""
    sys.stdout.write(report.printed(table))
    if page:
        report.write(page, table, effort)
    missed = report.missed(table)
    sys.stdout.writelines(f"missed: {sentence}\n" for sentence in missed)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
