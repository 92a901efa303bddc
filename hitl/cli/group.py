"""The group of all commands, and its edge, where answers are printed and errors become a sentence and a status."""

import io
import os
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import Any, NamedTuple

import click

from hitl.cli import terminal
from hitl.cli.json_output import Shape, decision_shape
from hitl.errors import BadInput, Damaged, DraftFailed, HitlError, NotFound, Stale, StoreFault

JSON, WORDS, REVIEW = "hitl.json", "hitl.words", "hitl.review"
"""In a context's `meta`: whether JSON was asked for, words that would be lost if they are refused, and the review."""


class Exit(IntEnum):
    """The exit statuses of all commands."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    STALE = 3
    NOT_FOUND = 4
    UNAVAILABLE = 5
    INTERRUPTED = 130


MEANINGS = {
    Exit.DONE: "done",
    Exit.FAILED: "a draft did not come, a check failed, or a file could not be written; what was decided is recorded",
    Exit.USAGE: "wrong usage, or something given cannot be taken; nothing was recorded",
    Exit.STALE: "refused: somebody decided before, or the text that was seen is not the one that waits",
    Exit.NOT_FOUND: "no such review or revision, or no database here",
    Exit.UNAVAILABLE: "the review is damaged, or the database cannot be used just now",
    Exit.INTERRUPTED: "left with Ctrl+C; what was decided is recorded",
}

_KINDS: dict[type[Exception], tuple[str, Exit]] = {
    BadInput: ("bad input", Exit.USAGE),
    Stale: ("stale", Exit.STALE),
    NotFound: ("not found", Exit.NOT_FOUND),
    Damaged: ("damaged", Exit.UNAVAILABLE),
    StoreFault: ("database", Exit.UNAVAILABLE),
    DraftFailed: ("draft failed", Exit.FAILED),
    HitlError: ("failed", Exit.FAILED),
}
"""For each error its stable name, and the status that a command ends with."""


class Answer(NamedTuple):
    """What a command found: as JSON and in words; where not all is `well`, it ends with `Exit.FAILED`, or an error."""

    shape: Shape
    say: Callable[[], None]
    well: bool = True
    error: HitlError | None = None


class Commands(click.Group):
    """A group whose errors are sentences on standard error, as JSON where the command was asked for that."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own type
        """Run the command that was named; whatever keeps it from its end is told here, and nowhere else."""
        as_json = "--json" in ctx.args
        try:
            return super().invoke(ctx)
        except HitlError as error:
            shape = _error_shape(error)
        except (click.Abort, KeyboardInterrupt):
            terminal.put(err=True)  # below the ^C
            shape = _shape("interrupted", Exit.INTERRUPTED, _farewell(ctx.meta.get(REVIEW, "")))
        except click.ClickException as error:
            if not as_json:
                raise
            shape = _shape("usage", Exit(error.exit_code), error.format_message())
        if as_json:
            terminal.put_json({"error": shape}, err=True)
        else:
            ink = terminal.PLAIN if shape["status"] == Exit.INTERRUPTED else terminal.RED
            terminal.put((shape["sentence"], ink), err=True)
            if words := ctx.meta.get(WORDS):  # they stand nowhere else: they came from an editor, or through a pipe
                terminal.put("\nYour words, which were not recorded:\n\n", words, err=True)
        return ctx.exit(shape["status"])


def _shape(kind: str, status: Exit, sentence: str) -> Shape:
    return {"kind": kind, "status": status.value, "sentence": sentence}


def _error_shape(error: HitlError) -> Shape:
    """What a program is told of an error."""
    kind = next(each for each in type(error).__mro__ if each in _KINDS)
    shape = _shape(*_KINDS[kind], str(error))
    if isinstance(error, Stale):
        return shape | {"seen": error.seen, "winner": error.winner and decision_shape(error.winner)}
    return shape | ({"fault": error.fault} if isinstance(error, StoreFault | DraftFailed) else {})


def _farewell(review_id: str) -> str:
    back = f"by the next start, or when you come back: python -m hitl review {review_id[:8]}"
    drafts = "What was decided is recorded, and a draft that was being written is written by the server that runs,"
    return f"Left. {drafts} {back}" if review_id else "Left. Nothing was recorded."


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExit statuses:\n" + "\n".join(f"  {status.value:>3}  {MEANINGS[status]}" for status in Exit),
)
@click.pass_context
def hitl(context: click.Context) -> None:
    """The review desk's commands, beside its pages.

    Run them in the folder that the desk is started from: they read the same settings and work on the same
    reviews, whether the desk is running or not. With --json a command prints one JSON object, and its errors
    as one on standard error.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # what its encoding has no letter for
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        context.color = False


@hitl.result_callback()
@click.pass_context
def _put_answer(context: click.Context, answer: Answer | None) -> None:
    if answer is None:
        return
    if wants_json():
        terminal.put_json(answer.shape)
    else:
        answer.say()
    if answer.error:
        raise answer.error
    if not answer.well:
        context.exit(Exit.FAILED)


def wants_json() -> bool:
    """Whether the command that runs was asked for JSON."""
    return bool(click.get_current_context().meta.get(JSON))
