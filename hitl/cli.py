"""The command line: `python -m hitl`."""

import json
import logging
from dataclasses import asdict

import click

from hitl.doctor import Check, examine_here, healthy

MARKS = {"ok": ("ok", "green"), "warning": ("warning", "yellow"), "failed": ("FAILED", "red")}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def hitl() -> None:
    """The review desk's commands, beside its pages.

    Run them in the folder that the desk is started from: they read the same settings.
    """
    logging.getLogger("hitl").addHandler(logging.NullHandler())  # a driver's own words may show an address


@hitl.command()
@click.option("--json", "as_json", is_flag=True, help='Print one JSON object: {"healthy": true, "checks": [...]}.')
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Check the settings, the writer and the database.

    Nothing is made, migrated or changed, no token is spent, and nothing secret is printed.

    The exit status is 0 when nothing failed (warnings are allowed), 1 when something did, 2 for wrong usage.
    """
    checks = examine_here()
    well = healthy(checks)
    if as_json:
        click.echo(json.dumps({"healthy": well, "checks": [asdict(check) for check in checks]}, ensure_ascii=False))
    else:
        _print(checks)
    context.exit(0 if well else 1)


def _print(checks: list[Check]) -> None:
    """One aligned line for each check; the mark is a word, so that it is not its colour alone."""
    width = max(len(check.name) for check in checks)
    for check in checks:
        word, colour = MARKS[check.state]
        told = " ".join(check.told.split())
        click.echo(f"{click.style(f'{word:<7}', fg=colour)}  {check.name:<{width}}  {told}")
