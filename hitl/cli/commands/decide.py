"""The decisions: `revise`, `accept`, `edit`, `restore`, `abandon`, `retry`; and `stop`, which ends a draft."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

import click

from hitl.cli import output, terminal
from hitl.cli.group import Answer
from hitl.cli.input import from_editor, from_file, words
from hitl.cli.json_output import review_shape
from hitl.cli.options import as_option, no_wait_option, on_review
from hitl.cli.progress import Growth, carried_out, settled
from hitl.cli.resolve import Here, actor, current_stop, latest, number, stop_seen
from hitl.domain import Decision, Review

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

_driving = partial(on_review, drives="asked")


def _needed(_context: click.Context, _option: click.Parameter, seen: str | None) -> str | None:
    if seen is None:
        terminal.need_a_person("Say which revision was read: --seen with its number, as `show` prints it.")
    return seen


def decision(record: Callable[..., Decision | None]) -> click.Command:
    """Make a command that records a decision on what was seen, and waits until it is carried out.

    `record` gets the place and the command's own options; it gives None where the person chose to leave it.
    """

    @_driving
    @click.option(
        "--seen",
        metavar="N|SHA256",
        callback=_needed,
        help="The revision that was read: its number, or 8 or more digits of its SHA-256.",
    )
    @as_option
    @no_wait_option
    @wraps(record)
    def run(
        desk: "ReviewDesk",
        review: Review,
        seen: str | None,
        named: str | None,
        no_wait: bool,
        **own: Any,  # noqa: ANN401 - the command's own options
    ) -> Answer | None:
        stop = current_stop(review) if seen is None else stop_seen(desk, review, seen)
        decided = record(Here(desk, review, stop, actor(desk, named), stop.number if seen is None else None), **own)
        if decided:
            return carried_out(desk, review.id, decided, no_wait=no_wait)
        terminal.put("Nothing was recorded.", err=True)
        return None

    return run


def _confirmed(here: Here, question: str) -> bool:
    """Show what stands to whoever has not named it, and ask whether to go on."""
    if here.displayed is None:
        return True
    desk, review = here.desk, here.review
    output.whole(review, latest(desk, review), desk.decisions(review.id))
    terminal.forget_what_was_typed_ahead()
    return terminal.ask(f"{question} [y/N]").lower() in ("y", "yes")


@decision
@click.argument("feedback", required=False)
@click.option("--close", is_flag=True, help="At the last look: close as not approved, the feedback unresolved.")
def revise(here: Here, feedback: str | None, close: bool) -> Decision | None:
    """Send feedback, and wait for the next draft.

    Feedback of - is read from standard input. Without FEEDBACK your editor is opened, with the text below.
    """
    if not close:
        output.refuse_to_close(here.review, here.stop, " To close it, add --close.")
    asked: str | None = None
    if feedback is None:
        terminal.need_a_person("Say what to change, or - for standard input.")
        asked, here = here.feedback_from_editor(), replace(here, displayed=here.stop.number)
    elif _confirmed(here, f"Send your feedback on v{here.stop.number}?"):
        asked = words(feedback)
    return None if asked is None else here.decide(here.desk.revise, asked)


@decision
@click.option("--note", default="", metavar="WORDS", help="Kept with the decision.")
def accept(here: Here, note: str) -> Decision | None:
    """Approve the text of REVIEW that was read.

    Without --seen the text is shown on the terminal, and you are asked.
    """
    return here.decide(here.desk.accept, note) if _confirmed(here, f"Accept v{here.stop.number}?") else None


@decision
@click.argument("file", required=False)
def edit(here: Here, file: str | None) -> Decision | None:
    """Make your own text the next revision.

    The text comes from FILE, or from standard input where that is -. Without FILE the text that stands is
    opened in your editor. One line end at the end of a file is the file's, not the text's.
    """
    if file is None:  # the editor shows the text that stands
        terminal.need_a_person("Give the file with your text, or - for standard input.")
        text, here = from_editor(here.text), replace(here, displayed=here.stop.number)
    elif here.displayed is None:
        text = from_file(file)
    else:
        raise click.UsageError("Say which revision your text follows: --seen with its number, as `show` prints it.")
    return None if text is None else here.decide(here.desk.edit, text)


@decision
@click.option("--number", "earlier", required=True, type=number, metavar="M", help="The revision to bring back.")
def restore(here: Here, earlier: int) -> Decision | None:
    """Bring an earlier text back.

    Revision M becomes the next revision; nothing that came later is lost.
    """
    return here.decide(here.desk.restore, earlier) if _confirmed(here, f"Restore v{earlier}?") else None


@decision
@click.argument("reason")
def abandon(here: Here, reason: str) -> Decision | None:
    """End REVIEW without an approved text.

    The REASON is required; - reads it from standard input. A review that waits without any
    draft is abandoned with --seen 0.
    """
    return here.decide(here.desk.abandon, words(reason)) if _confirmed(here, "Abandon this review?") else None


@_driving
@as_option
@no_wait_option
def retry(desk: "ReviewDesk", review: Review, named: str | None, no_wait: bool) -> Answer:
    """Ask for a failed or stopped draft once more."""
    here = Here(desk, review, current_stop(review), actor(desk, named), None)
    output.refuse_to_close(review, here.stop)
    return carried_out(desk, review.id, here.decide(desk.retry), no_wait=no_wait)


@_driving
@as_option
def stop(desk: "ReviewDesk", review: Review, named: str | None) -> Answer:
    """Stop a draft that is being written.

    It may be written by this machine or another one; the review then waits with what it had.
    """
    desk.halt(review.id, len(desk.decisions(review.id)), actor(desk, named))
    stopped = settled(desk, review.id, Growth(shown=False))

    def say() -> None:
        output.situation(stopped)
        terminal.put(output.standing(stopped))

    return Answer(review_shape(stopped, latest(desk, stopped)), say)
