"""The group of all commands, and its edge, where answers are printed and errors become a sentence and a status."""

import io
import os
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import click

from hitl.cli import terminal
from hitl.cli.exit_codes import MEANINGS, Exit, details, status_of
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
            kind, status = status_of(error)
            _say(ctx, str(error), kind, status, as_json=as_json, **details(error))
        except (click.Abort, KeyboardInterrupt):
            status = Exit.INTERRUPTED
            terminal.put(err=True)  # below the ^C
            _say(ctx, _farewell(ctx.meta.get(REVIEW, "")), "interrupted", status, as_json=as_json)
        except click.ClickException as error:
            if not as_json:
                raise
            status = Exit(error.exit_code)
            _say(ctx, error.format_message(), "usage", status, as_json=True)
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


def _say(ctx: click.Context, sentence: str, kind: str, status: Exit, *, as_json: bool, **more: Any) -> None:  # noqa: ANN401 - JSON
    """Tell an error, and give back words that stand nowhere else: from an editor, or through a pipe."""
    if as_json:
        terminal.put_json({"error": {"kind": kind, "status": status.value, "sentence": sentence} | more}, err=True)
        return
    terminal.put((sentence, terminal.PLAIN if status is Exit.INTERRUPTED else terminal.RED), err=True)
    if words := ctx.meta.get(WORDS):
        terminal.put("\nYour words, which were not recorded:\n\n", words, err=True)


def _farewell(review_id: str) -> str:
    if not review_id:
        return "Left. Nothing was recorded."
    return (
        "Left. What was decided is recorded, and a draft that was being written is written by the server that runs, "
        f"by the next start, or when you come back: python -m hitl review {review_id[:8]}"
    )
