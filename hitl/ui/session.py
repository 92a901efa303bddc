"""One desk for the process, and what one browser session remembers: the review, messages, unsent words."""

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.errors import HitlError
from hitl.settings import load_settings


@st.cache_resource(show_spinner=False)
def _opened() -> ReviewDesk:
    desk = ReviewDesk(load_settings())
    desk.warm_up()
    return desk


def open_desk() -> ReviewDesk:
    """The desk of this process; where it cannot be opened, the page says why and ends."""
    _enter_by_the_front_door()
    try:
        return _opened()
    except HitlError as error:
        st.error(escaped(str(error)))
        st.stop()


def navigate() -> None:
    """Show the navigation and run the page that the address names."""
    st.session_state["entered"] = True
    st.navigation(_pages(), position="top").run()


def _enter_by_the_front_door() -> None:
    """Start again through streamlit_app.py where this page was run without it.

    Until `st.navigation` has been called once in a process, Streamlit takes the folder `pages` for its older
    kind of app, and runs the page of a deep link on its own.
    """
    if "entered" not in st.session_state:
        st.navigation(_pages(), position="top")
        st.rerun()


def _pages() -> list[st.Page]:
    return [
        st.Page("pages/review.py", title="Review", icon=":material/rate_review:", default=True),
        st.Page("pages/history.py", title="History", icon=":material/difference:", url_path="history"),
        st.Page("pages/drafts.py", title="Drafts", icon=":material/list:", url_path="drafts"),
    ]


def thread() -> str:
    """The review that the address names, "" where it names none; remembered for the other pages."""
    named = st.query_params.get("thread", "")
    if named:
        st.session_state["thread"] = named
    return named


def last_thread() -> str:
    """The review that this session looked at last, "" where there was none."""
    return str(st.session_state.get("thread", ""))


def unsent_text(label: str, purpose: str, stop_id: str, default: str = "", *, height: int = 140, hint: str = "") -> str:
    """A text area whose words outlive a rerun and a visit to another page; returns its key in the session state.

    Words that a refusal carried over (see `carry`) stand in it when the review has moved to a new stop.
    """
    key = f"{purpose}-{stop_id}"
    if key not in st.session_state:
        st.session_state[key] = st.session_state.pop(f"carried-{purpose}", "") or default
    st.text_area(label, key=key, height=height, placeholder=hint, persist_state="session")
    return key


def carry(purpose: str, words: str) -> None:
    """Keep unsent words for the box of the same purpose at the next stop."""
    st.session_state[f"carried-{purpose}"] = words


def say(kind: str, message: str) -> None:
    """Leave a message for the next `messages` of this session; `kind` is "error" or "success"."""
    st.session_state["said"] = (kind, message)


def messages() -> None:
    """Show, once, what was said since the page was drawn last."""
    kind, message = st.session_state.pop("said", ("", ""))
    if kind == "error":
        st.error(escaped(message))
    elif kind == "success":
        st.success(escaped(message))


def escaped(text: str) -> str:
    """Text for a place where Streamlit reads Markdown, with nothing left that Markdown could act on."""
    return "".join(f"\\{char}" if char in _ACTIVE else char for char in text)


_ACTIVE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def dead_end(error: HitlError) -> None:
    """A plain page for an address or a database that leads nowhere, with a way on."""
    st.error(escaped(str(error)))
    st.page_link("pages/drafts.py", label="All drafts", icon=":material/list:", query_params={})
    st.page_link("pages/review.py", label="Start a draft", icon=":material/add:", query_params={})


def pick_a_review() -> None:
    """A plain page where no review has been opened yet."""
    st.info("Open a draft first: its revisions are shown here.")
    st.page_link("pages/drafts.py", label="All drafts", icon=":material/list:", query_params={})
