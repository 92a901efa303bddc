"""From the rows of the tables to the words of the domain, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Row

from hitl.domain import Brief, Counters, Decision, Line, Policy, Review, Revision, Status, Stop, Verb, now, plain
from hitl.errors import Damaged

PLACES = {Status.WAITING: 0, Status.DRAFTING: 1}

STATUSES = {status.value: status for status in Status}

UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, NotImplementedError)
"""What was seen where a stored value is not what was written: cut, overwritten, of another type."""


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
    """A new review as a row."""
    return {
        "id": review.id,
        "title": review.title,
        "kind": review.brief.kind.value,
        "number": review.counters.texts,
        "owner": review.owner,
        "created_at": review.created_at,
        "brief": plain(review.brief),
        "policy": plain(review.policy),
        "counters": plain(review.counters),
        "opening": review.opening,
        "begun_from": review.begun_from and review.begun_from[0],
        "begun_from_number": review.begun_from and review.begun_from[1],
        "ending": review.ending,
        **standing(review.status),
    }


def as_review(row: Row[Any]) -> Review:
    """A row of `reviews`."""
    return Review(
        id=row.id,
        title=row.title,
        status=Status(row.status),
        owner=row.owner,
        created_at=row.created_at,
        updated_at=row.updated_at,
        brief=Brief.from_plain(row.brief),
        policy=Policy.from_plain(row.policy),
        counters=Counters(**row.counters),
        opening=row.opening,
        begun_from=(row.begun_from, row.begun_from_number) if row.begun_from else None,
        stop=Stop.from_plain(row.stop) if row.stop is not None else None,
        ending=row.ending,
        damage=row.damage,
    )


def as_line(row: Row[Any]) -> Line:
    """A row of `reviews` as a line of the list."""
    status = STATUSES.get(row.status)
    damaged = bool(row.damage) or status is None
    return Line(row.id, row.title, status or Status.DRAFTING, row.owner, row.number, row.kind, row.updated_at, damaged)


def as_revision(row: Row[Any]) -> Revision:
    """A row of `revisions`."""
    return Revision.from_plain({k: v for k, v in row._mapping.items() if k not in ("review_id", "sha256")})


def as_decision(row: Row[Any]) -> Decision:
    """A row of `decisions`."""
    fields = {k: v for k, v in row._mapping.items() if k != "review_id"}
    return Decision(**{**fields, "verb": Verb(row.verb), "counters": Counters(**row.counters)})
