"""What happened in a review, put into words once for pages, commands, files and messages.

Here are the words for a review that can be read; the modules beside this one tell its sealed record, damaged or not.
"""

from collections.abc import Sequence
from datetime import datetime

from hitl.domain import Author, Brief, Decision, Review, Revision, Status, Verb
from hitl.policy import last_number, revisions_left

Row = dict[str, str | int]

TITLE_IS_LOST = "A review whose title cannot be read"
NOT_APPROVED = "Not approved"

SECONDS = "%H:%M:%S"
COLUMNS = ("time", "event", "revision", "who", "words", "why", "sha256", "displayed")

_DID: dict[str, tuple[str, str]] = {
    Verb.REVISE: ("asked", "asked for changes to {seen}"),
    Verb.ACCEPT: ("accepted", "accepted {seen}"),
    Verb.EDIT: ("edited by hand", "edited {seen} by hand"),
    Verb.RESTORE: ("restored", "brought v{restored} back"),
    Verb.ABANDON: ("abandoned", "abandoned the review"),
    Verb.RETRY: ("tried again", "asked once more for the draft that had not come"),
}
"""What was done, as the name of an event and as a clause; a review without a draft has nothing to change."""


def counted(n: int, thing: str, things: str = "") -> str:
    """A number of things in words: "1 word", "1,200 words"; `things` is a plural that does not just end in s."""
    return f"{n:,} {thing if n == 1 else things or thing + 's'}"


