"""How often something is done, shared out among all who do it."""

import threading
import time


class Pace:
    """At most so many times a second for all together; who comes when it is not busy waits `at_least` seconds only."""

    def __init__(self, a_second: float, at_least: float = 0.0) -> None:
        self._each = 1 / a_second
        self._at_least = at_least
        self._guard = threading.Lock()
        self._free = 0.0

    def pause(self) -> float:
        """Seconds until whoever asks may go on; each answer takes a turn."""
        with self._guard:
            now = time.monotonic()
            self._free = max(self._free + self._each, now)
            return max(self._free - now, self._at_least)
