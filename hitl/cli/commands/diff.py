"""`diff`: what changed between two revisions."""

import click

from hitl.cli import json_output, output, resolve, terminal
from hitl.cli.group import hitl
from hitl.cli.options import json_option, review_argument
from hitl.cli.session import opened
from hitl.errors import BadInput


@hitl.command()
@review_argument
@click.argument("before", metavar="[FROM]", required=False)
@click.argument("after", metavar="[TO]", required=False)
@click.option("--changes", "only_changes", is_flag=True, help="Leave out what nobody changed.")
@json_option
def diff(review_id: str, before: str | None, after: str | None, only_changes: bool, as_json: bool) -> None:
    """Show what changed between two revisions.

    TO is the text that stands, and FROM the one before it, unless you say otherwise. {+ +} is new, [- -] is gone;
    what moved stands between {~ ~} where it is now and [~ ~] where it was.
    """
    from hitl.diff import compare

    with opened() as desk:
        review = resolve.find(desk, review_id)
        to = resolve.number(after) if after else review.counters.texts
        since = resolve.number(before) if before else to - 1
        if since < 1 and not before:
            raise BadInput("There is no earlier revision to compare with yet.")
        told = compare(desk.revision(review.id, since).text, desk.revision(review.id, to).text)
    if as_json:
        terminal.put_json({"review": review.id, "from": since, "to": to, **json_output.changes(told)})
    elif only_changes:
        output.hunks(told)
        output.summary(told)
    else:
        output.changed_since(told, since, to)
