"""What several commands share: their arguments and options, and the desk and the review that they work on."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hitl.cli.group import JSON, Answer, hitl
from hitl.cli.resolve import find, number, open_desk
from hitl.domain import Brief, Kind

if TYPE_CHECKING:
    from hitl.worker import Drives

F = TypeVar("F", bound=Callable[..., Any])
Decorator = Callable[[F], F]

KINDS = {kind.name.lower(): kind for kind in Kind}
"""The kinds of text by the names that they have here."""


def _note_json(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    context.meta[JSON] = asked


review_argument: Decorator[Any] = click.argument("review_id", metavar="REVIEW")
json_option: Decorator[Any] = click.option(
    "--json", is_flag=True, expose_value=False, callback=_note_json, help="Print one JSON object."
)
as_option: Decorator[Any] = click.option(
    "--as", "named", metavar="NAME", help="Who decides. Default: HITL_ACTOR, then the system's name for its user."
)
no_wait_option: Decorator[Any] = click.option(
    "--no-wait", is_flag=True, help="Record it and return: a running server, or the next start, carries it out."
)
revision_option: Decorator[Any] = click.option(
    "--revision", type=number, metavar="N", help="An earlier text. Default: the one that stands."
)


def on_review(command: Callable[..., Answer | None], drives: "Drives" = "none") -> click.Command:
    """Make a command on one review, which gets the desk, the review, and its own options."""

    @hitl.command()
    @review_argument
    @json_option
    @wraps(command)
    def run(review_id: str, **options: Any) -> Answer | None:  # noqa: ANN401 - the command's own
        with open_desk("none" if options.get("no_wait") else drives) as desk:
            return command(desk, find(desk, review_id), **options)

    return run


_BRIEF = (
    click.option("--kind", type=click.Choice(list(KINDS), case_sensitive=False), help="What sort of text."),
    click.option("--audience", metavar="WHO", help="Who reads it."),
    click.option("--tone", metavar="TONE", help="For example: friendly, formal, plain."),
    click.option("--language", metavar="LANGUAGE", help="Default: English."),
    click.option("--max-characters", type=click.IntRange(0), metavar="N", help="The longest it may be; 0: no limit."),
    click.option("--must-have", "must_haves", multiple=True, metavar="WORDS", help="Must be mentioned; repeatable."),
)


def brief_options(command: F) -> F:
    """The fields of a brief beside its topic; what is not given comes as None or empty."""
    for option in reversed(_BRIEF):
        command = option(command)
    return command


def brief_from(topic: str, beginning: Brief | None = None, **given: Any) -> Brief:  # noqa: ANN401 - of `brief_options`
    """The brief that was given; what was not is taken from `beginning`, the brief of another review, if any."""
    given |= {"topic": topic or None, "kind": KINDS.get(given["kind"])}
    return replace(beginning or Brief(""), **{name: value for name, value in given.items() if value not in (None, ())})
