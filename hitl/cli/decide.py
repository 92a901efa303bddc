"""One decision on one stop: what was seen, what is recorded, and what came of it."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from hitl.cli import group, json_output, output, terminal
from hitl.cli.progress import Growth, settled
from hitl.cli.resolve import find, stop_seen
from hitl.cli.session import actor, opened
from hitl.domain import Author, Decision, Review, Revision, Status, Stop
from hitl.errors import Damaged, DraftFailed, Stale

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

Recording = Callable[["ReviewDesk", Review, Stop, str], Decision | None]
"""Record a decision on a review at a stop, by somebody; None where they chose to leave it."""

SEEN_IS_MISSING = "Say which revision was read: --seen with its number, as `show` prints it."


def decide(
    review_id: str, record: Recording, *, seen: str | None, named: str | None, no_wait: bool, as_json: bool
) -> None:
    """Record a decision on what was seen, and wait until it is carried out, unless that is left to others.

    Where a person sits there and nothing says what they saw, `record` gets the stop that stands, whose text
    it must show before anything is decided.
    """
    if seen is None and not terminal.attended():
        raise click.UsageError(SEEN_IS_MISSING)
    with opened("none" if no_wait else "asked") as desk:
        review = find(desk, review_id)
        stop = stop_that_stands(review) if seen is None else stop_seen(desk, review, seen)
        decision = record(desk, review, stop, actor(desk, named))
        if decision is None:
            terminal.put("Nothing was recorded.", err=True)
            return
        carried_out(desk, review.id, decision, no_wait=no_wait, as_json=as_json)


def stop_that_stands(review: Review) -> Stop:
    """The place where a review waits. Raises Damaged, and Stale where nothing can be decided."""
    if review.damage:
        raise Damaged(review.damage)
    if review.stop:
        return review.stop
    number = review.counters.texts
    if review.status is Status.DRAFTING:
        raise Stale(f"Revision {number + 1} is being written: nothing can be decided until it is here.", number)
    raise Stale(f"This review has ended: {review.status.value}. Nothing can be decided any more.", number)


def displayed(stop: Stop, seen: str | None) -> int | None:
    """The revision that was on the screen when a command was confirmed: none that is known where one was named."""
    return stop.number if seen is None else None


def shown_and_confirmed(desk: "ReviewDesk", review: Review, stop: Stop, question: str) -> bool:
    """Show what stands to whoever sits there, and ask whether to go on."""
    output.head(review)
    if stop.number:
        terminal.put()
        output.text(review, desk.revision(review.id, stop.number), desk.decisions(review.id))
    terminal.put()
    output.situation(review)
    terminal.forget_what_was_typed_ahead()
    return terminal.ask(f"{question} [y/N]").lower() in ("y", "yes")


def carried_out(desk: "ReviewDesk", review_id: str, decision: Decision | None, *, no_wait: bool, as_json: bool) -> None:
    """Wait until a recorded decision, or a start, is carried out, and tell what came of it.

    Raises DraftFailed where its draft did not come, Damaged where the review cannot be read.
    """
    click.get_current_context().meta.pop(group.WORDS, None)
    growth = Growth(shown=sys.stdout.isatty() and not as_json)
    review = desk.review(review_id) if no_wait else settled(desk, review_id, growth)
    stands = desk.revision(review_id, review.counters.texts) if review.counters.texts else None
    if as_json:
        terminal.put_json(json_output.told(review, stands, decision))
    else:
        _in_words(desk, review, stands, decision, growth)
    if no_wait:
        return
    if review.damage:
        raise Damaged(review.damage)
    if review.stop and review.stop.problem:
        raise DraftFailed(review.stop.problem.fault, review.stop.problem.sentence)


def _in_words(
    desk: "ReviewDesk", review: Review, stands: Revision | None, decision: Decision | None, growth: Growth
) -> None:
    """The text where it has not grown on the screen, then where the review stands: for a start beside its id."""
    came = stands and stands.author is Author.MODEL and stands.cause == (decision.number if decision else 0)
    if stands and came and sys.stdout.isatty():
        if growth.text.strip() != stands.text.strip():
            output.text(review, stands, desk.decisions(review.id))
        else:
            output.notes(stands)
    if review.status.finished:
        output.verdict(review, desk.decisions(review.id))
    elif review.status is Status.DRAFTING:
        terminal.put(
            "Recorded. A running server carries it out within some seconds; without one the next start of hitl does, "
            f"or: python -m hitl review {review.id[:8]}",
            err=decision is None,
        )
    else:
        terminal.put(output.standing(review), err=decision is None)
