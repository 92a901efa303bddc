"""The one desk of the process, open from soon after the start of the server to its end.

What a desk needs takes half a second of a processor to import. It is left alone while a browser loads the first
page, unless that page needs it: the form of a new draft does not, before somebody sends it.
"""

import asyncio
import gc
import pkgutil
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

import hitl.ui
from hitl import __version__
from hitl.errors import BadInput, HitlError
from hitl.events import kind, tell, write_log
from hitl.ui.refusals import dead_end

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk
    from hitl.settings import Settings

JUST_FAILED_SECONDS = 1.0

OPEN_AFTER_SECONDS = 2.0
"""So long after its start a server opens its desk, if no page needed it before."""

WARM_UP_AFTER_SECONDS = 1.0
"""The page that needed the desk is drawn before what the first click needs is imported: both want one processor."""


class _Process:
    """The desk of this process, opened once; an opening that failed is tried again by the next page."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._needed = threading.Event()
        self._settings: Settings | None = None
        self._desk: ReviewDesk | None = None
        self._failed: tuple[HitlError, float] | None = None

    @property
    def failed(self) -> bool:
        """True where the desk could not be opened when that was tried last."""
        return self._failed is not None

    def settings(self) -> "Settings":
        """The settings, read once. Raises BadInput."""
        from hitl.settings import load_settings

        self._settings = settings = self._settings or load_settings()
        return settings

    def desk(self) -> "ReviewDesk":
        """The desk, opened where it is not yet. Raises HitlError."""
        self._needed.set()
        with self._guard:
            if self._desk is None:
                self._desk = self._opened()
            return self._desk

    def _opened(self) -> "ReviewDesk":
        """A new desk; whoever waited for an opening that has just failed gets that failure."""
        if self._failed and time.monotonic() - self._failed[1] < JUST_FAILED_SECONDS:
            raise self._failed[0]
        from hitl import tracing
        from hitl.desk import ReviewDesk

        try:
            desk = ReviewDesk(settings := self.settings())
        except HitlError as error:
            self._failed = error, time.monotonic()
            self._settings = None  # a setting may be the fault, and be mended before the next try
            raise
        self._failed = None
        later = threading.Timer(WARM_UP_AFTER_SECONDS, _warm_up, [desk])
        later.daemon = True
        later.start()
        server = "" if settings.offline else settings.server
        tell("opened", version=__version__, model=settings.policy().models[0], server=server, traces=tracing.place())
        return desk

    def open(self, ended: threading.Event) -> None:
        """Open the desk as soon as a page needs it, or a little later, unless the server has ended by then."""
        with self._guard:  # a page that comes at once opens no desk before the log
            try:
                write_log(self.settings().log, texts=self.settings().log_texts)
            except BadInput:  # it is told as text
                write_log("text")
        self._needed.wait(OPEN_AFTER_SECONDS)
        if ended.is_set():
            return
        try:
            self.desk()
        except HitlError as error:  # whoever opens a page reads it there
            tell("not_opened", why=kind(error), said=str(error))
        for module in pkgutil.iter_modules(hitl.ui.__path__):  # what pages are made of
            import_module(f"hitl.ui.{module.name}")

    def close(self) -> None:
        """Close the desk, if it is open; the next page that needs one opens another."""
        with self._guard:
            if self._desk:
                self._desk.close()
                tell("closed")
            self._desk = self._failed = self._settings = None
        self._needed.clear()


process = _Process()


@asynccontextmanager
async def opened_desk(_app: st.App) -> AsyncIterator[None]:
    """Open the desk with the server, so that what was left undone goes on though nobody looks; close it with it."""
    ended = threading.Event()
    threading.Thread(target=process.open, args=(ended,), name="hitl-open", daemon=True).start()
    yield
    ended.set()
    await asyncio.to_thread(process.close)


def _warm_up(desk: "ReviewDesk") -> None:
    """Get ready for the first click.

    What was imported until then stays for good, so that no collection of garbage needs to look through it: that
    would halt all sessions for a quarter of a second, again and again.
    """
    desk.warm_up()
    gc.collect()  # what is garbage now would stay too
    gc.freeze()


def open_desk() -> "ReviewDesk":
    """The desk of this process; where it cannot be opened, the page says why and ends."""
    try:
        return process.desk()
    except HitlError as error:
        _end(error)


def opened_later() -> tuple["Settings", Callable[[], "ReviewDesk"]]:
    """The settings, and the desk for a page that needs it at a click only; where it failed to open, as `open_desk`."""
    if process.failed:
        open_desk()
    try:
        return process.settings(), process.desk
    except HitlError as error:
        _end(error)


def _end(error: HitlError) -> NoReturn:
    dead_end(error)
    st.stop()
