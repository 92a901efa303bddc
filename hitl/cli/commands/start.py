"""`start`: begin a review, from a brief, from a text, or from a revision of another review."""

from typing import Any

import click

from hitl.cli import group, terminal
from hitl.cli.group import Answer, hitl
from hitl.cli.input import from_file, words
from hitl.cli.options import as_option, brief_from, brief_options, json_option, no_wait_option
from hitl.cli.progress import carried_out
from hitl.cli.resolve import actor, open_desk, origin
from hitl.domain import Brief


@hitl.command()
@click.argument("topic", required=False)
@brief_options
@click.option("--text", "text_file", metavar="FILE", help="Begin with the editor's own text, from a file, or - .")
@click.option("--from", "begun_from", metavar="REVIEW:N", help="Begin with revision N of a review, and its brief.")
@as_option
@no_wait_option
@json_option
def start(
    topic: str | None,
    text_file: str | None,
    begun_from: str | None,
    named: str | None,
    no_wait: bool,
    **brief: Any,  # noqa: ANN401 - the fields of `brief_options`
) -> Answer:
    """Start a review of TOPIC and print its id.

    A topic of - is read from standard input. With --text the topic may be left out: the text's first line is the
    name then. With --from all that is not given is taken from that review. Waits for the first draft, which
    grows on the screen, unless --no-wait is given.
    """
    if text_file and begun_from:
        raise click.UsageError("Give --text or --from, not both.")
    if not (topic or text_file or begun_from):
        raise click.UsageError("Give a topic: what the text is about.")
    if topic == text_file == "-":
        raise click.UsageError("Standard input can be the topic or the text, not both.")
    with open_desk("none" if no_wait else "asked", may_begin=not begun_from) as desk:
        about = words(topic) if topic else ""
        beginning, own, source = None, None, None
        if begun_from:
            review, number = origin(desk, begun_from)
            beginning, own, source = review.brief, desk.revision(review.id, number).text, (review.id, number)
        elif text_file:
            own = from_file(text_file)
            about = about or Brief(own).title
        review_id = desk.start(brief_from(about, beginning, **brief), actor(desk, named), own, source)
        click.get_current_context().meta[group.REVIEW] = review_id
        if not group.wants_json():
            terminal.put(review_id)
        return carried_out(desk, review_id, no_wait=no_wait)
