"""The decisions: `revise`, `accept`, `edit`, `restore`, `abandon`, `retry`; and `stop`, which ends a draft."""

import click

from hitl.cli import output, terminal
from hitl.cli.decide import Here, carried_out, current_stop, decision, feedback_from_editor
from hitl.cli.group import Answer, hitl
from hitl.cli.input import from_editor, from_file, words
from hitl.cli.json_output import review_shape
from hitl.cli.options import as_option, json_option, no_wait_option, review_argument
from hitl.cli.progress import Growth, settled
from hitl.cli.resolve import find, latest, number
from hitl.cli.session import actor, open_desk
from hitl.domain import Decision


@decision
@click.argument("feedback", required=False)
@click.option("--close", is_flag=True, help="At the last look: close as not approved, the feedback unresolved.")
def revise(here: Here, feedback: str | None, close: bool) -> Decision | None:
    """Send feedback, and wait for the next draft.

    Feedback of - is read from standard input. Without FEEDBACK your editor is opened, with the text below.
    """
    stop, displayed = here.stop, here.displayed
    if not close:
        output.refuse_to_close(here.review, stop, " To close it, add --close.")
    asked: str | None = None
    if feedback is None:
        terminal.need_a_person("Say what to change, or - for standard input.")
        asked, displayed = feedback_from_editor(here.desk, here.review, stop), stop.number
    elif here.confirmed(f"Send your feedback on v{stop.number}?"):
        asked = words(feedback)
    return None if asked is None else here.desk.revise(here.review.id, stop, here.who, asked, displayed)


@decision
@click.option("--note", default="", metavar="WORDS", help="Kept with the decision.")
def accept(here: Here, note: str) -> Decision | None:
    """Approve the text of REVIEW that was read.

    Without --seen the text is shown on the terminal, and you are asked.
    """
    if not here.confirmed(f"Accept v{here.stop.number}?"):
        return None
    return here.desk.accept(here.review.id, here.stop, here.who, note, here.displayed)


@decision
@click.argument("file", required=False)
def edit(here: Here, file: str | None) -> Decision | None:
    """Make your own text the next revision.

    The text comes from FILE, or from standard input where that is -. Without FILE the text that stands is
    opened in your editor. One line end at the end of a file is the file's, not the text's.
    """
    stop, shown = here.stop, here.displayed
    if file is None:  # the editor shows the text that stands
        terminal.need_a_person("Give the file with your text, or - for standard input.")
        text = from_editor(here.desk.revision(here.review.id, stop.number).text if stop.number else "")
        shown = stop.number
    elif here.displayed is None:
        text = from_file(file)
    else:
        raise click.UsageError("Say which revision your text follows: --seen with its number, as `show` prints it.")
    return None if text is None else here.desk.edit(here.review.id, stop, here.who, text, shown)


@decision
@click.option("--number", "earlier", required=True, type=number, metavar="M", help="The revision to bring back.")
def restore(here: Here, earlier: int) -> Decision | None:
    """Bring an earlier text back.

    Revision M becomes the next revision; nothing that came later is lost.
    """
    if not here.confirmed(f"Restore v{earlier}?"):
        return None
    return here.desk.restore(here.review.id, here.stop, here.who, earlier, here.displayed)


@decision
@click.argument("reason")
def abandon(here: Here, reason: str) -> Decision | None:
    """End REVIEW without an approved text.

    The REASON is required; - reads it from standard input. A review that waits without any
    draft is abandoned with --seen 0.
    """
    if not here.confirmed("Abandon this review?"):
        return None
    return here.desk.abandon(here.review.id, here.stop, here.who, words(reason), here.displayed)


@hitl.command()
@review_argument
@as_option
@no_wait_option
@json_option
def retry(review_id: str, named: str | None, no_wait: bool) -> None:
    """Ask for a failed or stopped draft once more."""
    with open_desk("none" if no_wait else "asked") as desk:
        review = find(desk, review_id)
        stop = current_stop(review)
        output.refuse_to_close(review, stop)
        decided = desk.retry(review.id, stop, actor(desk, named))
        carried_out(desk, review.id, decided, no_wait=no_wait)


@hitl.command()
@review_argument
@as_option
@json_option
def stop(review_id: str, named: str | None) -> Answer:
    """Stop a draft that is being written.

    It may be written by this machine or another one; the review then waits with what it had.
    """
    with open_desk("asked") as desk:
        review = find(desk, review_id)
        desk.halt(review.id, len(desk.decisions(review.id)), actor(desk, named))
        review = settled(desk, review.id, Growth(shown=False))
        stands = latest(desk, review)

    def say() -> None:
        output.situation(review)
        terminal.put(output.standing(review))

    return Answer(review_shape(review, stands), say)
