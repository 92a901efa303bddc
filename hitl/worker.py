"""Driving reviews off the page: the threads that do it, and the text as it grows.

Nothing here is lost with a tab or a process: what to do is read from the store each time.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, NamedTuple

from hitl.domain import Review, Status
from hitl.drafts import Halt, Halts, Slots, ask
from hitl.drive import Driven, drive
from hitl.errors import Damaged, HitlError, NotFound, StoreFault
from hitl.events import about, kind, tell
from hitl.live import Live
from hitl.settings import OFFLINE_MODEL
from hitl.store import Store
from hitl.upkeep import tidy
from hitl.writer.bounded import TICK
from hitl.writing import Assignment, Call, Writer

Writers = Callable[[str], Writer]
"""The writer for a model's name."""

Drives = Literal["all", "asked", "none"]
"""Which reviews a process drives: all that are unfinished, those that it is asked to, or none."""

SWEEP_SECONDS = 3.0
"""How soon a review is taken up whose server has died: one that nobody has touched since the sweep before."""

BROKEN_SECONDS = 60.0
MOST_TAKEN_UP = 32
"""Reviews that the sweep drives at the same time; clicks come on top."""

ELSEWHERE_TRIES = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between the tries at a review that another server is just about to let go."""

PAUSE_KEPT_SECONDS = 10.0

BROKEN = "The desk made a mistake while it worked on this review. Your decisions are recorded; the log says more."
ELSEWHERE = "Another server is writing this draft. It appears here as soon as it is finished."


class _Pause(NamedTuple):
    """Why a review is not driven, in words, and until when to leave it alone, by the monotonic clock."""

    sentence: str
    until: float


def _pause(sentence: str, seconds: float) -> _Pause:
    return _Pause(sentence, time.monotonic() + seconds)


class Worker:
    """Threads that drive reviews, in this process; `drafts` of them may write at the same time.

    `server` is where the models are asked, as it may be shown.
    `submit` may be called as often as wanted: a review that is being driven is looked at once more
    afterwards. A slow sweep finds what a dead process, or another one, left to do, and tidies up.
    """

    def __init__(self, store: Store, writers: Writers, drafts: int, server: str, drives: Drives) -> None:
        self._store = store
        self._writers = writers
        self._server = server
        self._slots = Slots(drafts)
        self._halts = Halts(store)
        self._guard = threading.Lock()
        self._running: dict[str, Live] = {}
        self._again: set[str] = set()
        self._pauses: dict[str, _Pause] = {}
        self._sound: set[str] = set()
        self._closed = threading.Event()
        self._sweeper = threading.Thread(target=self._sweep, name="hitl-sweep", daemon=True)
        if drives == "all":
            self._opened_after = store.last_touch()
            self._sweeper.start()
        elif drives == "none":
            self._closed.set()

    def submit(self, review_id: str, model: str = "") -> None:
        """See to it that the review is driven, from now, as far as it can go; `model` is the one whose turn it is.

        Where that is one elsewhere, no page needs to wait whether it is quick.
        """
        self._pauses.pop(review_id, None)
        self._begin(review_id, Live(begun=model not in ("", OFFLINE_MODEL)))

    def attend(self, review: Review) -> bool:
        """Look after a review that somebody has opened: drive it if nobody does, and see once that it is sound.

        True while it is being driven, here or elsewhere, so that it may change soon.
        """
        unchecked = not review.status.finished and review.id not in self._sound
        if review.status is Status.DRAFTING or unchecked:
            self._take_up(review.id)
        drafting = review.status is Status.DRAFTING and not review.damage
        return drafting or review.id in self._running

    def live(self, review_id: str) -> Live | None:
        """The growing draft of a review that this process is writing."""
        live = self._running.get(review_id)
        return live if live and live.begun else None

    def fault(self, review_id: str) -> str:
        """What keeps this process from driving the review, in words; empty where nothing does."""
        pause = self._pauses.get(review_id)
        return pause.sentence if pause else ""

    def close(self, seconds: float = 5.0) -> bool:
        """Take no more work and wait for what is running; True if it all ended.

        What lasts longer is found by the next start, or by another server.
        """
        self._closed.set()
        deadline = time.monotonic() + seconds
        if self._sweeper.ident:
            self._sweeper.join(seconds)
        while self._running and time.monotonic() < deadline:
            time.sleep(0.02)
        return not self._running

    def _begin(self, review_id: str, live: Live, *, left: bool = False) -> None:
        """Drive a review in a thread of its own; `left` says that it is found with work left to do."""
        with self._guard:
            if self._closed.is_set():
                return
            if review_id in self._running:
                self._again.add(review_id)
                return
            thread = threading.Thread(target=self._drive, args=(review_id, live, left), name="hitl-drive", daemon=True)
            try:
                thread.start()
            except RuntimeError as error:  # no thread to be had: the sweep comes back to the review
                tell("put_off", review_id, why=str(error))
                return
            self._running[review_id] = live

    def _drive(self, review_id: str, live: Live, left: bool) -> None:
        pause: _Pause | None = _pause(BROKEN, BROKEN_SECONDS)
        about(review_id)
        try:
            pause = self._driven(review_id, live, left)
        except Exception as mistake:  # noqa: BLE001 - the thread ends here: nobody else would hear of it
            tell("broken", mistake=mistake)
        finally:
            with self._guard:
                del self._running[review_id]
                if pause:
                    self._pauses[review_id] = pause
                else:  # not before: what was said stands while it is tried again
                    self._pauses.pop(review_id, None)
                again = review_id in self._again
                self._again.discard(review_id)
            live.end()
            if again:
                self._begin(review_id, Live())

    def _driven(self, review_id: str, live: Live, left: bool) -> _Pause | None:
        """Drive a review; why that ended early, if it did."""
        try:
            if self._moved(review_id, live, left) == "elsewhere":
                return _pause(ELSEWHERE, 1.0)
            self._note_sound(review_id)
        except Damaged as damage:
            tell("damaged", mistake=damage)
            self._sound.discard(review_id)
            with suppress(NotFound, StoreFault):  # it is found again
                self._store.mark(review_id, str(damage))
            return _pause(str(damage), BROKEN_SECONDS)
        except HitlError as error:
            tell("put_off", why=kind(error))
            return _pause(f"{error} What was decided is recorded, and the desk tries again by itself.", SWEEP_SECONDS)
        return None

    def _note_sound(self, review_id: str) -> None:
        """Note, once, that a review can be read; also in the table, where it says otherwise."""
        if review_id not in self._sound:
            if self._store.review(review_id).damage:
                self._store.mark(review_id, "")
            self._sound.add(review_id)

    def _moved(self, review_id: str, live: Live, left: bool) -> Driven:
        """Drive a review to its end, its next stop or another server's hands; wait for a slot before a draft."""
        from hitl.graph import build_graph

        halt, tries = self._halts.of(review_id), list(ELSEWHERE_TRIES)
        places = list[threading.Event]()

        def may_draft() -> bool:
            if not places:
                places.append(self._slots.queue())
            return places[0].is_set() or bool(halt())

        def draft(work: Assignment) -> Call:
            return ask(self._writers(work.model), work, self._server, halt, live)

        try:
            while True:
                driven = drive(self._store, build_graph(), review_id, draft, may_draft, left=left)
                if driven == "at a draft":
                    self._wait_for(places[0], halt, live)
                elif driven == "elsewhere" and tries:
                    self._closed.wait(tries.pop(0))
                else:
                    return driven
        finally:
            for place in places:
                self._slots.leave(place)

    def _wait_for(self, place: threading.Event, halt: Halt, live: Live) -> None:
        """Wait, with no review held, until a model may write, or somebody has stopped this draft."""
        live.queue()
        while not place.wait(TICK) and not halt():
            if self._closed.is_set():
                raise HitlError("The desk is closing. This draft is written when it opens again.")

    def _sweep(self) -> None:
        """Take up what is unfinished: at once what was so before this process opened, left by somebody.

        Else what nobody has touched since the sweep before: by this process's own watch, whatever a clock says.
        """
        before: dict[str, int] | None = None
        while not self._closed.is_set():
            again = time.monotonic() + SWEEP_SECONDS
            try:
                unfinished = self._store.unfinished()
                for review_id, touched in unfinished.items():
                    if touched <= self._opened_after or (before or {}).get(review_id) == touched:
                        self._take_up(review_id)
                if before is not None:  # not at once: SQLite's index may fail while the first turn makes its tables
                    tidy(self._store, SWEEP_SECONDS, self._closed)
                before = unfinished
            except HitlError as error:
                tell("put_off", why=kind(error))
            except Exception as mistake:  # noqa: BLE001 - without this thread nothing that was left undone goes on
                tell("broken", mistake=mistake)
            self._forget_old_pauses()
            self._closed.wait(max(again - time.monotonic(), 0))

    def _take_up(self, review_id: str) -> None:
        pause = self._pauses.get(review_id)
        over = pause is None or time.monotonic() >= pause.until
        if over and len(self._running) < MOST_TAKEN_UP and review_id not in self._running:
            self._begin(review_id, Live(), left=True)

    def _forget_old_pauses(self) -> None:
        """Whoever still follows such a review has tried again long since."""
        for review_id, pause in list(self._pauses.items()):
            if time.monotonic() >= pause.until + PAUSE_KEPT_SECONDS:
                self._pauses.pop(review_id, None)
