"""`verify`: whether the record of a review is as it was written."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from hitl.cli import screen
from hitl.cli.group import hitl
from hitl.cli.opened import opened
from hitl.cli.options import json_option
from hitl.cli.records import all_option, records, what_argument
from hitl.cli.screen import BOLD, GREEN, RED, YELLOW, put
from hitl.cli.statuses import Exit
from hitl.trail import counted

if TYPE_CHECKING:
    from hitl.audit import Record


@hitl.command()
@what_argument
@all_option
@click.option("--head", metavar="SEAL", help="A last seal that was noted earlier: is it one of the record's?")
@json_option
@click.pass_context
def verify(context: click.Context, what: Sequence[str], everything: bool, head: str | None, as_json: bool) -> None:
    """Check that nobody changed a record since it was written.

    Every seal, the hash of every text, and the agreement of tables and saved states are computed anew, and what is
    wrong is named. With --all the record of deletions too. No model is asked, nothing is changed.

    The exit status is 1 where something is wrong.
    """
    told = [_checked(name, record, files, head) for name, record, files in records(what, everything=everything)]
    shape: dict[str, Any] = {"well": all(each["well"] is not False for each in told), "records": told}
    if everything:
        shape["deletions"] = _deletions()
        shape["well"] = shape["well"] and not shape["deletions"]["findings"]
    if as_json:
        screen.put_json(shape)
    else:
        for each in told:
            _print(each)
        _print_deletions(shape.get("deletions"))
    context.exit(Exit.DONE if shape["well"] else Exit.FAILED)


def _checked(name: str, record: "Record", files: list[str], head: str | None) -> dict[str, Any]:
    from hitl.audit import verify
    from hitl.story import checked, compared

    findings = verify(record)
    verdicts = [checked(record, findings)] + ([] if head is None else [compared(record, findings, head)])
    well = False if files or any(v.well is False for v in verdicts) else verdicts[0].well
    if head is not None and verdicts[1].well is None:
        well = False
    return {
        "name": name,
        "review": record.review.get("id"),
        "well": well,
        "told": [line for verdict in verdicts for line in (verdict.sentence, *verdict.more)] + files,
        "findings": [{"kind": f.kind, "number": f.number, "told": f.told} for f in findings],
        "head": record.review.get("head"),
    }


def _print(told: dict[str, Any]) -> None:
    mark, ink = {True: ("ok", GREEN), None: ("ok, but", YELLOW), False: ("WRONG", RED)}[told["well"]]
    put((f"{mark:<7}", ink), "  ", (told["name"][:60], BOLD), f"  {told['told'][0]}")
    for more in told["told"][1:]:
        put(" " * 9, more)


def _deletions() -> dict[str, Any]:
    from hitl.audit import verify_deletions

    with opened() as desk:
        rows = desk.archive.deletions()
    return {"number": len(rows), "findings": verify_deletions(rows)}


def _print_deletions(told: dict[str, Any] | None) -> None:
    if told is None:
        return
    for finding in told["findings"]:
        put(("WRONG  ", RED), "  ", finding)
    if not told["findings"]:
        put(("ok     ", GREEN), f"  {counted(told['number'], 'deletion')}, as sealed.")
