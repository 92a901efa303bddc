"""What only looks: `list`, `show`, `history`, `diff`, `export` into a file, and `doctor`."""

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hitl import wording
from hitl.cli import group, output
from hitl.cli.group import Answer, hitl
from hitl.cli.json_output import diff_shape, list_shape, review_shape
from hitl.cli.options import json_option, on_review, revision_option
from hitl.cli.resolve import latest, number, open_desk
from hitl.cli.terminal import GREEN, QUIET, RED, YELLOW, Piece, put, put_bytes, put_table, remark
from hitl.domain import Line, Review, Status, seconds_since
from hitl.errors import BadInput, NotFound

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

STATUSES = {status.name.lower(): status for status in Status}

_HEAD = [(name, QUIET) for name in ("review", "status", "text", "by", "age", "title")]

HISTORY = "history."


@hitl.command("list")
@click.option(
    "--status", "names", multiple=True, type=click.Choice(list(STATUSES), case_sensitive=False), help="Repeatable."
)
@click.option("--search", default="", metavar="WORDS", help="Words in a title, or in the text that stands.")
@click.option("--limit", default=25, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@json_option
def list_reviews(names: Sequence[str], search: str, limit: int) -> Answer:
    """List the reviews, what waits on top.

    Then comes what is being drafted, then what has ended; the newest first in each.
    """
    with open_desk() as desk:
        lines, total, _ = desk.lines([STATUSES[name] for name in names], search, limit, all_counted=True)

    def say() -> None:
        if lines:
            put_table([_HEAD, *map(_cells, lines)], (8, 17, 5, 12, 6), whole=False)
            if total > len(lines):
                remark(f"{len(lines)} of {total:,}; --limit shows more, --search and --status fewer.")
        else:
            remark("Nothing matches." if names or search else "No drafts yet. Start one: python -m hitl start TOPIC")

    return Answer(list_shape(lines, total), say)


def _cells(line: Line) -> list[Piece]:
    status = ("Damaged", RED) if line.damaged else (line.status.value, output.INKS[line.status])
    text = f"v{line.number}" if line.number else "–"
    return [line.id[:8], status, (text, QUIET), (line.owner, QUIET), (_age(line.updated_at), QUIET), line.title]


def _age(at: str) -> str:
    """How long ago something changed, in at most six columns."""
    seconds = seconds_since(at)
    sizes = ((86_400, "d"), (3_600, "h"), (60, "min"))
    return next((f"{seconds // size:.0f} {name}" for size, name in sizes if seconds >= size), "now")


@on_review
@revision_option
def show(desk: "ReviewDesk", review: Review, revision: int | None) -> Answer:
    """Show a text, and where its review stands.

    The number and the SHA-256 above the text are what --seen asks for. REVIEW is its id, or the beginning of it,
    at least 4 characters.
    """
    text = latest(desk, review) if revision is None else desk.revision(review.id, revision)
    decisions = desk.decisions(review.id)

    return Answer(review_shape(review, text), lambda: output.whole(review, text, decisions))


@on_review
def history(desk: "ReviewDesk", review: Review) -> Answer:
    """Show all that happened to a review.

    The oldest comes first: when, on which revision, who, what, and in which words.
    """
    rows = wording.rows(review, desk.revisions(review.id), desk.decisions(review.id))

    return Answer({"review": review.id, "trail": rows}, lambda: output.history(review.title, rows))


@on_review
@click.argument("before", metavar="[FROM]", required=False, type=number)
@click.argument("after", metavar="[TO]", required=False, type=number)
@click.option("--changes", "only_changes", is_flag=True, help="Leave out what nobody changed.")
def diff(desk: "ReviewDesk", review: Review, before: int | None, after: int | None, only_changes: bool) -> Answer:
    """Show what changed between two revisions.

    TO is the text that stands, and FROM the one before it, unless you say otherwise. {+ +} is new, [- -] is gone;
    what moved stands between {~ ~} where it is now and [~ ~] where it was.
    """
    from hitl.diff import compare

    to = review.counters.texts if after is None else after
    since = to - 1 if before is None else before
    if since < 1 and before is None:
        raise BadInput("There is no earlier revision to compare with yet.")
    told = compare(desk.revision(review.id, since).text, desk.revision(review.id, to).text)

    def say() -> None:
        if only_changes:
            output.hunks(told)
            output.summary(told)
        else:
            output.changed_since(told, since, to)

    return Answer({"review": review.id, "from": since, "to": to, **diff_shape(told)}, say)


@on_review
@click.option(
    "--format", "name", metavar="FORMAT",
    help="txt, md, docx, html; of all revisions: history.csv, history.md, history.json, history.docx. "
    "Default: what the name of the file ends in, else txt.",
)  # fmt: skip
@click.option(
    "-o", "--output", "file", metavar="FILE", help="Where to; never overwrites. Default, or -: standard output."
)
@revision_option
@click.option("--force", is_flag=True, help="Overwrite the file.")
def export(
    desk: "ReviewDesk", review: Review, name: str | None, file: str | None, revision: int | None, force: bool
) -> Answer | None:
    """Write a text, or the whole history, to a file.

    What is written is exact; only a terminal is spared what it would act upon.
    """
    to_file = file is not None and file != "-"
    if group.wants_json() and not to_file:
        raise click.UsageError("With --json the file itself cannot go to standard output: add -o FILE.")
    chosen = name or _format_of(file or "")
    content = _content(desk, review, chosen, revision)
    if file is not None and to_file:
        output.write(Path(file), content, force=force)
        told = {"file": file, "format": chosen, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        return Answer(told, lambda: put(f"{file}: {len(content):,} bytes."))
    if not sys.stdout.isatty():
        put_bytes(content)
    elif chosen.endswith("docx"):
        raise BadInput("A Word file is not for a terminal. Add -o FILE.")
    else:
        put(content.decode("utf-8-sig"))
    return None


def _content(desk: "ReviewDesk", review: Review, name: str, revision: int | None) -> bytes:
    from hitl.export import FORMATS, HISTORY_FORMATS, Format

    formats: dict[str, Format[Any]] = {one.ending: one for one in FORMATS}
    formats |= {HISTORY + whole.ending: whole for whole in HISTORY_FORMATS}
    if name not in formats:
        raise BadInput(f"“{name[:40]}” is no format: choose one of {', '.join(formats)}.")
    of_all = name.startswith(HISTORY)
    if not review.counters.texts and (not of_all or name.endswith("docx")):
        raise NotFound("No draft was ever written here.")
    wanted = review.counters.texts if revision is None else revision
    what = desk.revisions(review.id) if of_all else desk.revision(review.id, wanted)
    return formats[name].of(review, what, desk.decisions(review.id))


def _format_of(file: str) -> str:
    """The format that the name of a file asks for: "x.md" for md, "x.history.md" for the whole history."""
    name = Path(file).name.lower()
    ending = name.rpartition(".")[2] if "." in name else "txt"
    return HISTORY + ending if name.endswith(f"{HISTORY}{ending}") else ending


_MARKS = {"ok": ("ok", GREEN), "warning": ("warning", YELLOW), "failed": ("FAILED", RED)}


@hitl.command()
@json_option
def doctor() -> Answer:
    """Check the settings, the writer and the database.

    Nothing is made, migrated or changed, no token is spent, and nothing secret is printed.

    The exit status is 0 when nothing failed (warnings are allowed), 1 when something did, 2 for wrong usage.
    """
    from hitl.doctor import examine_here, healthy

    checks = examine_here()

    def say() -> None:
        width = max(len(check.name) for check in checks)
        for check in checks:
            word, ink = _MARKS[check.state]
            put((f"{word:<7}", ink), f"  {check.name:<{width}}  {' '.join(check.told.split())}")

    well = healthy(checks)
    return Answer({"healthy": well, "checks": [asdict(check) for check in checks]}, say, well)
