"""The whole trail of a review as rows, and the words in which its events are told."""

from collections.abc import Sequence
from datetime import datetime

from hitl.domain import Author, Decision, Review, Revision, Status, Verb

Row = dict[str, str | int]

TITLE_IS_LOST = "A review whose title cannot be read"

COLUMNS = ("time", "event", "revision", "who", "words", "why", "sha256", "displayed")

_DID = {
    Verb.REVISE: "asked",
    Verb.ACCEPT: "accepted",
    Verb.EDIT: "edited by hand",
    Verb.RESTORE: "restored",
    Verb.ABANDON: "abandoned",
    Verb.RETRY: "tried again",
}


def did(decision: Decision) -> str:
    """What was done, as a verb with its object: "asked", "restored revision 2"."""
    restored = "" if decision.restored is None else f" revision {decision.restored}"
    return _DID[decision.verb] + restored


def told(decision: Decision) -> str:
    """Who did what, and in which words: "Ann asked: Shorter."."""
    words = f": {decision.feedback}" if decision.feedback.strip() else ""
    return f"{decision.actor} {did(decision)}{words}"


def in_short(decision: Decision) -> str:
    """What was done, and the beginning of its words: "asked: “Shorter.”", as a clause without its subject."""
    words = beginning(decision.feedback, 100)
    return f"{did(decision)}: “{words}”" if words else did(decision)


def beginning(text: str, length: int) -> str:
    """The first words of a text on one line of at most `length` characters, with "…" where more follow."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    whole, _, _ = cut.rpartition(" ")
    return f"{whole} …" if whole else f"{cut}…"  # scripts without blanks have no words to keep whole


def counted(n: int, thing: str, things: str = "") -> str:
    """A number of things in words: "1 word", "1,200 words"; `things` is a plural that does not just end in s."""
    return f"{n:,} {thing if n == 1 else things or thing + 's'}"


def clock(at: str) -> str:
    """An ISO time in UTC as an editor writes it."""
    return datetime.fromisoformat(at).strftime("%d %b %Y, %H:%M UTC").lstrip("0")


def caused_by(revision: Revision, decisions: Sequence[Decision]) -> Decision | None:
    """The decision behind a revision; of a draft that was tried again, the feedback that it answers."""
    causes = [d for d in decisions if d.number <= revision.cause]
    while len(causes) > 1 and causes[-1].verb is Verb.RETRY:
        causes.pop()
    return causes[-1] if causes else None


def taken_from(review: Review, revision: Revision) -> tuple[str, int] | None:
    """The review and the revision that a text was taken over from; None for one that was written in its review."""
    return review.begun_from if revision.author is Author.EDITOR and not revision.cause else None


def writer_of(review: Review, revision: Revision, decisions: Sequence[Decision]) -> str:
    """Who wrote a revision: a model by its name, "by hand", "restored from v2", "from v2 of an earlier review"."""
    if origin := taken_from(review, revision):
        return f"from v{origin[1]} of an earlier review"
    if revision.author is Author.MODEL:
        return revision.model
    cause = caused_by(revision, decisions)
    return "by hand" if cause is None or cause.restored is None else f"restored from v{cause.restored}"


def because(review: Review, revision: Revision, decisions: Sequence[Decision]) -> str:
    """Why a revision came to be, in words: "Ann asked: Shorter."."""
    cause = caused_by(revision, decisions)
    if origin := taken_from(review, revision):
        return f"{review.owner} began this review with v{origin[1]} of an earlier one."
    if cause is None or cause.verb is Verb.RETRY:
        source = "First draft" if revision.author is Author.MODEL else "The editor's own text"
        return f"{source} for: {review.brief.topic}"
    return told(cause)


def ended_at(review: Review, decisions: Sequence[Decision]) -> str:
    """When a review ended: with the decision that ended it, else when its end was noted."""
    return decisions[-1].at if decisions and decisions[-1].goto == "finalize" else review.updated_at


def closed(review: Review, decisions: Sequence[Decision]) -> str:
    """When and why a review closed without approval: "Closed, 24 Nov 2026, 18:02 UTC. Cap reached: 2 of 2 …"."""
    reason = review.ending[:1].upper() + review.ending[1:]
    return f"Closed, {clock(ended_at(review, decisions))}. {reason}."


def rows(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> list[Row]:
    """One row an event, oldest first: the start, each revision, each decision with what was seen, the end.

    `words` is the feedback, note or reason of a decision; `why` the reason of the route it took; `displayed` the
    number of the revision that was on the screen then, "" where that is not known.
    """
    origin = "from revision {1} of review {0}".format(*review.begun_from) if review.begun_from else ""
    start: Row = _row(review.created_at, "started", 0, review.owner, review.brief.topic, origin, "")
    events = [start, *(_revision_row(review, r, decisions) for r in revisions), *map(_decision_row, decisions)]
    events.sort(key=lambda row: row["time"])
    if review.status.finished:
        last = revisions[-1] if revisions else None
        number, digest = (last.number, last.sha256) if last else (0, "")
        verdict = "" if review.status is Status.ACCEPTED else ", not approved"
        event = f"ended: {review.status.value}{verdict}"
        events.append(_row(ended_at(review, decisions), event, number, "", "", review.ending, digest))
    return events


def _revision_row(review: Review, revision: Revision, decisions: Sequence[Decision]) -> Row:
    who = writer_of(review, revision, decisions)
    took = f"{revision.seconds:.1f} s, {revision.tokens:,} tokens" if revision.author is Author.MODEL else ""
    return _row(revision.at, "revision", revision.number, who, "", took, revision.sha256)


def _decision_row(decision: Decision) -> Row:
    seen, who, words = decision.seen_number, decision.actor, decision.feedback
    shown = {} if decision.displayed is None else {"displayed": decision.displayed}
    return _row(decision.at, did(decision), seen, who, words, decision.reason, decision.seen_sha256) | shown


def _row(time: str, event: str, revision: int, who: str, words: str, why: str, digest: str) -> Row:
    return dict(zip(COLUMNS, (time, event, revision, who, words, why, digest, ""), strict=True))
