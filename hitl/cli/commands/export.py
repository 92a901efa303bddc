"""`export`: a text, or the whole history of a review, as a file."""

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hitl.cli import resolve, terminal
from hitl.cli.files import write
from hitl.cli.group import hitl
from hitl.cli.options import json_option, review_argument
from hitl.cli.session import opened
from hitl.domain import Review
from hitl.errors import BadInput, NotFound

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

HISTORY = "history."


@hitl.command()
@review_argument
@click.option(
    "--format", "name", metavar="FORMAT",
    help="txt, md, docx, html; of all revisions: history.csv, history.md, history.json, history.docx. "
    "Default: what the name of the file ends in, else txt.",
)  # fmt: skip
@click.option("-o", "--output", metavar="FILE", help="Where to; never overwrites. Default, or -: standard output.")
@click.option("--revision", metavar="N", help="An earlier text. Default: the one that stands.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@json_option
def export(
    review_id: str, name: str | None, output: str | None, revision: str | None, force: bool, as_json: bool
) -> None:
    """Write a text, or the whole history, to a file.

    What is written is exact; only a terminal is spared what it would act upon.
    """
    to_file = output not in (None, "-")
    if as_json and not to_file:
        raise click.UsageError("With --json the file itself cannot go to standard output: add -o FILE.")
    chosen = name or _format_of(output or "")
    with opened() as desk:
        review = resolve.find(desk, review_id)
        content = _content(desk, review, chosen, revision)
    if output and to_file:
        write(Path(output), content, force=force)
        told = {"file": output, "format": chosen, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        terminal.put_json(told) if as_json else terminal.put(f"{output}: {len(content):,} bytes.")
    elif not sys.stdout.isatty():
        terminal.put_bytes(content)
    elif chosen.endswith("docx"):
        raise BadInput("A Word file is not for a terminal. Add -o FILE.")
    else:
        terminal.put(content.decode("utf-8-sig"))


def _content(desk: "ReviewDesk", review: Review, name: str, revision: str | None) -> bytes:
    from hitl.export import FORMATS, HISTORY_FORMATS

    decisions = desk.decisions(review.id)
    for one in FORMATS:
        if name == one.ending:
            wanted = resolve.number(revision) if revision else review.counters.texts
            if not wanted:
                raise NotFound("No draft was ever written here.")
            return one.of(review, desk.revision(review.id, wanted), decisions)
    for whole in HISTORY_FORMATS:
        if name == HISTORY + whole.ending:
            texts = desk.revisions(review.id)
            if not texts and whole.ending == "docx":
                raise NotFound("No draft was ever written here.")
            return whole.of(review, texts, decisions)
    known = [one.ending for one in FORMATS] + [HISTORY + whole.ending for whole in HISTORY_FORMATS]
    raise BadInput(f"“{name[:40]}” is no format: choose one of {', '.join(known)}.")


def _format_of(file: str) -> str:
    """The format that the name of a file asks for: "x.md" for md, "x.history.md" for the whole history."""
    name = Path(file).name.lower()
    ending = name.rpartition(".")[2] if "." in name else "txt"
    return HISTORY + ending if name.endswith(f"{HISTORY}{ending}") else ending
