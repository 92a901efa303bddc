"""Noticing, while a person thinks, that somebody else has decided."""

import threading
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Self

from hitl import trail
from hitl.cli import terminal
from hitl.cli.terminal import YELLOW
from hitl.domain import Stop
from hitl.errors import HitlError

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

LOOK_SECONDS = 1.0


def came_meanwhile(desk: "ReviewDesk", review_id: str, stop: Stop) -> str:
    """Who decided at a stop that is not the current one any more, and what; empty while it is."""
    if desk.review(review_id).stop == stop:
        return ""
    decisions = desk.decisions(review_id)
    return f"{trail.told(decisions[-1])} (meanwhile, elsewhere)" if decisions else "This review has moved on meanwhile."


class Watch:
    """While it is entered, says once on the screen that the stop is not the current one any more."""

    def __init__(self, desk: "ReviewDesk", review_id: str, stop: Stop) -> None:
        self._desk = desk
        self._review_id = review_id
        self._stop = stop
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="hitl-watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(LOOK_SECONDS)

    def _look(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            with suppress(HitlError):  # whoever decides is told then
                told = came_meanwhile(self._desk, self._review_id, self._stop)
                if told and not self._over.is_set():
                    terminal.put(("\n" + told + "\nPress Enter to see what came of it. ", YELLOW), end="")
                    return
