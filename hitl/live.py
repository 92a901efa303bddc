"""The text of a draft while it grows."""

import threading


class Live:
    """A draft as it grows. Written by one worker, read by any number of pages.

    `queued` says that it waits for another draft to end, `over` that no more will come.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._changed = threading.Condition()
        self.over = False
        self.queued = False

    @property
    def text(self) -> str:
        """What has come so far."""
        return "".join(self._pieces)

    def begin(self) -> None:
        """Start with an empty page."""
        with self._changed:
            self._pieces = []

    def add(self, piece: str) -> None:
        """Append a piece and wake whoever follows."""
        with self._changed:
            self._pieces.append(piece)
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
