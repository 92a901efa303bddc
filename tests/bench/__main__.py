"""Everything that hitl promises of its speed and size, measured: `python -m tests.bench turn storage --short`.

Without names all rows are measured, one after the other. The exit status is 1 where a goal is missed.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench import browser, databases
from tests.bench.run import EFFORTS, Run
from tests.bench.table import Figure, page

ROWS = {
    "turn": databases.turn,
    "storage": databases.storage,
    "click": browser.click,
    "first-words": browser.first_words,
    "tutorial": browser.tutorial,
    "first-page": browser.first_page,
    "list": databases.listing,
    "open": browser.opening,
    "verify": databases.verify,
    "crowd": browser.crowd,
    "diff": databases.diff,
    "soak": browser.soak,
}
PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


def measured(row: str, effort: str) -> list[Figure]:
    """The figures of a row, which clears away what it made."""
    with tempfile.TemporaryDirectory(prefix="hitl-bench-") as folder, Run(effort, Path(folder)) as run:
        return ROWS[row](run)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("rows", nargs="*", metavar="row", help=f"of {', '.join(ROWS)}; all without")
    for effort in EFFORTS[1:]:
        options.add_argument(f"--{effort}", action="store_const", const=effort, dest="effort", default="full")
    options.add_argument("--write", action="store_true", help="write docs/performance.md; only of all rows")
    chosen = options.parse_args()
    if chosen.write and chosen.rows:
        options.error("the page is written of all rows, in one run")
    rows: dict[str, list[Figure]] = {}
    for name in chosen.rows or ROWS:
        rows[name] = measured(name, chosen.effort)
        for figure in rows[name]:
            print(*filter(None, figure.cells(name)), sep="  ", flush=True)  # noqa: T201 - for whoever waits for it
    if chosen.write:
        said = PAGE.read_text(encoding="utf-8")  # by hand, but for what was measured
        before, after = said.partition("- effort")[0], said.partition("\nWhere goals are missed")
        PAGE.write_text("".join((before, page(rows, chosen.effort), *after[1:])), encoding="utf-8")
    return 1 if any(figure.met is False for figures in rows.values() for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
