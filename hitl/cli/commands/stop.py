"""`stop`: end a draft that is being written."""

from hitl.cli import json_output, output, terminal
from hitl.cli.group import hitl
from hitl.cli.options import as_option, json_option, review_argument
from hitl.cli.progress import Growth, settled
from hitl.cli.resolve import find
from hitl.cli.session import actor, opened


@hitl.command()
@review_argument
@as_option
@json_option
def stop(review_id: str, named: str | None, as_json: bool) -> None:
    """Stop a draft that is being written.

    It may be written by this machine or another one; the review then waits with what it had.
    """
    with opened("asked") as desk:
        review = find(desk, review_id)
        desk.halt(review.id, len(desk.decisions(review.id)), actor(desk, named))
        review = settled(desk, review.id, Growth(shown=False))
        stands = desk.revision(review.id, review.counters.texts) if review.counters.texts else None
    if as_json:
        terminal.put_json(json_output.told(review, stands))
        return
    output.situation(review)
    terminal.put(output.standing(review))
