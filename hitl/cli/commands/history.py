"""`history`: the whole trail of a review, as a table in words."""

from collections.abc import Sequence

from hitl import trail
from hitl.cli import terminal
from hitl.cli.group import hitl
from hitl.cli.options import json_option, review_argument
from hitl.cli.resolve import find
from hitl.cli.session import opened
from hitl.cli.terminal import BOLD, QUIET, fitted, put

_MOST = (22, 4, 14)
"""The widest that the columns of time, revision and person may be; what happened gets what is left."""


@hitl.command()
@review_argument
@json_option
def history(review_id: str, as_json: bool) -> None:
    """Show all that happened to a review.

    The oldest comes first: when, on which revision, who, what, and in which words.
    """
    with opened() as desk:
        review = find(desk, review_id)
        rows = trail.rows(review, desk.revisions(review.id), desk.decisions(review.id))
    if as_json:
        terminal.put_json({"review": review.id, "trail": rows})
        return
    put((review.title, BOLD))
    print_rows(rows)


def print_rows(rows: Sequence[trail.Row]) -> None:
    """The trail as a table; what happened takes as many lines as it needs."""
    cells = [(trail.clock(str(row["time"])), _number(row), str(row["who"])) for row in rows]
    widths = terminal.table(cells, _MOST)
    margin = sum(widths) + 2 * len(widths)
    for row, left in zip(rows, cells, strict=True):
        first, *others = terminal.wrapped(_told(row), max(terminal.columns() - margin, 20))
        shown = "  ".join(fitted(cell, size) for cell, size in zip(left, widths, strict=True))
        put((shown, QUIET), "  ", first)
        for line in others:
            put(" " * margin, line)


def _number(row: trail.Row) -> str:
    return f"v{row['revision']}" if row["revision"] else ""


def _told(row: trail.Row) -> str:
    """What happened, in which words, and why it went on as it did."""
    words = f": {' '.join(str(row['words']).split())}" if row["words"] else ""
    why = f" ({row['why']})" if row["why"] else ""
    return f"{row['event']}{words}{why}"
