"""One decision on one stop: what was seen, what is recorded, and what came of it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from hitl.cli import group, output, terminal
from hitl.cli.input import from_editor
from hitl.cli.json_output import review_shape
from hitl.cli.options import as_option, json_option, no_wait_option, review_argument
from hitl.cli.progress import Growth, settled
from hitl.cli.resolve import find, latest, stop_seen
from hitl.cli.session import actor, open_desk
from hitl.domain import Author, Decision, Review, Status, Stop
from hitl.errors import Damaged, DraftFailed, Stale

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk


@dataclass(frozen=True)
class Here:
    """Who decides at which stop; `displayed` is the revision on their screen, None where --seen named one."""

    desk: "ReviewDesk"
    review: Review
    stop: Stop
    who: str
    displayed: int | None

    def confirmed(self, question: str) -> bool:
        """Show what stands to whoever has not named it, and ask whether to go on."""
        if self.displayed is None:
            return True
        revision = self.desk.revision(self.review.id, self.stop.number) if self.stop.number else None
        output.whole(self.review, revision, self.desk.decisions(self.review.id))
        terminal.forget_what_was_typed_ahead()
        return terminal.ask(f"{question} [y/N]").lower() in ("y", "yes")


def decision(record: Callable[..., Decision | None]) -> click.Command:
    """Make a command that records a decision on what was seen, and waits until it is carried out.

    `record` gets the place and the command's own options; it gives None where the person chose to leave it.
    """

    @group.hitl.command()
    @review_argument
    @click.option(
        "--seen", metavar="N|SHA256", help="The revision that was read: its number, or 8 or more digits of its SHA-256."
    )
    @as_option
    @no_wait_option
    @json_option
    @wraps(record)
    def run(review_id: str, seen: str | None, named: str | None, no_wait: bool, **own: Any) -> None:  # noqa: ANN401 - options
        if seen is None:
            terminal.need_a_person("Say which revision was read: --seen with its number, as `show` prints it.")
        with open_desk("none" if no_wait else "asked") as desk:
            review = find(desk, review_id)
            stop = current_stop(review) if seen is None else stop_seen(desk, review, seen)
            displayed = stop.number if seen is None else None
            decided = record(Here(desk, review, stop, actor(desk, named), displayed), **own)
            if decided is None:
                terminal.put("Nothing was recorded.", err=True)
            else:
                carried_out(desk, review.id, decided, no_wait=no_wait)

    return run


def current_stop(review: Review) -> Stop:
    """The place where a review waits. Raises Damaged, and Stale where nothing can be decided."""
    if review.damage:
        raise Damaged(review.damage)
    if review.stop:
        return review.stop
    number = review.counters.texts
    if review.status is Status.DRAFTING:
        raise Stale(f"Revision {number + 1} is being written: nothing can be decided until it is here.", number)
    raise Stale(f"This review has ended: {review.status.value}. Nothing can be decided any more.", number)


def feedback_from_editor(desk: "ReviewDesk", review: Review, stop: Stop, kept: str = "") -> str | None:
    """Feedback from the person's editor, where the text that it is about stands below; None if nothing was saved."""
    below = f"v{stop.number}:\n\n{desk.revision(review.id, stop.number).text}" if stop.number else review.brief.topic
    return from_editor(kept or stop.ask, below)


def carried_out(desk: "ReviewDesk", review_id: str, decision: Decision | None, *, no_wait: bool) -> None:
    """Wait until a recorded decision, or a start, is carried out, and tell what came of it.

    Raises DraftFailed where its draft did not come, Damaged where the review cannot be read.
    """
    click.get_current_context().meta.pop(group.WORDS, None)
    growth = Growth(shown=sys.stdout.isatty() and not group.wants_json())
    review = desk.review(review_id) if no_wait else settled(desk, review_id, growth)
    if group.wants_json():
        terminal.put_json(review_shape(review, latest(desk, review), decision))
    else:
        _in_words(desk, review, decision, growth)
    if no_wait:
        return
    if review.damage:
        raise Damaged(review.damage)
    if review.stop and review.stop.problem:
        raise DraftFailed(review.stop.problem.fault, review.stop.problem.sentence)


def _in_words(desk: "ReviewDesk", review: Review, decision: Decision | None, growth: Growth) -> None:
    """The text where it has not grown on the screen, then where the review stands: for a start beside its id."""
    stands, decisions = latest(desk, review), desk.decisions(review.id)
    came = stands and stands.author is Author.MODEL and stands.cause == (decision.number if decision else 0)
    if stands and came and sys.stdout.isatty():
        output.text(review, stands, decisions, growth.text)
    if review.status.finished:
        output.verdict(review, decisions)
        return
    said = output.standing(review)
    if review.status is Status.DRAFTING:
        said = (
            "Recorded. A running server carries it out within some seconds; without one the next start of hitl does, "
            f"or: python -m hitl review {review.id[:8]}"
        )
    terminal.put(said, err=decision is None)
