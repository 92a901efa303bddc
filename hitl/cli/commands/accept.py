"""`accept`: approve exactly the text that was read."""

from typing import TYPE_CHECKING

import click

from hitl.cli.decide import decide, displayed, shown_and_confirmed
from hitl.cli.group import hitl
from hitl.cli.options import decision_options
from hitl.domain import Decision, Review, Stop

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk


@hitl.command()
@decision_options
@click.option("--note", default="", metavar="WORDS", help="Kept with the decision.")
def accept(review_id: str, note: str, seen: str | None, named: str | None, no_wait: bool, as_json: bool) -> None:
    """Approve the text of REVIEW that was read.

    Without --seen the text is shown on the terminal, and you are asked.
    """

    def record(desk: "ReviewDesk", review: Review, stop: Stop, who: str) -> Decision | None:
        if seen is None and not shown_and_confirmed(desk, review, stop, f"Accept v{stop.number}?"):
            return None
        return desk.accept(review.id, stop, who, note, displayed=displayed(stop, seen))

    decide(review_id, record, seen=seen, named=named, no_wait=no_wait, as_json=as_json)
