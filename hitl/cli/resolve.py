"""What is meant: a review, a revision, the stop that was seen, or the records that an audit is about."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from hitl.cli import group
from hitl.cli.input import bytes_of
from hitl.cli.session import open_desk
from hitl.domain import Review, Revision, Stop
from hitl.errors import BadInput, NotFound, Stale

if TYPE_CHECKING:
    from hitl.audit import Record
    from hitl.desk import ReviewDesk

SHORTEST_PREFIX = 4
MOST_NAMED = 5
EVERY_REVIEW = 2**31 - 1
MOST_OF_A_KEY = 10_000

_NUMBER = re.compile(r"v?(\d{1,6})", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{8,64}")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def find(desk: "ReviewDesk", given: str) -> Review:
    """The review of an id, or of the beginning of one. Raises BadInput, NotFound."""
    review = desk.review(whole_id(desk, given))
    click.get_current_context().meta[group.REVIEW] = review.id
    return review


def whole_id(desk: "ReviewDesk", given: str) -> str:
    """The whole id of a review, readable or not, by its beginning. Raises BadInput, NotFound."""
    wanted = given.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{1,32}", wanted):
        raise BadInput(f"“{given[:40]}” is no id of a review: an id has up to 32 of the characters 0-9 and a-f.")
    if len(wanted) < SHORTEST_PREFIX:
        raise BadInput(f"“{given}” is too short: give at least {SHORTEST_PREFIX} characters of the review's id.")
    if len(wanted) == 32:
        return wanted
    found = desk.archive.beginning(wanted, MOST_NAMED + 1)
    if not found:
        raise NotFound(f"There is no review whose id begins with “{wanted}”.")
    if len(found) > 1:
        named = "\n".join(f"  {review_id}  {title}" for review_id, title in found[:MOST_NAMED])
        more = "\n  …" if len(found) > MOST_NAMED else ""
        raise BadInput(f"“{wanted}” may be one of several reviews. Give more of the id:\n{named}{more}")
    return found[0][0]


def origin(desk: "ReviewDesk", given: str) -> tuple[Review, int]:
    """The review and the number of the revision that "REVIEW:N" names."""
    review_id, _, which = given.rpartition(":")
    if not (review_id and _NUMBER.fullmatch(which)):
        named = "write the review's id, a colon, and the number, as in 3f9c:2."
        raise BadInput(f"“{given[:60]}” names no revision: {named}")
    return find(desk, review_id), number(which)


def number(given: str) -> int:
    """The number of a revision that was written as "2" or "v2"."""
    found = _NUMBER.fullmatch(given)
    if not found:
        raise BadInput(f"“{given[:40]}” is no revision: give its number.")
    return int(found[1])


def latest(desk: "ReviewDesk", review: Review) -> Revision | None:
    """The text that stands; None before the first draft."""
    return desk.revision(review.id, review.counters.texts) if review.counters.texts else None


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
        last = decided[-1]
        return Stop(last.interrupt_id, last.seen_number, last.seen_sha256, last.counters)
    known = next((r for r in desk.revisions(review.id) if _is_it(seen, r.number, r.sha256)), None)
    if known is None:
        raise NotFound(f"This review has no revision {seen}.")
    raise Stale("Nothing waits for a decision on that revision. Nothing was recorded.", known.number)


def _is_it(seen: str, number: int, sha256: str) -> bool:
    found = _NUMBER.fullmatch(seen)
    return int(found[1]) == number if found else sha256.startswith(seen)


class Named(NamedTuple):
    """Something that was named: its record, what is wrong with the files around that, and what else is to be said."""

    name: str
    record: "Record"
    wrong: Sequence[str] = ()
    notes: Sequence[str] = ()


def records(what: Sequence[str], *, everything: bool, key: str | None = None) -> Iterator[Named]:
    """Each thing that was named, with its record; a bundle must be signed by a `key`, if one is given.

    A name with a dot or a slash is that of a bundle. Raises BadInput where nothing was named, NotFound, StoreFault.
    """
    if bool(what) == everything:
        raise BadInput("Name reviews or bundles, or say --all.")
    bundles = [name for name in what if set(name) & set("./\\")]
    reviews = [name for name in what if name not in bundles]
    if key is not None and (reviews or everything):
        raise BadInput("--key is for bundles: a review on a desk is not signed.")
    if bundles:
        wanted = "" if key is None else _fingerprint(key)
        yield from (_bundled(name, wanted) for name in bundles)
    if reviews or everything:
        with open_desk() as desk:
            named = [whole_id(desk, name) for name in reviews]
            ids = named or [review_id for review_id, _ in desk.archive.beginning("", EVERY_REVIEW)]
            yield from (Named(review_id, desk.archive.record(review_id)) for review_id in ids)


def _bundled(name: str, key: str) -> Named:
    from hitl.bundle import MOST_BYTES, opened_bundle

    found = opened_bundle(bytes_of(name, MOST_BYTES))
    signed = found.signed if found.key else "" if key else "It is not signed."
    return Named(name, found.record, found.findings(key), [signed] if signed else [])


def _fingerprint(key: str) -> str:
    """The fingerprint that was given, or that of the public key in the file of this name."""
    from hitl.bundle import fingerprint_in

    given = "".join(key.replace(":", "").split()).lower()
    if _FINGERPRINT.fullmatch(given):
        return given
    return fingerprint_in(bytes_of(key, MOST_OF_A_KEY).decode("utf-8", errors="replace"))
