"""`rebuild`: a review put in order again."""

from typing import Any

import click

from hitl.cli import terminal
from hitl.cli.exit_codes import Exit
from hitl.cli.group import hitl
from hitl.cli.options import as_option, json_option
from hitl.cli.resolve import identified
from hitl.cli.session import actor, opened
from hitl.cli.terminal import RED, put
from hitl.errors import BadInput, HitlError


@hitl.command()
@click.argument("review_id", metavar="[REVIEW]", required=False)
@click.option("--all", "everything", is_flag=True, help="All reviews of which anything is stored.")
@click.option("--reason", default="", metavar="WORDS", help="Why; it stays in the record of the review.")
@click.option("--drop-decisions", "drop", is_flag=True, help="Go on though a recorded decision is lost by it.")
@as_option
@json_option
@click.pass_context
def rebuild(
    context: click.Context,
    review_id: str | None,
    everything: bool,
    reason: str,
    drop: bool,
    named: str | None,
    as_json: bool,
) -> None:
    """Put a review in order again, for records or saved states that were lost or changed.

    Its sealed records win: the line in the list and the saved states are made from them. Only a record that is
    missing, or does not fit its seal, is taken from a saved state. What is right is left as it is. That the review was
    repaired, by whom, and what was changed is sealed, and `verify` and the Audit page say so from then on. Nothing is
    changed where a recorded decision would be lost. Make a back-up first; `verify` shows what is wrong.
    """
    if bool(review_id) == everything:
        raise BadInput("Name a review, or say --all.")
    done: list[dict[str, Any]] = []
    with opened() as desk:
        ids = desk.archive.every_id() if everything else [identified(desk, str(review_id))]
        for each in ids:
            try:
                changed = desk.archive.rebuild(each, actor(desk, named), reason, drop=drop)
                done.append({"review": each, "changed": bool(changed), "what": list(changed), "error": None})
            except HitlError as error:
                if not everything:
                    raise
                done.append({"review": each, "changed": False, "what": [], "error": str(error)})
    if as_json:
        terminal.put_json({"reviews": done})
    else:
        for row in done:
            _print(row)
    context.exit(Exit.FAILED if any(row["error"] for row in done) else Exit.DONE)


def _print(row: dict[str, Any]) -> None:
    if row["error"]:
        put(str(row["review"]), "  ", (str(row["error"]), RED))
        return
    put(f"{row['review']}  {'repaired' if row['changed'] else 'was in order already'}")
    for what in row["what"]:
        put(" " * 34, what)
