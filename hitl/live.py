"""The text of a draft while it grows."""

import threading


class Live:
    """A draft as it grows. Written by one worker, read by any number of pages.

    `begun` says that a model writes it or will at once, or that it waits in the queue for one, `queued` the last,
    `whole` that its text is there, `over` that the review has gone on from it.
    """

    def __init__(self, *, begun: bool = False) -> None:
        self._pieces: list[str] = []
        self._changed = threading.Condition()
        self.begun = begun
        self.queued = False
        self.whole = False
        self.over = False

    @property
    def text(self) -> str:
        """What has come so far."""
        return "".join(self._pieces)

    def queue(self) -> None:
        """Say that it waits for another draft to end."""
        self.begun = self.queued = True

    def begin(self) -> None:
        """Start with an empty page."""
        with self._changed:
            self.begun, self.queued, self.whole = True, False, False
            self._pieces = []

    def add(self, piece: str) -> None:
        """Append a piece and wake whoever follows."""
        with self._changed:
            self._pieces.append(piece)
            self._changed.notify_all()

    def complete(self) -> None:
        """Say that the text is whole; now it is to be recorded."""
        with self._changed:
            self.whole = True
            self._changed.notify_all()

    def end(self) -> None:
        """Say that no more will come."""
        with self._changed:
            self.over = True
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until there are not `seen` pieces any more, the draft is over or time is up; the count of pieces."""
        with self._changed:
            self._changed.wait_for(lambda: self.over or len(self._pieces) != seen, seconds)
            return len(self._pieces)

    def pause(self, seconds: float) -> None:
        """Wait until the text is whole, the draft is over or time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self.whole or self.over, seconds)

    def ends(self, seconds: float) -> bool:
        """Wait until the draft is over or time is up; whether it is over."""
        with self._changed:
            return self._changed.wait_for(lambda: self.over, seconds)
