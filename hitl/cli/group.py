"""The group of all commands, and its edge, where answers are printed and errors become a sentence and a status."""

import io
import os
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import click

from hitl.cli import terminal
from hitl.cli.exit_codes import MEANINGS, Exit, told
from hitl.cli.json_output import Shape
from hitl.errors import HitlError

_STATUSES = "\n".join(f"  {status.value:>3}  {meaning}" for status, meaning in MEANINGS.items())

JSON, WORDS, REVIEW = "hitl.json", "hitl.words", "hitl.review"
"""In a context's `meta`: whether JSON was asked for, words that would be lost if they are refused, and the review."""


class Answer(NamedTuple):
    """What a command found: as JSON and in words; where not all is `well`, it ends with `Exit.FAILED`."""

    shape: Shape
    say: Callable[[], None]
    well: bool = True


class Commands(click.Group):
    """A group whose errors are sentences on standard error, as JSON where the command was asked for that."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own type
        """Run the command that was named; whatever keeps it from its end is told here, and nowhere else."""
        as_json = "--json" in ctx.args
        try:
            return super().invoke(ctx)
        except HitlError as error:
            status, shape = told(error)
        except (click.Abort, KeyboardInterrupt):
            status = Exit.INTERRUPTED
            terminal.put(err=True)  # below the ^C
            shape = {"kind": "interrupted", "status": status.value, "sentence": _farewell(ctx.meta.get(REVIEW, ""))}
        except click.ClickException as error:
            if not as_json:
                raise
            status = Exit(error.exit_code)
            shape = {"kind": "usage", "status": status.value, "sentence": error.format_message()}
        if as_json:
            terminal.put_json({"error": shape}, err=True)
        else:
            ink = terminal.PLAIN if status is Exit.INTERRUPTED else terminal.RED
            terminal.put((shape["sentence"], ink), err=True)
            if words := ctx.meta.get(WORDS):  # they stand nowhere else: they came from an editor, or through a pipe
                terminal.put("\nYour words, which were not recorded:\n\n", words, err=True)
        return ctx.exit(status)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"\b\nExit statuses:\n{_STATUSES}",
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
    if not answer.well:
        context.exit(Exit.FAILED)


def wants_json() -> bool:
    """Whether the command that runs was asked for JSON."""
    return bool(click.get_current_context().meta.get(JSON))


def _farewell(review_id: str) -> str:
    back = f"by the next start, or when you come back: python -m hitl review {review_id[:8]}"
    drafts = "What was decided is recorded, and a draft that was being written is written by the server that runs,"
    return f"Left. {drafts} {back}" if review_id else "Left. Nothing was recorded."
