"""From the rows of the tables to the words of the domain, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from hitl.audit import PLACES, VERSION, fits, seal
from hitl.domain import Brief, Counters, Decision, Line, Policy, Review, Revision, Status, Stop, now, plain
from hitl.errors import UNREADABLE, Damaged
from hitl.shape import moment, of_its_types
from hitl.wording import TITLE_IS_LOST

LONG_AGO = "1970-01-01T00:00:00.000000Z"

OF_THE_SEAL = ("v", "seal")
"""Columns that say how a record is sealed, and nothing of what it says."""

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
    row = {
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
        "v": VERSION,
        **standing(review.status),
    }
    first = seal("", "start", row)
    return row | {"seal": first, "head": first}


def as_review(row: Row[Any]) -> Review:
    """A row of `reviews`."""
    if not fits(row.seal, "", "start", dict(row._mapping)):
        raise ValueError("the start of the review is not what was sealed")
    review = Review(
        id=row.id,
        title=row.title,
        status=Status(row.status),
        owner=row.owner,
        created_at=moment(row.created_at),
        updated_at=moment(row.updated_at),
        brief=of_its_types(Brief.from_plain(row.brief)),
        policy=of_its_types(Policy.from_plain(row.policy)),
        counters=of_its_types(Counters(**row.counters)),
        opening=row.opening,
        begun_from=(row.begun_from, row.begun_from_number) if row.begun_from else None,
        stop=of_its_types(Stop.from_plain(row.stop)) if row.stop is not None else None,
        ending=row.ending,
        damage=row.damage,
    )
    return of_its_types(review)


def as_line(row: Row[Any]) -> Line:
    """A row of `reviews` as a line of the list, which shows every review: what cannot be read of one is left out."""
    status, at = STATUSES.get(row.status), row.updated_at
    damaged = bool(row.damage) or status is None
    try:
        moment(at)
    except UNREADABLE:
        at, damaged = LONG_AGO, True
    line = Line(row.id, row.title, status or Status.DRAFTING, row.owner, row.number, row.kind, at, damaged)
    try:
        return of_its_types(line)
    except TypeError:
        return replace(line, title=TITLE_IS_LOST, owner="", number=0, kind="", damaged=True)


def as_revision(row: Row[Any]) -> Revision:
    """A row of `revisions`."""
    revision = Revision.from_plain(
        {k: v for k, v in row._mapping.items() if k not in ("review_id", "sha256", *OF_THE_SEAL)}
    )
    moment(revision.at)
    return of_its_types(revision)


def as_decision(row: Row[Any]) -> Decision:
    """A row of `decisions`."""
    decision = Decision.from_plain({k: v for k, v in row._mapping.items() if k not in ("review_id", *OF_THE_SEAL)})
    of_its_types(decision.counters)
    moment(decision.at)
    return of_its_types(decision)
