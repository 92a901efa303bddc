"""The one desk of the process, open from the start of the server to its end.

What a desk needs is imported in the thread that opens it: the server answers meanwhile, and a browser takes
longer to load the page's own scripts than that takes.
"""

import asyncio
import inspect
import pkgutil
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

import hitl.ui
from hitl import __version__
from hitl.errors import BadInput, HitlError
from hitl.events import kind, tell, write_log

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk
    from hitl.settings import Settings

JUST_FAILED_SECONDS = 1.0

WARM_UP_AFTER_SECONDS = 3.0
"""The first page is drawn before what the first click needs is imported: both want the same processor."""


class _Process:
    """The desk of this process, opened once; an opening that failed is tried again by the next page."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._desk: ReviewDesk | None = None
        self._failed: tuple[HitlError, float] | None = None

    def desk(self) -> "ReviewDesk":
        with self._guard:
            if self._desk is None:
                self._desk = self._opened()
            return self._desk

    def _opened(self) -> "ReviewDesk":
        """A new desk; whoever waited for an opening that has just failed gets that failure."""
        if self._failed and time.monotonic() - self._failed[1] < JUST_FAILED_SECONDS:
            raise self._failed[0]
        from hitl.desk import ReviewDesk
        from hitl.settings import load_settings

        try:
            desk = ReviewDesk(load_settings())
        except HitlError as error:
            self._failed = error, time.monotonic()
            raise
        later = threading.Timer(WARM_UP_AFTER_SECONDS, desk.warm_up)
        later.daemon = True
        later.start()
        _tell_opened(desk.settings)
        return desk

    def open(self) -> None:
        with self._guard:  # a page that comes at once opens no desk before the log
            _open_log()
        try:
            self.desk()
        except HitlError as error:  # whoever opens a page reads it there
            tell("not_opened", why=kind(error), said=str(error))
        _import_pages()

    def close(self) -> None:
        with self._guard:
            if self._desk:
                self._desk.close()
                tell("closed")
            self._desk = self._failed = None


process = _Process()


@asynccontextmanager
async def opened_desk(_app: st.App) -> AsyncIterator[None]:
    """Open the desk with the server, so that what was left undone goes on before anybody looks; close it with it."""
    threading.Thread(target=process.open, name="hitl-open", daemon=True).start()
    yield
    await asyncio.to_thread(process.close)


def _import_pages() -> None:
    """Import what pages are made of, and what Streamlit itself imports or looks through once, at its first element."""
    for module in pkgutil.iter_modules(hitl.ui.__path__):
        import_module(f"hitl.ui.{module.name}")
    for name in ("numpy", "PIL.Image"):
        import_module(name)
    inspect.stack()


def _open_log() -> None:
    """Write the log as it was asked for; as text where the settings cannot be used, since it tells that."""
    from hitl.settings import load_settings

    try:
        settings = load_settings()
    except BadInput:
        write_log("text")
    else:
        write_log(settings.log, texts=settings.log_texts)


def _tell_opened(settings: "Settings") -> None:
    from hitl import tracing

    server = "" if settings.offline else settings.server
    tell("opened", version=__version__, model=settings.policy().models[0], server=server, traces=tracing.place())


def open_desk() -> "ReviewDesk":
    """The desk of this process; where it cannot be opened, the page says why and ends."""
    try:
        return process.desk()
    except HitlError as error:
        from hitl.ui.refusals import dead_end

        dead_end(error)
        st.stop()
