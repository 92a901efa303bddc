"""`show`: a text and where its review stands."""

import click

from hitl.cli import json_output, output, terminal
from hitl.cli.group import hitl
from hitl.cli.options import json_option, review_argument
from hitl.cli.resolve import find, number
from hitl.cli.session import opened


@hitl.command()
@review_argument
@click.option("--revision", metavar="N", help="An earlier text. Default: the one that stands.")
@json_option
def show(review_id: str, revision: str | None, as_json: bool) -> None:
    """Show a text, and where its review stands.

    The number and the SHA-256 above the text are what --seen asks for. REVIEW is its id, or the beginning of it,
    at least 4 characters.
    """
    with opened() as desk:
        review = find(desk, review_id)
        wanted = number(revision) if revision else review.counters.texts
        text = desk.revision(review.id, wanted) if wanted or revision else None
        decisions = desk.decisions(review.id)
    if as_json:
        terminal.put_json(json_output.told(review, text))
        return
    output.head(review)
    output.situation(review)
    if review.status.finished:
        output.verdict(review, decisions)
    if text:
        terminal.put()
        output.text(review, text, decisions)
