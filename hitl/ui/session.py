"""One desk for the process, and what one browser session remembers: the review it looked at, what was said."""

import asyncio
import logging
import re
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Review
from hitl.errors import HitlError
from hitl.settings import load_settings

log = logging.getLogger(__name__)


class _Process:
    """The desk of this process, opened once; an opening that failed is tried again by the next page."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._desk: ReviewDesk | None = None

    def desk(self) -> ReviewDesk:
        with self._guard:
            if self._desk is None:
                self._desk = ReviewDesk(load_settings())
                self._desk.warm_up()
            return self._desk

    def open(self) -> None:
        try:
            self.desk()
        except HitlError as error:  # whoever opens a page reads it there
            log.warning("the desk could not be opened: %s", error)

    def close(self) -> None:
        with self._guard:
            if self._desk:
                self._desk.close()
                self._desk = None


process = _Process()


@asynccontextmanager
async def opened_desk(_app: st.App) -> AsyncIterator[None]:
    """Open the desk with the server, so that what was left undone goes on before anybody looks; close it with it."""
    threading.Thread(target=process.open, name="hitl-open", daemon=True).start()
    yield
    await asyncio.to_thread(process.close)


def open_desk() -> ReviewDesk:
    """The desk of this process; where it cannot be opened, the page says why and ends."""
    try:
        return process.desk()
    except HitlError as error:
        st.error(escaped(str(error)))
        st.stop()


def address() -> str:
    """The review that the address of the page names, "" where it names none."""
    return st.query_params.get("thread", "")


def opened(review: Review) -> Review:
    """The same review, remembered as the one that this session looks at."""
    st.session_state["thread"] = review.id
    return review


def last_opened() -> str:
    """The review that this session looked at last, "" where there was none."""
    return str(st.session_state.get("thread", ""))


def say(scope: str, message: str) -> None:
    """Leave a refusal for the next `messages` of the same scope, a review's id or a form's."""
    st.session_state.setdefault("said", {})[scope] = message


def messages(scope: str) -> None:
    """Show, once, what was refused here."""
    if message := st.session_state.get("said", {}).pop(scope, ""):
        st.error(escaped(message))


def dead_end(error: HitlError) -> None:
    """A plain page for an address or a database that leads nowhere."""
    st.error(escaped(str(error)))
    st.write("Open another draft from the list, or start a new one, with the buttons above.")


def escaped(text: str) -> str:
    """Text for a place where Streamlit reads Markdown, with nothing left that Markdown could act on.

    Invisible joiners keep addresses from becoming links and "->" from becoming an arrow.
    """
    return "".join(f"\\{char}" if char in _ACTIVE else char for char in _JOINED.sub("\u2060", text))


_ACTIVE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_JOINED = re.compile(r"(?<=[-<>=~])(?=[-<>=~])|(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