def beginning(text: str, length: int) -> str:
    """The first words of a text on one line of at most `length` characters, with "…" where more follow."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    whole, _, _ = cut.rpartition(" ")
    return f"{whole} …" if whole else f"{cut}…"  # scripts without blanks have no words to keep whole


def clock(at: str, time: str = "%H:%M") -> str:
    """A stored time in UTC as an editor writes it: "24 Nov 2026, 18:02 UTC"; also where it cannot be read."""
    try:
        return datetime.fromisoformat(at).strftime(f"%d %b %Y, {time} UTC").lstrip("0")
    except ValueError:
        return "a time that cannot be read"


def version(number: int) -> str:
    """A text by its number: "v3"."""
    return f"v{number}" if number else "no text"


def did(decision: Decision) -> str:
    """What was done, as a verb with its object: "asked", "restored revision 2"."""
    restored = "" if decision.restored is None else f" revision {decision.restored}"
    return _DID[decision.verb][0] + restored


def decided(decision: Decision) -> str:
    """What was done to which text, as a clause without its subject; of a decision that may be damaged."""
    seen = version(decision.seen_number)
    if decision.verb == Verb.REVISE and not decision.seen_number:
        return "asked for a draft"
    _, clause = _DID.get(decision.verb, ("", "decided “{verb}” on {seen}"))
    return clause.format(seen=seen, restored=decision.restored or 0, verb=beginning(decision.verb, 90))


def told(decision: Decision) -> str:
    """Who did what, and in which words: "Ann asked: Shorter."."""
    words = f": {decision.feedback}" if decision.feedback.strip() else ""
    return f"{decision.actor} {did(decision)}{words}"


def in_short(decision: Decision) -> str:
    """What was done, and the beginning of its words: "asked: “Shorter.”", as a clause without its subject."""
    words = beginning(decision.feedback, 100)
    return f"{did(decision)}: “{words}”" if words else did(decision)


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


def byline(review: Review, revision: Revision, decisions: Sequence[Decision]) -> str:
    """Who wrote a revision, by name: "Ann", "gpt-4.1-mini, asked by Ann", or "Ann, from v2 of an earlier review"."""
    cause = caused_by(revision, decisions)
    person = cause.actor if cause else review.owner
    if taken_from(review, revision):
        return f"{person}, {writer_of(review, revision, decisions)}"
    return f"{revision.model or 'model'}, asked by {person}" if revision.author is Author.MODEL else person


def because(review: Review, revision: Revision, decisions: Sequence[Decision]) -> str:
    """Why a revision came to be, in words: "Ann asked: Shorter."."""
    cause = caused_by(revision, decisions)
    if origin := taken_from(review, revision):
        return f"{review.owner} began this review with v{origin[1]} of an earlier one."
    if cause is None or cause.verb is Verb.RETRY:
        source = "First draft" if revision.author is Author.MODEL else "The editor's own text"
        return f"{source} for: {review.brief.topic}"
    return told(cause)


def behind(review: Review, revision: Revision, decisions: Sequence[Decision]) -> tuple[str, str, str] | None:
    """The words behind a revision, or where it was taken from, as (who, when, words); None where nothing was said."""
    if origin := taken_from(review, revision):
        return review.owner, review.created_at, f"v{revision.number}: taken from v{origin[1]} of review {origin[0]}"
    cause = caused_by(revision, decisions)
    if cause is None:
        return None
    said = [did(cause)] * bool(cause.restored) + [cause.feedback] * bool(cause.feedback.strip())
    return (cause.actor, cause.at, ": ".join([f"v{revision.number}", *said])) if said else None


def brief_told(brief: Brief) -> list[tuple[str, str]]:
    """What a brief asks for, but for what must be in the text, in pairs of a name and words."""
    limit = counted(brief.max_characters, "character") if brief.max_characters else ""
    told = [("Topic", brief.topic), ("Kind", str(brief.kind)), ("Audience", brief.audience), ("Tone", brief.tone)]
    return [(name, words) for name, words in [*told, ("Language", brief.language), ("At most", limit)] if words]


def progress(review: Review) -> tuple[str, ...]:
    """How far a review has come: ("Revision 2 of 6", "4 drafts left for the model")."""
    number, left = review.counters.texts, revisions_left(review.counters, review.policy)
    if not number:
        return ("No draft yet",)
    come = f"Revision {number} of {last_number(review.counters, review.policy)}"
    return (come,) if review.status.finished else (come, f"{counted(left, 'draft')} left for the model")


def approved(review: Review, revision: Revision, decisions: Sequence[Decision]) -> bool:
    """True if this very text, by its hash, is the one that was accepted."""
    seen = (revision.number, revision.sha256)
    accepted = any(d.verb is Verb.ACCEPT and (d.seen_number, d.seen_sha256) == seen for d in decisions)
    return accepted and review.status is Status.ACCEPTED


def ending(review: Review, decisions: Sequence[Decision]) -> tuple[str, str]:
    """Whether the text of a finished review is approved, and who ended it when, or why it closed."""
    who, when = decisions[-1].actor if decisions else review.owner, clock(_ended_at(review, decisions))
    if review.status is Status.ACCEPTED:
        return "Approved", f"Accepted by {who}, {when}."
    if review.status is Status.ABANDONED:
        return NOT_APPROVED, f"Abandoned by {who}, {when}."
    return NOT_APPROVED, f"Closed, {when}. {review.ending[:1].upper()}{review.ending[1:]}."


def _ended_at(review: Review, decisions: Sequence[Decision]) -> str:
    """When a review ended: with the decision that ended it, else when its end was noted."""
    return decisions[-1].at if decisions and decisions[-1].goto == "finalize" else review.updated_at


def rows(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> list[Row]:
    """The trail, one row an event, oldest first: the start, each revision, each decision with what was seen, the end.

    `words` is the feedback, note or reason of a decision; `why` the reason of the route it took; `displayed` the
    number of the revision that was on the screen then, "" where that is not known.
    """
    origin = "from revision {1} of review {0}".format(*review.begun_from) if review.begun_from else ""
    events = [_row(review.created_at, "started", 0, review.owner, review.brief.topic, origin)]
    for r in revisions:
        took = f"{r.seconds:.1f} s, {r.tokens:,} tokens" if r.author is Author.MODEL else ""
        events.append(_row(r.at, "revision", r.number, writer_of(review, r, decisions), "", took, r.sha256))
    for d in decisions:
        shown = "" if d.displayed is None else d.displayed
        events.append(_row(d.at, did(d), d.seen_number, d.actor, d.feedback, d.reason, d.seen_sha256, shown))
    events.sort(key=lambda row: row["time"])
    if review.status.finished:
        number, digest = (revisions[-1].number, revisions[-1].sha256) if revisions else (0, "")
        verdict = "" if review.status is Status.ACCEPTED else ", not approved"
        event = f"ended: {review.status.value}{verdict}"
        events.append(_row(_ended_at(review, decisions), event, number, "", "", review.ending, digest))
    return events


def _row(*cells: str | int) -> Row:
    return dict(zip(COLUMNS, (*cells, *[""] * (len(COLUMNS) - len(cells))), strict=True))
