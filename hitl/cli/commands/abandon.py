"""`abandon`: end a review without a text."""

from typing import TYPE_CHECKING

import click

from hitl.cli import input as words_in
from hitl.cli.decide import decide, displayed, shown_and_confirmed
from hitl.cli.group import hitl
from hitl.cli.options import decision_options
from hitl.domain import Decision, Review, Stop

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk


@hitl.command()
@decision_options
@click.argument("reason")
def abandon(review_id: str, reason: str, seen: str | None, named: str | None, no_wait: bool, as_json: bool) -> None:
    """End REVIEW without an approved text.

    The REASON is required; - reads it from standard input. A review that waits without any
    draft is abandoned with --seen 0.
    """

    def record(desk: "ReviewDesk", review: Review, stop: Stop, who: str) -> Decision | None:
        if seen is None and not shown_and_confirmed(desk, review, stop, "Abandon this review?"):
            return None
        return desk.abandon(review.id, stop, who, words_in.words(reason), displayed=displayed(stop, seen))

    decide(review_id, record, seen=seen, named=named, no_wait=no_wait, as_json=as_json)
