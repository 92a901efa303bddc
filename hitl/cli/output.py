"""A review in words: where it stands, its text, what changed, how it ended."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hitl import trail
from hitl.cli.terminal import BOLD, GREEN, QUIET, RED, YELLOW, Ink, put
from hitl.domain import Decision, Review, Revision, Status, Stop
from hitl.policy import last_look, last_number, revisions_left

if TYPE_CHECKING:
    from hitl.diff import Change

INKS = {
    Status.DRAFTING: Ink("blue"),
    Status.WAITING: YELLOW,
    Status.ACCEPTED: GREEN,
    Status.CLOSED: QUIET,
    Status.ABANDONED: QUIET,
}
_INSERTED, _DELETED = Ink("green", underline=True), RED
_MOVED = Ink("blue", underline=True)
_MARKS = {("insert", False): "{+ +}", ("delete", False): "[- -]", ("insert", True): "{~ ~}", ("delete", True): "[~ ~]"}
"""What stands around a change, so that its colour is not the only sign: of what moved at its new and old place."""


def standing(review: Review) -> str:
    """Where a review stands, as at the head of its page: "Waiting for you · Revision 2 of 6 · 4 drafts left …"."""
    parts = ["Damaged" if review.damage else review.status.value]
    number = review.counters.texts
    parts.append(f"Revision {number} of {last_number(review.counters, review.policy)}" if number else "No draft yet")
    if number and not review.status.finished:
        parts.append(f"{trail.counted(revisions_left(review.counters, review.policy), 'draft')} left for the model")
    return " · ".join(parts)


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


def closing(review: Review, stop: Stop) -> str:
    """What a new ask would do at the last look, where it must be meant; empty at any other stop."""
    told = last_look(stop, review.policy) if review.stop == stop else ""
    return f"{told} Nothing was recorded." if told else ""


def head(review: Review) -> None:
    """The title of a review, its id, and where it stands."""
    name(review)
    put((standing(review), INKS[review.status]))


def name(review: Review) -> None:
    """The title of a review, its id, and who began it when."""
    put((review.title, BOLD))
    put((f"{review.id} · {review.owner} · {trail.clock(review.created_at)}", QUIET))


def verdict(review: Review, decisions: Sequence[Decision]) -> None:
    """Say who ended a review, when, and how."""
    who = decisions[-1].actor if decisions else review.owner
    when = trail.clock(trail.ended_at(review, decisions))
    if review.status is Status.ACCEPTED:
        put((f"Approved. Accepted by {who}, {when}.", GREEN))
    elif review.status is Status.ABANDONED:
        put((f"Not approved. Abandoned by {who}, {when}.", YELLOW))
    else:
        put((f"Not approved. {trail.closed(review, decisions)}", YELLOW))


def text(review: Review, revision: Revision, decisions: Sequence[Decision]) -> None:
    """A text below a line that says which it is, and with what its writer has to say about it."""
    caption(review, revision, decisions)
    put(revision.text)
    notes(revision)


def caption(review: Review, revision: Revision, decisions: Sequence[Decision]) -> None:
    """Which revision this is, how long, by whom, and the beginning of its SHA-256."""
    limit, characters = review.brief.character_limit, len(revision.text)
    length = f"{characters:,} of {limit:,} characters" if limit else trail.counted(characters, "character")
    wrote = trail.writer_of(review, revision, decisions)
    put((f"── v{revision.number} · {length} · {wrote} · {revision.sha256[:12]} ──", QUIET))
    if limit and characters > limit:
        put((f"{characters - limit:,} characters over the limit for this {review.brief.kind.value}.", YELLOW))


def notes(revision: Revision) -> None:
    """What a writer has to say about its text."""
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
            put((f"… {trail.counted(hunk.before, 'word')} …", QUIET))
        changes(hunk.changes)


def summary(told: "Sequence[Change]") -> None:
    """How many words came, went and moved, and how much of the earlier text still stands."""
    from hitl.diff import counts, share_unchanged

    count = counts(told)
    moved = f", {trail.counted(count.moved, 'word')} moved {{~to~}} [~from~]" if count.moved else ""
    put(
        (f"{{+{trail.counted(count.added, 'word')} added+}}", _INSERTED), ", ",
        (f"[-{trail.counted(count.removed, 'word')} removed-]", _DELETED),
        (f"{moved}. {share_unchanged(told):.0%} of the earlier words still stand.", QUIET),
    )  # fmt: skip


def changed_since(told: "Sequence[Change]", before: int, after: int) -> None:
    """What changed from one revision to another, under a heading."""
    put((f"What changed from v{before} to v{after}", BOLD))
    changes(told)
    summary(told)
