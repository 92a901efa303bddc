"""`list`: the reviews as a table, what waits on top."""

from collections.abc import Sequence

import click

from hitl.cli import json_output, output, terminal
from hitl.cli.group import hitl
from hitl.cli.options import json_option
from hitl.cli.session import opened
from hitl.cli.terminal import QUIET, RED, fitted, put
from hitl.domain import Line, Status, seconds_since

STATUSES = {status.name.lower(): status for status in Status}

_HEAD = ("review", "status", "text", "by", "age", "title")
_MOST = (8, 17, 5, 12, 6)
"""The widest that the columns may be, the title's excepted, which gets what is left."""


@hitl.command("list")
@click.option(
    "--status", "names", multiple=True, type=click.Choice(list(STATUSES), case_sensitive=False), help="Repeatable."
)
@click.option("--search", default="", metavar="WORDS", help="Words in a title, or in the text that stands.")
@click.option("--limit", default=25, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@json_option
def listing(names: Sequence[str], search: str, limit: int, as_json: bool) -> None:
    """List the reviews, what waits on top.

    Then comes what is being drafted, then what has ended; the newest first in each.
    """
    with opened() as desk:
        lines, total, _ = desk.lines([STATUSES[name] for name in names], search, limit, all_counted=True)
    if as_json:
        terminal.put_json(json_output.lines(lines, total))
    elif lines:
        _table(lines)
        if total > len(lines):
            terminal.remark(f"{len(lines)} of {total:,}; --limit shows more, --search and --status fewer.")
    else:
        terminal.remark(
            "Nothing matches." if names or search else "No drafts yet. Start one: python -m hitl start TOPIC"
        )


def _table(lines: Sequence[Line]) -> None:
    rows = [_HEAD, *map(_cells, lines)]
    inks = [QUIET, *(RED if line.damaged else output.INKS[line.status] for line in lines)]
    widths = terminal.table([row[:-1] for row in rows], _MOST)
    rest = max(terminal.columns() - sum(widths) - 2 * len(widths), 12)
    for ink, (*cells, title) in zip(inks, rows, strict=True):
        short, status, *others = [fitted(cell, size) for cell, size in zip(cells, widths, strict=True)]
        put(short, "  ", (status, ink), "  ", ("  ".join(others), QUIET), "  ", fitted(title, rest).rstrip())


def _cells(line: Line) -> tuple[str, ...]:
    status = "Damaged" if line.damaged else line.status.value
    number = f"v{line.number}" if line.number else "–"
    return line.id[:8], status, number, line.owner, _age(line.updated_at), line.title


def _age(at: str) -> str:
    """How long ago something changed, in at most six columns."""
    seconds = seconds_since(at)
    sizes = ((86_400, "d"), (3_600, "h"), (60, "min"))
    return next((f"{seconds // size:.0f} {name}" for size, name in sizes if seconds >= size), "now")
