"""`replay`: a review run again from its record."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from hitl.cli import terminal
from hitl.cli.exit_codes import Exit
from hitl.cli.group import hitl
from hitl.cli.options import json_option
from hitl.cli.records import all_option, records, what_argument
from hitl.cli.terminal import BOLD, GREEN, RED, put
from hitl.errors import NotReplayable

if TYPE_CHECKING:
    from hitl.audit import Record
    from hitl.graph import ReviewGraph


@hitl.command()
@what_argument
@all_option
@json_option
@click.pass_context
def replay(context: click.Context, what: Sequence[str], everything: bool, as_json: bool) -> None:
    """Run a review again from its record, and compare.

    The loop and its rules are the real ones; the answers of the model are those that were recorded. No model is
    asked, and nothing is written. The first difference is told, with what was expected and what came.

    The exit status is 1 where there is one, or where a record is too old, or too damaged, to be run.
    """
    from hitl.graph import build_graph

    graph = build_graph()
    told = [_run(graph, each.name, each.record, each.wrong) for each in records(what, everything=everything)]
    well = all(each["well"] for each in told)
    if as_json:
        terminal.put_json({"well": well, "records": told})
    else:
        for each in told:
            _print(each)
    context.exit(Exit.DONE if well else Exit.FAILED)


def _run(graph: "ReviewGraph", name: str, record: "Record", files: list[str]) -> dict[str, Any]:
    from hitl.replay import replay
    from hitl.story import replayed

    told: dict[str, Any] = {"name": name, "review": record.review.get("id"), "well": False, "difference": None}
    try:
        again = replay(graph, record)
    except NotReplayable as error:
        return told | {"told": [str(error)], "steps": 0, "head": None, "same_head": False}
    different = again.difference
    same = again.head == record.review.get("head")
    verdict = replayed(record, again.steps, different.told if different else "")
    lines = [verdict.sentence, *verdict.more, *again.notes, *files]
    if not different and not same:
        lines.append("But its last seal is another one than the record's: see what `verify` says.")
    if different:
        place = {"kind": different.kind, "number": different.number, "field": different.field}
        told["difference"] = place | {"expected": different.expected, "came": different.came}
    well = different is None and same and not files
    return told | {"well": well, "told": lines, "steps": again.steps, "head": again.head, "same_head": same}


def _print(told: dict[str, Any]) -> None:
    mark = ("same   ", GREEN) if told["well"] else ("OTHER  ", RED)
    put(mark, "  ", (told["name"][:60], BOLD), f"  {told['told'][0]}")
    for more in told["told"][1:]:
        put(" " * 9, more)
