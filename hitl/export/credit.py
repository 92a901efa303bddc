"""Who wrote a text, at whose wish, and whether it was approved: what every export says in the same words."""

from collections.abc import Sequence

from hitl.domain import Author, Decision, Review, Revision, Status, Verb
from hitl.trail import caused_by, did, taken_from

NOT_APPROVED = "Not approved"


def approved(review: Review, revision: Revision, decisions: Sequence[Decision]) -> bool:
    """True if this very text, by its hash, is the one that was accepted."""
    seen = (revision.number, revision.sha256)
    accepted = any(d.verb is Verb.ACCEPT and (d.seen_number, d.seen_sha256) == seen for d in decisions)
    return accepted and review.status is Status.ACCEPTED


def byline(review: Review, revision: Revision, decisions: Sequence[Decision]) -> str:
    """Who wrote a revision: "Ann", "gpt-4.1-mini, asked by Ann", or "Ann, from v2 of an earlier review"."""
    cause = caused_by(revision, decisions)
    person = cause.actor if cause else review.owner
    if origin := taken_from(review, revision):
        return f"{person}, from v{origin[1]} of an earlier review"
    return f"{revision.model or 'model'}, asked by {person}" if revision.author is Author.MODEL else person


def behind(review: Review, revision: Revision, decisions: Sequence[Decision]) -> tuple[str, str, str] | None:
    """The words behind a revision, or where it was taken from, as (who, when, words); None where nothing was said."""
    if origin := taken_from(review, revision):
        return review.owner, review.created_at, f"v{revision.number}: taken from v{origin[1]} of review {origin[0]}"
    cause = caused_by(revision, decisions)
    if cause is None or not (cause.feedback.strip() or cause.restored):
        return None
    restored = [did(cause)] if cause.restored else []
    words = ": ".join([*restored, *([cause.feedback] if cause.feedback.strip() else [])])
    return cause.actor, cause.at, f"v{revision.number}: {words}"
