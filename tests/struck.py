"""What becomes of a running desk whose database fails under it, and comes back."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Review, Revision
from hitl.errors import StoreFault
from hitl.settings import Settings
from tests.conftest import settled, stop_of, wait_for
from tests.fakes import ScriptedWriter
from tests.faulty import Fault, Place, in_a_hurry, small_disk
from tests.postgres import Postgres

LONG = "Shorter, please: " + Random(1).randbytes(2400).hex()  # noqa: S311 - the same words each time
"""What needs room, compressed too: a database whose disk is full may have some left in its pages."""


@dataclass(frozen=True)
class Outcome:
    """How a click was refused while the database failed, and how the same click went afterwards.

    `accepted` is the review that the click was about, `revised` another one: its decision was recorded and its
    draft was being written when the fault came. `during` is what the desk said of that one meanwhile.
    """

    refusal: StoreFault
    readable: bool
    during: str
    accepted: Review
    accepted_texts: list[str]
    decisions: int
    revised: Review
    revised_texts: list[Revision]
    drafts: int


@contextmanager
def sqlite_place() -> Iterator[Place]:
    """A place for a SQLite file on a small disk."""
    with small_disk() as disk:
        folder = disk / "desk"
        folder.mkdir()
        folder.chmod(0o777)
        yield Place(disk, str(folder / "reviews.sqlite"))


def struck(fault: Fault, place: Place) -> Outcome:
    """Let a fault come over a desk with a review that waits and one that is being drafted, and go again."""
    writer = ScriptedWriter()
    desk = ReviewDesk(Settings(database=place.address, writer="offline"), writer.for_model)
    if place.server is None:
        in_a_hurry(desk)
    try:
        return _struck(fault, place, desk, writer)
    finally:
        desk.close()


def _struck(fault: Fault, place: Place, desk: ReviewDesk, writer: ScriptedWriter) -> Outcome:
    waiting, drafting = (desk.start(Brief(topic), "Ann") for topic in ("The one that waits", "The one in work"))
    stop, held = stop_of(desk, waiting), threading.Event()
    seen = stop_of(desk, drafting)
    writer.enqueue(held)
    desk.revise(drafting, seen, "Ann", LONG)
    wait_for(lambda: bool((live := desk.live(drafting)) and live.text), "the draft to begin")
    with fault.during(place, desk):
        refusal = refused(lambda: desk.accept(waiting, stop, "Ann", LONG))
        readable = can_be_read(desk, waiting)
        held.set()
        wait_for(lambda: bool(desk.fault(drafting)), "the draft to meet the fault")
        said = desk.fault(drafting)
    desk.accept(waiting, stop, "Ann", LONG)
    accepted, revised = settled(desk, waiting), settled(desk, drafting)
    return Outcome(
        refusal,
        readable,
        said,
        accepted,
        [revision.text for revision in desk.revisions(waiting)],
        len(desk.decisions(waiting)),
        revised,
        desk.revisions(drafting),
        len(writer.history),
    )


def refused(click: Callable[[], object]) -> StoreFault:
    """The fault that a click meets."""
    try:
        click()
    except StoreFault as fault:
        return fault
    raise AssertionError("nothing was refused")


def can_be_read(desk: ReviewDesk, review_id: str) -> bool:
    """True where the desk can still show the review and the list."""
    try:
        desk.review(review_id)
        desk.lines()
    except StoreFault:
        return False
    return True


@contextmanager
def postgres_place(server: Postgres) -> Iterator[Place]:
    """A database of its own on a PostgreSQL server."""
    with small_disk() as folder:
        yield Place(folder, server.fresh(), server)
