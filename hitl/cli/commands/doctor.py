"""`doctor`: whether this desk is well."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from hitl.cli import terminal
from hitl.cli.group import hitl

if TYPE_CHECKING:
    from hitl.doctor import Check

_MARKS = {"ok": ("ok", terminal.GREEN), "warning": ("warning", terminal.YELLOW), "failed": ("FAILED", terminal.RED)}


@hitl.command()
@click.option("--json", "as_json", is_flag=True, help='Print one JSON object: {"healthy": true, "checks": [...]}.')
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Check the settings, the writer and the database.

    Nothing is made, migrated or changed, no token is spent, and nothing secret is printed.

    The exit status is 0 when nothing failed (warnings are allowed), 1 when something did, 2 for wrong usage.
    """
    from hitl.doctor import examine_here, healthy

    checks = examine_here()
    well = healthy(checks)
    if as_json:
        terminal.put_json({"healthy": well, "checks": [asdict(check) for check in checks]})
    else:
        _print(checks)
    context.exit(0 if well else 1)


def _print(checks: "list[Check]") -> None:
    """One aligned line for each check; the mark is a word, so that it is not its colour alone."""
    width = max(len(check.name) for check in checks)
    for check in checks:
        word, ink = _MARKS[check.state]
        terminal.put((f"{word:<7}", ink), f"  {check.name:<{width}}  {' '.join(check.told.split())}")
