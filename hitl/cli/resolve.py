"""What a command works on: the desk of this folder, a review, the stop that was seen, or the records of an audit."""

import getpass
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from hitl.cli import group
from hitl.cli.input import bytes_of, from_editor
from hitl.domain import Decision, Review, Revision, Status, Stop
from hitl.errors import BadInput, Damaged, NotFound, Stale, StoreFault

if TYPE_CHECKING:
    from hitl.audit import Record
    from hitl.desk import ReviewDesk
    from hitl.worker import Drives

LEAVING_SECONDS = 0.5  # how long a command waits at its end for the last step of a draft, not for a whole one

MOST_NAMED = 5
MOST_OF_A_KEY = 10_000

_ID = re.compile(r"[0-9a-f]{4,32}")
_NUMBER = re.compile(r"v?(\d{1,6})", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{8,64}")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@contextmanager
def open_desk(drives: "Drives" = "none", *, may_begin: bool = False) -> "Iterator[ReviewDesk]":
    """The desk of this folder; it drives no review but those that the command decides on, if any.

    Raises NotFound where there is none yet and the command does not begin one, StoreFault where it cannot be used.
    The context's `obj`, if there is one, has the writers.
    """
    from hitl.desk import ReviewDesk
    from hitl.events import write_log
    from hitl.settings import export_secrets, load_settings

    export_secrets()
    settings = load_settings()
    if "log" in settings.model_fields_set:  # whoever uses a terminal has not asked for one
        write_log(settings.log, texts=settings.log_texts)
    if not (may_begin or "://" in settings.database or Path(settings.database).exists()):
        begin = "Run this in the folder that hitl is started from, or begin with `python -m hitl start`."
        raise NotFound(f"There is no database here yet. {begin}")
    try:
        desk = ReviewDesk(settings, click.get_current_context().find_root().obj, drives)
    except StoreFault as fault:
        raise StoreFault(fault.fault, f"{fault} Nothing was recorded.") from fault
    try:
        yield desk
    finally:
        desk.close(LEAVING_SECONDS)


def actor(desk: "ReviewDesk", named: str | None) -> str:
    """Who decides: the name that was given, else that of HITL_ACTOR, else the system's for its user."""
    given = named or desk.settings.actor
    if given.strip():
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # the system has no name for its user
        return ""


def find(desk: "ReviewDesk", given: str) -> Review:
    """The review of an id, or of the beginning of one. Raises BadInput, NotFound."""
    review = desk.review(whole_id(desk, given))
    click.get_current_context().meta[group.REVIEW] = review.id
    return review


def whole_id(desk: "ReviewDesk", given: str) -> str:
    """The whole id of a review, readable or not, by its beginning. Raises BadInput, NotFound."""
    wanted = given.strip().lower()
    if not _ID.fullmatch(wanted):
        raise BadInput(f"“{given[:40]}” is no id of a review: give it whole, or at least its first 4 characters.")
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


@dataclass(frozen=True)
class Here:
    """Who decides at which stop of a review; `displayed` is the revision on their screen, None where nobody knows."""

    desk: "ReviewDesk"
    review: Review
    stop: Stop
    who: str
    displayed: int | None

    @property
    def text(self) -> str:
        """The text that this is about; empty before the first draft."""
        return self.desk.revision(self.review.id, self.stop.number).text if self.stop.number else ""

    def decide(self, verb: Callable[..., Decision], *what: str | int) -> Decision:
        """Record a decision, by one of the desk's verbs. Raises HitlError."""
        return verb(self.review.id, self.stop, self.who, *what, displayed=self.displayed)

    def feedback_from_editor(self, kept: str = "") -> str | None:
        """Feedback from the person's editor, with the text that it is about below; None if nothing was saved."""
        below = f"v{self.stop.number}:\n\n{self.text}" if self.stop.number else self.review.brief.topic
        return from_editor(kept or self.stop.ask, below)


def current_stop(review: Review) -> Stop:
    """The place where a review waits. Raises Damaged, and Stale where nothing can be decided."""
    if review.damage:
        raise Damaged(review.damage)
    if review.stop:
        return review.stop
    number = review.counters.texts
    if review.status is Status.DRAFTING:
        raise Stale(f"Revision {number + 1} is being written: nothing can be decided until it is here.", number)
    raise Stale(f"This review has ended: {review.status.value}. Nothing can be decided any more.", number)


def stop_seen(desk: "ReviewDesk", review: Review, seen: str) -> Stop:
    """The stop at which the revision stood that was seen, by its number or the beginning of its SHA-256.

    That of a text that was decided on long since is refused by whoever records the decision, which tells
    who was faster. Raises BadInput, NotFound, Stale.
    """
    by_number = _NUMBER.fullmatch(seen)
    if not (by_number or _DIGEST.fullmatch(seen)):
        raise BadInput("--seen wants the number of a revision, or at least 8 digits of its SHA-256.")

    def is_it(number: int, sha256: str) -> bool:
        return int(by_number[1]) == number if by_number else sha256.startswith(seen)

    if review.stop and is_it(review.stop.number, review.stop.sha256):
        return review.stop
    for last in reversed(desk.decisions(review.id)):
        if is_it(last.seen_number, last.seen_sha256):
            return Stop(last.interrupt_id, last.seen_number, last.seen_sha256, last.counters)
    for known in desk.revisions(review.id):
        if is_it(known.number, known.sha256):
            raise Stale("Nothing waits for a decision on that revision. Nothing was recorded.", known.number)
    raise NotFound(f"This review has no revision {seen}.")


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
            ids = named or desk.archive.every_id()
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
