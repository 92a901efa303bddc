"""`rebuild`: the tables made from the checkpoints."""

import click

from hitl.cli import screen
from hitl.cli.find import identified
from hitl.cli.group import hitl
from hitl.cli.opened import opened
from hitl.cli.options import json_option
from hitl.cli.screen import RED, put
from hitl.cli.statuses import Exit
from hitl.errors import BadInput, HitlError


@hitl.command()
@click.argument("review_id", metavar="[REVIEW]", required=False)
@click.option("--all", "everything", is_flag=True, help="All reviews that have checkpoints.")
@json_option
@click.pass_context
def rebuild(context: click.Context, review_id: str | None, everything: bool, as_json: bool) -> None:
    """Make the tables of a review from its checkpoints.

    For texts or decisions that were lost or changed in the tables: each checkpoint keeps the state of the loop at
    one step. A decision that was recorded and not carried out yet is kept. What says the same already is left as
    it is. Make a back-up first; `verify` shows what is wrong.
    """
    if bool(review_id) == everything:
        raise BadInput("Name a review, or say --all.")
    done: list[dict[str, object]] = []
    with opened() as desk:
        ids = desk.archive.with_checkpoints() if everything else [identified(desk, str(review_id))]
        for each in ids:
            try:
                done.append({"review": each, "changed": desk.archive.rebuild(each), "error": None})
            except HitlError as error:
                if not everything:
                    raise
                done.append({"review": each, "changed": False, "error": str(error)})
    if as_json:
        screen.put_json({"reviews": done})
    else:
        for row in done:
            _print(row)
    context.exit(Exit.FAILED if any(row["error"] for row in done) else Exit.DONE)


def _print(row: dict[str, object]) -> None:
    if row["error"]:
        put(str(row["review"]), "  ", (str(row["error"]), RED))
    else:
        put(f"{row['review']}  {'made anew' if row['changed'] else 'said the same already'}")
