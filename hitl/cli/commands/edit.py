"""`edit`: the person's own text becomes the next revision."""

from typing import TYPE_CHECKING

import click

from hitl.cli import input as words_in
from hitl.cli.decide import decide
from hitl.cli.group import hitl
from hitl.cli.options import decision_options
from hitl.domain import Decision, Review, Stop

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk


@hitl.command()
@decision_options
@click.argument("file", required=False)
def edit(review_id: str, file: str | None, seen: str | None, named: str | None, no_wait: bool, as_json: bool) -> None:
    """Make your own text the next revision.

    The text comes from FILE, or from standard input where that is -. Without FILE the text that stands is
    opened in your editor. One line end at the end of a file is the file's, not the text's.
    """
    if file is None:
        words_in.need_a_person("Give the file with your text, or - for standard input.")
    elif seen is None:
        raise click.UsageError(
            "Say which revision your text is to follow: --seen with its number, as `show` prints it."
        )

    def record(desk: "ReviewDesk", review: Review, stop: Stop, who: str) -> Decision | None:
        if file is None:  # their editor shows the text that stands
            text = words_in.from_editor(desk.revision(review.id, stop.number).text if stop.number else "")
        else:
            text = words_in.from_file(file)
        shown = stop.number if file is None else None
        return None if text is None else desk.edit(review.id, stop, who, text, displayed=shown)

    decide(review_id, record, seen=seen, named=named, no_wait=no_wait, as_json=as_json)
