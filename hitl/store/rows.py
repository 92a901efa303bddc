"""From the rows of the tables to the words of the domain, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from hitl.audit import PLACES, VERSION, fits, seal
from hitl.codec import dump, load, load_row
from hitl.domain import Decision, Line, Review, Revision, Status, now
from hitl.errors import UNREADABLE, Damaged
from hitl.wording import TITLE_IS_LOST

LONG_AGO = "1970-01-01T00:00:00.000000Z"

STATUSES = {status.value: status for status in Status}


@contextmanager
def damage_in_words(what: str, unreadable: tuple[type[Exception], ...] = UNREADABLE) -> Iterator[None]:
    """Turn what an unreadable value raises into Damaged."""
    try:
        yield
    except unreadable as error:
        raise Damaged(
            f"{what} of this review cannot be read: it is damaged. No other review is touched by that. "
            "Restore it from a back-up, or start again from the last text that you have."
        ) from error


def standing(status: Status) -> dict[str, Any]:
    """The columns that say where a review stands, as of now."""
    return {"status": status.value, "place": PLACES.get(status, 2), "updated_at": now()}


def review_row(review: Review) -> dict[str, Any]:
    """A new review as a row, with the first of its seals."""
    plain = dump(review)
    begun_from, number = plain.pop("begun_from") or (None, None)
    row = plain | {
        "kind": review.brief.kind.value,
        "number": review.counters.texts,
        "begun_from": begun_from,
        "begun_from_number": number,
        "v": VERSION,
        **standing(review.status),
    }
    first = seal("", "start", row)
    return row | {"seal": first, "head": first}


def as_review(row: Row[Any]) -> Review:
    """A row of `reviews`."""
    stored = dict(row._mapping)
    if not fits(row.seal, "", "start", stored):
        raise ValueError("the start of the review is not what was sealed")
    begun_from = [row.begun_from, row.begun_from_number] if row.begun_from else None
    review = load_row(Review, stored | {"begun_from": begun_from})
    for at in (review.created_at, review.updated_at):
        datetime.fromisoformat(at)
    return review


def as_line(row: Row[Any]) -> Line:
    """A row of `reviews` as a line of the list, which shows every review: what cannot be read of one is left out."""
    status, at = STATUSES.get(row.status), row.updated_at
    damaged = bool(row.damage) or status is None
    try:
        datetime.fromisoformat(at)
    except UNREADABLE:
        at, damaged = LONG_AGO, True
    said = {"id": row.id, "status": status or Status.DRAFTING, "updated_at": at}
    try:
        told = {name: getattr(row, name) for name in ("title", "owner", "number", "kind")}
        return load(Line, said | told | {"damaged": damaged})
    except ValueError:
        return Line(**said, title=TITLE_IS_LOST, owner="", number=0, kind="", damaged=True)


def as_revision(row: Row[Any]) -> Revision:
    """A row of `revisions`."""
    revision = load_row(Revision, row._mapping)
    datetime.fromisoformat(revision.at)
    return revision


def as_decision(row: Row[Any]) -> Decision:
    """A row of `decisions`."""
    decision = load_row(Decision, row._mapping)
    datetime.fromisoformat(decision.at)
    return decision
