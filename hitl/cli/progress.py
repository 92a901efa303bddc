"""Following a review: until it waits for somebody or has ended, and while a person thinks, whoever drives it."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from hitl import wording
from hitl.cli import output
from hitl.cli.group import Answer, wants_json
from hitl.cli.input import would_be_lost
from hitl.cli.json_output import review_shape
from hitl.cli.resolve import Here, latest
from hitl.cli.terminal import YELLOW, put, remark
from hitl.domain import Author, Decision, Review, Status
from hitl.errors import Damaged, DraftFailed, HitlError, StoreFault

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk
    from hitl.live import Live

POLL_SECONDS = (0.02, 0.25)  # between two looks at a review, at first and at the longest
FRAME_SECONDS = 0.05
QUEUE_SECONDS = 180.0  # what a review may take beyond the time of one draft, waiting for others to be written
WATCH_SECONDS = 1.0  # between two looks at whether somebody else has decided


class Growth:
    """The growing text of a draft as it stands on the screen; `text` is what has been shown of it."""

    def __init__(self, *, shown: bool) -> None:
        self.text = ""
        self._shown = shown
        self._said = ""

    def say(self, sentence: str) -> None:
        """Say why nothing grows, once."""
        if sentence and sentence != self._said:
            remark(sentence)
        self._said = sentence

    def follow(self, live: "Live", number: int) -> None:
        """Show what comes of revision `number` until no more will."""
        over = False
        while not over:
            over = live.ends(FRAME_SECONDS)
            waits = "Waiting until another draft is finished."
            self.say(waits if live.queued else f"Writing revision {number} …")
            if self._shown:
                self._grow(live.text)
        if self.text:  # its last line is open
            put()

    def _grow(self, text: str) -> None:
        if not text.startswith(self.text):  # it begins anew
            put("\n")
            self.text = ""
        put(text.removeprefix(self.text), end="")
        self.text = text


def settled(desk: "ReviewDesk", review_id: str, growth: Growth) -> Review:
    """The review once it waits or has ended; damaged ones too. The desk drives it where nobody else does.

    Raises HitlError where nothing has moved for longer than a draft may take.
    """
    review = desk.review(review_id)
    patience = review.policy.draft_seconds + QUEUE_SECONDS
    deadline, pause = time.monotonic() + patience, POLL_SECONDS[0]
    while review.status is Status.DRAFTING and not review.damage:
        live = desk.live(review_id)
        if live:
            growth.follow(live, review.counters.texts + 1)
            deadline = time.monotonic() + patience
        else:
            growth.say(desk.fault(review_id))
            time.sleep(pause)
            pause = min(2 * pause, POLL_SECONDS[1])
        if time.monotonic() > deadline:
            raise HitlError(desk.fault(review_id) or "This draft should long have come. It is still being waited for.")
        try:
            review = desk.review(review_id)
            desk.attend(review)
        except StoreFault as fault:  # the database cannot be asked just now
            growth.say(str(fault))
            time.sleep(1.0)
    return review


def carried_out(desk: "ReviewDesk", review_id: str, decision: Decision | None = None, *, no_wait: bool) -> Answer:
    """Wait until a recorded decision, or a start, is carried out; what came of it.

    The answer fails where the draft did not come, or the review cannot be read.
    """
    would_be_lost("")
    growth = Growth(shown=sys.stdout.isatty() and not wants_json())
    review = desk.review(review_id) if no_wait else settled(desk, review_id, growth)
    stands, decisions = latest(desk, review), desk.decisions(review.id)
    problem = review.stop and review.stop.problem

    def say() -> None:
        """Show the text where it has not grown on the screen, then say where the review stands: of a start, aside."""
        came = stands and stands.author is Author.MODEL and stands.cause == (decision.number if decision else 0)
        if stands and came and sys.stdout.isatty():
            output.text(review, stands, decisions, growth.text)
        if review.status.finished:
            output.verdict(review, decisions)
        elif review.status is Status.DRAFTING:
            by = f"without one the next start of hitl does, or: python -m hitl review {review.id[:8]}"
            put(f"Recorded. A running server carries it out within some seconds; {by}", err=decision is None)
        else:
            put(output.standing(review), err=decision is None)

    error: HitlError | None = DraftFailed(problem.fault, problem.sentence) if problem else None
    if review.damage:
        error = Damaged(review.damage)
    return Answer(review_shape(review, stands, decision), say, error=None if no_wait else error)


def decided_elsewhere(here: Here) -> str:
    """Who decided at a stop that is not the current one any more, and what; empty while it is."""
    if here.desk.review(here.review.id).stop == here.stop:
        return ""
    decisions = here.desk.decisions(here.review.id)
    return (
        f"{wording.told(decisions[-1])} (meanwhile, elsewhere)" if decisions else "This review has moved on meanwhile."
    )


@contextmanager
def watched(here: Here) -> Iterator[None]:
    """Meanwhile say once on the screen that the stop is not the current one any more."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(WATCH_SECONDS):
            with suppress(HitlError):  # whoever decides is told then
                told = decided_elsewhere(here)
                if told and not over.is_set():
                    put((f"\n{told}\nPress Enter to see what came of it. ", YELLOW), end="")
                    return

    thread = threading.Thread(target=look, name="hitl-watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(WATCH_SECONDS)
