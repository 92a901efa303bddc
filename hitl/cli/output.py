"""A review in words: where it stands, its text, what changed, what happened, how it ended; and files."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hitl import wording
from hitl.cli.json_output import Shape
from hitl.cli.terminal import BLUE, BOLD, GREEN, QUIET, RED, YELLOW, Ink, Piece, put, put_table
from hitl.domain import Decision, Review, Revision, Status, Stop
from hitl.errors import BadInput, HitlError
from hitl.policy import last_look

if TYPE_CHECKING:
    from hitl.diff import Change

Marks = dict[bool | None, tuple[str, Ink]]
"""A word and its ink for what is well, for what is not, and None for what was repaired."""

INKS = {
    Status.DRAFTING: BLUE,
    Status.WAITING: YELLOW,
    Status.ACCEPTED: GREEN,
    Status.CLOSED: QUIET,
    Status.ABANDONED: QUIET,
}
_INSERTED, _DELETED = partial(click.style, fg="green", underline=True), RED
_MOVED = partial(click.style, fg="blue", underline=True)
_MARKS = {("insert", False): "{+ +}", ("delete", False): "[- -]", ("insert", True): "{~ ~}", ("delete", True): "[~ ~]"}
"""What stands around a change, so that its colour is not the only sign: of what moved at its new and old place."""


def standing(review: Review) -> str:
    """Where a review stands, as at the head of its page: "Waiting for you · Revision 2 of 6 · 4 drafts left …"."""
    return " · ".join(["Damaged" if review.damage else review.status.value, *wording.progress(review)])


def situation(review: Review) -> None:
    """Say what is special about the place where a review stands."""
    stop = review.stop
    if review.damage:
        put((review.damage, RED))
    elif stop and stop.problem:
        counts = " It counts as no revision." if stop.problem.fault == "stopped" else ""
        put((stop.problem.sentence + counts, YELLOW if counts else RED))
        if stop.ask:
            put("Not carried out: ", stop.ask)
    if stop and (told := last_look(stop, review.policy)):
        put((told, YELLOW))
    if review.status is Status.DRAFTING and not review.damage:
        put(f"Revision {review.counters.texts + 1} is being written: python -m hitl review {review.id[:8]}")


def refuse_to_close(review: Review, stop: Stop, way_out: str = "") -> None:
    """Raise BadInput at the last look, where a new ask would close the review."""
    if review.stop == stop and (told := last_look(stop, review.policy)):
        raise BadInput(f"{told} Nothing was recorded.{way_out}")


def whole(review: Review, revision: Revision | None, decisions: Sequence[Decision]) -> None:
    """The title of a review, where it stands, what is special there, and a text."""
    name(review)
    put((standing(review), INKS[review.status]))
    situation(review)
    if review.status.finished:
        verdict(review, decisions)
    if revision:
        put()
        text(review, revision, decisions)


def name(review: Review) -> None:
    """The title of a review, its id, and who began it when."""
    put((review.title, BOLD))
    put((f"{review.id} · {review.owner} · {wording.clock(review.created_at)}", QUIET))


def verdict(review: Review, decisions: Sequence[Decision]) -> None:
    """Say who ended a review, when, and how."""
    put((". ".join(wording.ending(review, decisions)), GREEN if review.status is Status.ACCEPTED else YELLOW))


def text(review: Review, revision: Revision, decisions: Sequence[Decision], grown: str = "") -> None:
    """A text, unless it has `grown` on the screen: which it is, how long, by whom, and what its writer says of it."""
    limit, characters = review.brief.character_limit, len(revision.text)
    length = f"{characters:,} of {limit:,} characters" if limit else wording.counted(characters, "character")
    wrote = wording.writer_of(review, revision, decisions)
    put((f"── v{revision.number} · {length} · {wrote} · {revision.sha256[:12]} ──", QUIET))
    if limit and characters > limit:
        put((f"{characters - limit:,} characters over the limit for this {review.brief.kind.value}.", YELLOW))
    if grown.strip() != revision.text.strip():
        put(revision.text)
    for sentence in revision.notes:
        put((f"Note: {sentence}", YELLOW))


def changes(told: "Sequence[Change]") -> None:
    """What changed, marked in the text: {+inserted+}, [-deleted-], and what moved between ~."""
    for change in told:
        if change.kind == "same":
            put(change.text, end="")
            continue
        moved = change.move is not None
        opening, closing = _MARKS[change.kind, moved].split()
        ink = _MOVED if moved else _INSERTED if change.kind == "insert" else _DELETED
        put((f"{opening}{change.text}{closing}", ink), end="")
    put()


def hunks(told: "Sequence[Change]") -> None:
    """The changes only, each with the rest of its sentence and the one before and behind."""
    from hitl.diff import context

    for hunk in context(told):
        if hunk.before:
            put((f"… {wording.counted(hunk.before, 'word')} …", QUIET))
        changes(hunk.changes)


def summary(told: "Sequence[Change]") -> None:
    """How many words came, went and moved, and how much of the earlier text still stands."""
    from hitl.diff import counts, share_unchanged

    count = counts(told)
    moved = f", {wording.counted(count.moved, 'word')} moved {{~to~}} [~from~]" if count.moved else ""
    put(
        (f"{{+{wording.counted(count.added, 'word')} added+}}", _INSERTED), ", ",
        (f"[-{wording.counted(count.removed, 'word')} removed-]", _DELETED),
        (f"{moved}. {int(100 * share_unchanged(told))}% of the earlier words still stand.", QUIET),
    )  # fmt: skip


def changed_since(told: "Sequence[Change]", before: int, after: int) -> None:
    """What changed from one revision to another, under a heading."""
    put((f"What changed from v{before} to v{after}", BOLD))
    changes(told)
    summary(told)


def history(title: str, rows: Sequence[wording.Row]) -> None:
    """The trail as a table: when, on which revision, who, what, in which words, and why it went on as it did."""
    put((title, BOLD))
    cells: list[list[Piece]] = []
    for row in rows:
        number = f"v{row['revision']}" if row["revision"] else ""
        words = f": {' '.join(str(row['words']).split())}" if row["words"] else ""
        why = f" ({row['why']})" if row["why"] else ""
        left = wording.clock(str(row["time"])), number, str(row["who"])
        cells.append([*((cell, QUIET) for cell in left), f"{row['event']}{words}{why}"])
    put_table(cells, (22, 4, 14), whole=True)


def verdicts(records: Sequence[Shape], marks: Marks) -> None:
    """What was found in records: each with the mark for whether it is well, its name, and what is said of it."""
    for record in records:
        mark, ink = marks[record["well"]]
        told = f"\n{' ' * 9}".join(record["told"])
        put((f"{mark:<7}", ink), "  ", (record["name"][:60], BOLD), f"  {told}")


def write(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file that is not there yet. Raises BadInput, HitlError."""
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(content)
    except FileExistsError:
        raise BadInput(f"{path} is there already. Nothing was written; --force overwrites it.") from None
    except OSError as error:
        raise HitlError(f"{path} cannot be written: {error.strerror}.") from None
