"""`revise`: feedback for the next draft."""

from typing import TYPE_CHECKING

import click

from hitl.cli import input as words_in
from hitl.cli import output
from hitl.cli.decide import decide, displayed, shown_and_confirmed
from hitl.cli.group import hitl
from hitl.cli.options import decision_options
from hitl.domain import Decision, Review, Stop
from hitl.errors import BadInput

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk


@hitl.command()
@decision_options
@click.argument("feedback", required=False)
@click.option("--close", is_flag=True, help="At the last look: close as not approved, the feedback unresolved.")
def revise(
    review_id: str,
    feedback: str | None,
    close: bool,
    seen: str | None,
    named: str | None,
    no_wait: bool,
    as_json: bool,
) -> None:
    """Send feedback, and wait for the next draft.

    Feedback of - is read from standard input. Without FEEDBACK your editor is opened, with the text below.
    """
    if feedback is None:
        words_in.need_a_person("Say what to change, or - for standard input.")

    def record(desk: "ReviewDesk", review: Review, stop: Stop, who: str) -> Decision | None:
        if not close and (told := output.closing(review, stop)):
            raise BadInput(f"{told} To close it, add --close.")
        shown = displayed(stop, seen)
        if feedback is None:
            words, shown = asked_in_editor(desk, review, stop), stop.number
        elif seen is None and not shown_and_confirmed(desk, review, stop, f"Send your feedback on v{stop.number}?"):
            words = None
        else:
            words = words_in.words(feedback)
        return None if words is None else desk.revise(review.id, stop, who, words, displayed=shown)

    decide(review_id, record, seen=seen, named=named, no_wait=no_wait, as_json=as_json)


def asked_in_editor(desk: "ReviewDesk", review: Review, stop: Stop, kept: str = "") -> str | None:
    """Feedback from the person's editor, where the text that it is about stands below; None if nothing was saved."""
    below = f"v{stop.number}:\n\n{desk.revision(review.id, stop.number).text}" if stop.number else review.brief.topic
    return words_in.from_editor(kept or stop.ask, below)
