"""`retry`: the same ask once more, after a draft that failed or was stopped."""

from hitl.cli import output
from hitl.cli.decide import carried_out, stop_that_stands
from hitl.cli.group import hitl
from hitl.cli.options import as_option, json_option, no_wait_option, review_argument
from hitl.cli.resolve import find
from hitl.cli.session import actor, opened
from hitl.errors import BadInput


@hitl.command()
@review_argument
@as_option
@no_wait_option
@json_option
def retry(review_id: str, named: str | None, no_wait: bool, as_json: bool) -> None:
    """Ask for a failed or stopped draft once more."""
    with opened("none" if no_wait else "asked") as desk:
        review = find(desk, review_id)
        stop = stop_that_stands(review)
        if told := output.closing(review, stop):
            raise BadInput(told)
        decision = desk.retry(review.id, stop, actor(desk, named))
        carried_out(desk, review.id, decision, no_wait=no_wait, as_json=as_json)
