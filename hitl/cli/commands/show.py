"""`show`: a text and where its review stands."""

import click

from hitl.cli import screen, shapes, telling
from hitl.cli.find import find, number
from hitl.cli.group import hitl
from hitl.cli.opened import opened
from hitl.cli.options import json_option, review_argument


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
        screen.put_json(shapes.told(review, text))
        return
    telling.head(review)
    telling.situation(review)
    if review.status.finished:
        telling.verdict(review, decisions)
    if text:
        screen.put()
        telling.text(review, text, decisions)
