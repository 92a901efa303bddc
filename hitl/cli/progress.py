"""Following a review until it waits for somebody or has ended, whoever drives it."""

import time
from typing import TYPE_CHECKING

from hitl.cli import terminal
from hitl.domain import Review, Status
from hitl.errors import HitlError, StoreFault

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk
    from hitl.live import Live

POLL_SECONDS = (0.02, 0.25)
"""Between two looks at a review, at first and at the longest."""

FRAME_SECONDS = 0.05
QUEUE_SECONDS = 180.0
"""What a review may take beyond the time of one draft, waiting for others to be written."""


class Growth:
    """The growing text of a draft as it stands on the screen; `text` is what has been shown of it."""

    def __init__(self, *, shown: bool) -> None:
        self.text = ""
        self._shown = shown
        self._said = ""

    def say(self, sentence: str) -> None:
        """Say why nothing grows, once."""
        if sentence and sentence != self._said:
            terminal.remark(sentence)
        self._said = sentence

    def follow(self, live: "Live", number: int) -> None:
        """Show what comes of revision `number` until no more will."""
        pieces, over = -1, False
        while not over:
            over = live.over
            pieces = live.wait(pieces, FRAME_SECONDS)
            waits = "Waiting until another draft is finished."
            self.say(waits if live.queued else f"Writing revision {number} …")
            self._grow(live.text)
            time.sleep(0.0 if over else FRAME_SECONDS)
        self.end()

    def end(self) -> None:
        """Close the line that was left open."""
        if self._shown and self.text:
            terminal.put()

    def _grow(self, text: str) -> None:
        if not self._shown or text == self.text:
            return
        if not text.startswith(self.text):  # it begins anew
            terminal.put("\n")
            self.text = ""
        terminal.put(text.removeprefix(self.text), end="")
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
        review = _look(desk, review, growth)
    return review


def _look(desk: "ReviewDesk", review: Review, growth: Growth) -> Review:
    """The review as it stands, seen to; as it stood where the database cannot be asked just now."""
    try:
        review = desk.review(review.id)
        desk.attend(review)
    except StoreFault as fault:
        growth.say(str(fault))
        time.sleep(1.0)
    return review
