"""`delete`: a review with all its traces, but that it was deleted."""

import click

from hitl.cli import terminal
from hitl.cli.group import hitl
from hitl.cli.options import as_option, json_option, review_argument
from hitl.cli.resolve import identified
from hitl.cli.session import actor, opened
from hitl.cli.terminal import QUIET, put
from hitl.errors import BadInput
from hitl.trail import clock


@hitl.command()
@review_argument
@click.option("--reason", required=True, metavar="WORDS", help="Why; it stays in the record of deletions.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_option
@json_option
def delete(review_id: str, reason: str, yes: bool, named: str | None, as_json: bool) -> None:
    """Delete REVIEW: texts, feedback, decisions, prompts, answers and saved states.

    That it was deleted, when, by whom and why, and its last seal, stay in the record. Reviews that were begun from
    one of its texts keep that text. Back-ups and bundles are not touched. It cannot be undone.
    """
    with opened() as desk:
        whole = identified(desk, review_id)
        title = str(desk.archive.record(whole).review.get("title"))
        if not yes:
            _confirm(whole, title)
        desk.archive.delete(whole, actor(desk, named), reason)
    if as_json:
        terminal.put_json({"review": whole, "deleted": True})
    else:
        put(f"{whole} is deleted.")


def _confirm(review_id: str, title: str) -> None:
    if not terminal.attended():
        raise BadInput("Deleting cannot be undone: say --yes to do it without being asked.")
    put(f"This deletes “{title}” with all its texts and decisions. It cannot be undone.")
    if terminal.ask(f"Type {review_id[:8]} to delete it:") != review_id[:8]:
        raise BadInput("That was not the id. Nothing was deleted.")


@hitl.command()
@json_option
def deletions(as_json: bool) -> None:
    """List the reviews that were deleted: when, by whom, and why."""
    with opened() as desk:
        rows = desk.archive.deletions()
    if as_json:
        terminal.put_json({"deletions": rows})
        return
    for row in rows:
        put(f"{row['number']:>4}  {row['review_id']}  {row['actor']}, {clock(row['at'])}: {row['reason']}")
        put(f"      last seal {row['head'] or 'none'}", (f"  seal of the deletion {row['seal'][:16]}…", QUIET))
