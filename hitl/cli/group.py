"""The group that all commands belong to, and the edge at which every error becomes a sentence and a status."""

import os
from typing import Any

import click

from hitl.cli import terminal
from hitl.cli.exit_codes import MEANINGS, Exit, details, status_of
from hitl.errors import HitlError

_STATUSES = "\n".join(f"  {status.value:>3}  {meaning}" for status, meaning in MEANINGS.items())

WORDS = "hitl.words"
REVIEW = "hitl.review"
"""Names in a context's `meta`: words that would be lost if they are refused, and the review that is at hand."""


class Commands(click.Group):
    """A group whose errors are sentences on standard error, as JSON where the command was asked for that."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own type
        """Run the command that was named; whatever keeps it from its end is told here, and nowhere else."""
        as_json = "--json" in ctx.args
        try:
            return super().invoke(ctx)
        except HitlError as error:
            kind, status = status_of(error)
            _say(str(error), kind, status, as_json=as_json, **details(error))
            _give_back(ctx.meta.get(WORDS, ""), as_json=as_json)
        except (click.Abort, KeyboardInterrupt):
            status = Exit.INTERRUPTED
            terminal.put(err=True)  # below the ^C
            _say(_farewell(ctx.meta.get(REVIEW, "")), "interrupted", status, as_json=as_json)
            _give_back(ctx.meta.get(WORDS, ""), as_json=as_json)
        except click.ClickException as error:
            if not as_json:
                raise
            status = Exit(error.exit_code)
            _say(error.format_message(), "usage", status, as_json=True)
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
    terminal.never_fail_on_a_letter()
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        context.color = False


def _say(sentence: str, kind: str, status: Exit, *, as_json: bool, **more: Any) -> None:  # noqa: ANN401 - JSON
    if as_json:
        error = {"kind": kind, "status": status.value, "sentence": sentence} | more
        terminal.put_json({"error": error}, err=True)
    else:
        terminal.put((sentence, terminal.RED if status is not Exit.INTERRUPTED else terminal.PLAIN), err=True)


def _give_back(words: str, *, as_json: bool) -> None:
    """Show words that stand nowhere else: they were typed into an editor or came through a pipe."""
    if words and not as_json:
        terminal.put("\nYour words, which were not recorded:\n\n", words, err=True)


def _farewell(review_id: str) -> str:
    if not review_id:
        return "Left. Nothing was recorded."
    return (
        "Left. What was decided is recorded, and a draft that was being written is written by the server that runs, "
        f"by the next start, or when you come back: python -m hitl review {review_id[:8]}"
    )
