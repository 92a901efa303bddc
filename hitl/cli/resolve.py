"""Which review is meant, and which stop was seen: a person decides on exactly the text that they saw."""

import re
from typing import TYPE_CHECKING

import click

from hitl.cli import group
from hitl.domain import Decision, Review, Stop
from hitl.errors import BadInput, NotFound, Stale

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

SHORTEST_PREFIX = 4
MOST_NAMED = 5
EVERY_REVIEW = 2**31 - 1

_NUMBER = re.compile(r"v?(\d{1,6})", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{8,64}")
_ORIGIN = re.compile(r"([^:]+):v?(\d{1,6})", re.IGNORECASE)


def find(desk: "ReviewDesk", given: str) -> Review:
    """The review of an id, or of the beginning of one. Raises BadInput, NotFound."""
    review = desk.review(identified(desk, given))
    click.get_current_context().meta[group.REVIEW] = review.id
    return review


def identified(desk: "ReviewDesk", given: str) -> str:
    """The whole id of a review, readable or not, by its beginning. Raises BadInput, NotFound."""
    wanted = given.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{1,32}", wanted):
        raise BadInput(f"“{given[:40]}” is no id of a review: an id has up to 32 of the characters 0-9 and a-f.")
    if len(wanted) < SHORTEST_PREFIX:
        raise BadInput(f"“{given}” is too short: give at least {SHORTEST_PREFIX} characters of the review's id.")
    return wanted if len(wanted) == 32 else _whole(desk, wanted)


def origin(desk: "ReviewDesk", given: str) -> tuple[Review, int]:
    """The review and the number of the revision that "REVIEW:N" names."""
    found = _ORIGIN.fullmatch(given)
    if not found:
        raise BadInput(
            f"“{given[:60]}” names no revision: write the review's id, a colon, and the number, as in 3f9c:2."
        )
    return find(desk, found[1]), int(found[2])


def number(given: str) -> int:
    """The number of a revision that was written as "2" or "v2"."""
    found = _NUMBER.fullmatch(given)
    if not found:
        raise BadInput(f"“{given[:40]}” is no revision: give its number.")
    return int(found[1])


def stop_seen(desk: "ReviewDesk", review: Review, seen: str) -> Stop:
    """The stop at which the revision stood that was seen, by its number or the beginning of its SHA-256.

    That of a text that was decided on long since is refused by whoever records the decision, which tells
    who was faster. Raises BadInput, NotFound, Stale.
    """
    if not (_NUMBER.fullmatch(seen) or _DIGEST.fullmatch(seen)):
        raise BadInput("--seen wants the number of a revision, or at least 8 digits of its SHA-256.")
    if review.stop and _is_it(seen, review.stop.number, review.stop.sha256):
        return review.stop
    decided = [d for d in desk.decisions(review.id) if _is_it(seen, d.seen_number, d.seen_sha256)]
    if decided:
        return _stop_of(decided[-1])
    known = next((r for r in desk.revisions(review.id) if _is_it(seen, r.number, r.sha256)), None)
    if known is None:
        raise NotFound(f"This review has no revision {seen}.")
    raise Stale("Nothing waits for a decision on that revision. Nothing was recorded.", known.number)


def _is_it(seen: str, number: int, sha256: str) -> bool:
    found = _NUMBER.fullmatch(seen)
    return int(found[1]) == number if found else sha256.startswith(seen)


def _stop_of(decision: Decision) -> Stop:
    """The stop at which a decision was taken."""
    return Stop(decision.interrupt_id, decision.seen_number, decision.seen_sha256, decision.counters)


def _whole(desk: "ReviewDesk", beginning: str) -> str:
    found = desk.archive.beginning(beginning, MOST_NAMED + 1)
    if not found:
        raise NotFound(f"There is no review whose id begins with “{beginning}”.")
    if len(found) > 1:
        named = "\n".join(f"  {review_id}  {title}" for review_id, title in found[:MOST_NAMED])
        more = "\n  …" if len(found) > MOST_NAMED else ""
        raise BadInput(f"“{beginning}” may be one of several reviews. Give more of the id:\n{named}{more}")
    return found[0][0]
