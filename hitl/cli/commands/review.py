"""`review`: the whole loop at a terminal, from a topic to an approved text."""

import threading
from contextlib import suppress
from typing import Any

import click

from hitl.cli import group, terminal
from hitl.cli.group import hitl
from hitl.cli.input import from_editor
from hitl.cli.interactive import Interactive
from hitl.cli.options import as_option, brief_from, brief_options
from hitl.cli.resolve import find
from hitl.cli.session import actor, open_desk


@hitl.command()
@click.argument("review_id", metavar="[REVIEW]", required=False)
@click.option("--topic", metavar="TOPIC", help="Begin a new review of this, instead of going on with one.")
@brief_options
@as_option
def review(review_id: str | None, topic: str | None, named: str | None, **brief: Any) -> None:  # noqa: ANN401 - brief_options
    """Read and decide at the terminal, until approval.

    Without REVIEW a new one is begun. The text grows on the screen, each revision is followed by what changed,
    and you are asked what to do. Ctrl+C leaves at any time, and the same command comes back to it. A decision
    that somebody takes in the browser meanwhile is noticed.
    """
    terminal.need_a_person("`review` is a conversation on a terminal; start, show, revise and accept need none.")
    if review_id and (topic or any(value not in (None, ()) for value in brief.values())):
        raise click.UsageError("A brief is for a new review: leave out either REVIEW or the brief.")
    with suppress(ImportError):  # lines can be edited where there is a readline
        import readline  # noqa: F401
    with open_desk("asked", may_begin=review_id is None) as desk:
        threading.Thread(target=desk.warm_up, name="hitl-warm-up", daemon=True).start()
        who = actor(desk, named)
        if review_id:
            found = find(desk, review_id).id
        else:
            about = topic or terminal.ask("What is the text about? (empty: your editor) >") or from_editor("") or ""
            found = desk.start(brief_from(about, **brief), who)
            click.get_current_context().meta[group.REVIEW] = found
        Interactive(desk, found, who).run()
