"""`restore`: make an earlier text the next revision."""

from typing import TYPE_CHECKING

import click

from hitl.cli import resolve
from hitl.cli.decide import decide, displayed, shown_and_confirmed
from hitl.cli.group import hitl
from hitl.cli.options import decision_options
from hitl.domain import Decision, Review, Stop

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk


@hitl.command()
@decision_options
@click.option("--number", "earlier", required=True, metavar="M", help="The revision to bring back.")
def restore(review_id: str, earlier: str, seen: str | None, named: str | None, no_wait: bool, as_json: bool) -> None:
    """Bring an earlier text back.

    Revision M becomes the next revision; nothing that came later is lost.
    """

    def record(desk: "ReviewDesk", review: Review, stop: Stop, who: str) -> Decision | None:
        number = resolve.number(earlier)
        if seen is None and not shown_and_confirmed(desk, review, stop, f"Restore v{number}?"):
            return None
        return desk.restore(review.id, stop, who, number, displayed=displayed(stop, seen))

    decide(review_id, record, seen=seen, named=named, no_wait=no_wait, as_json=as_json)
